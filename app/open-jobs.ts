import { jobTable } from '#core/jobs/all.ts'
import { createJobs, type Jobs } from '#core/jobs/jobs.ts'
import { createSweep, type Sweep } from '#core/queue/sweep.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import type { OpenChannels } from './open-channels.ts'
import type { OpenEngines } from './open-engines.ts'
import type { OpenMemory } from './open-memory.ts'
import type { OpenPeople } from './open-people.ts'
import type { ClaimedStores, OpenStores } from './open-stores.ts'
import type { OpenTurns } from './open-turns.ts'
import type { LiveSettings } from './run-time-settings.ts'
import { retentionOf } from './settings/of-parts.ts'

type JobsDeps = Pick<OpenStores, 'store'> &
  Pick<ClaimedStores, 'wakeUps' | 'media' | 'exportFiles'> &
  Pick<OpenEngines, 'embedder' | 'forgetPrompts'> &
  Pick<OpenMemory, 'learner'> &
  Pick<OpenPeople, 'access' | 'tombstones'> &
  Pick<OpenChannels, 'channels'> &
  Pick<OpenTurns, 'worker'> & { readonly settings: LiveSettings; readonly clock: Clock }

export type OpenJobs = {
  readonly jobs: Jobs
  /** Finds what a lost wake-up has left, turns and jobs. */
  readonly sweep: Sweep
}

/** What runs beside turns: learning, retention, deletion. */
export function openJobs({ settings, store, wakeUps, channels, worker, clock, ...deps }: JobsDeps): OpenJobs {
  const { media, exportFiles, embedder, forgetPrompts, learner, access, tombstones } = deps
  const about = { store, clock, log: logFor('core:jobs') }
  const deletion = { exports: exportFiles, channels: () => channels.all(), tombstones, access, forgetPrompts }
  const table = jobTable({
    ...{ ...about, ...deletion, media, files: exportFiles, learner, embedder },
    mediaKeepDays: () => settings.current().media.keepDays,
    retention: () => retentionOf(settings.current()),
  })
  const jobs = createJobs({ ...about, wakeUps, table, turnsRunning: () => worker.visits })
  const sweep = createSweep({ store, wakeUps, worker, checkJobs: jobs.check, clock, log: logFor('core:sweep') })
  return { jobs, sweep }
}
