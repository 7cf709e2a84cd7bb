import { exportCleanupJob, type ExportCleanupDeps } from '../export/cleanup-job.ts'
import { deleteMeJob } from '../forget/delete-me.ts'
import { deletePersonJob, type DeletePersonDeps } from '../forget/delete-person.ts'
import { embedJobs, type EmbedJobDeps } from '../memory/embed-jobs.ts'
import type { Learner } from '../memory/learn/learner.ts'
import type { Job } from './job.ts'
import { retentionJob, type RetentionDeps } from './retention.ts'
import { rollupJob } from './usage-rollup.ts'

type JobDeps = RetentionDeps & DeletePersonDeps & ExportCleanupDeps & EmbedJobDeps & { readonly learner: Learner }

/** Every background job, by its persisted name. */
export const jobTable = (deps: JobDeps): readonly Job[] => [
  retentionJob(deps),
  deletePersonJob(deps),
  exportCleanupJob(deps),
  rollupJob(deps),
  deleteMeJob(deps),
  deps.learner.job,
  ...embedJobs(deps),
]
