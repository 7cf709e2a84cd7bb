import type { Logger } from '#machine/log.ts'
import type { Job } from '../jobs/job.ts'
import type { ExportFiles } from './export-files.ts'

export type ExportCleanupDeps = { readonly files: Pick<ExportFiles, 'cleanUp'>; readonly log: Logger }

/** The first run waits until the start-up is over. */
const SCHEDULE = { firstAfterMs: 90_000, everyMs: 3_600_000 }

/** Deletes exported files that nobody took, and what a crash left of them. */
export const exportCleanupJob = ({ files, log }: ExportCleanupDeps): Job => ({
  name: 'exports',
  schedule: SCHEDULE,
  async run() {
    const deleted = await files.cleanUp()
    if (deleted > 0) log.info({ deleted }, 'deleted old exports')
  },
})
