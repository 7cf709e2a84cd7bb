import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { MediaStore } from '../media/media-store.ts'
import { deleteOld, type Retention } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import type { Job } from './job.ts'

export type RetentionDeps = {
  readonly store: Store
  readonly media: Pick<MediaStore, 'cleanUp'>
  readonly mediaKeepDays: number
  readonly retention: Retention
  readonly clock: Clock
  readonly log: Logger
}

const DAY_MS = 86_400_000
/** The first run waits until the start-up is over. */
const SCHEDULE = { firstAfterMs: 60_000, everyMs: 3_600_000 }

/** Deletes what is past its retention: pictures, turns, platforms' payloads, keys, full limit buckets. */
export const retentionJob = (deps: RetentionDeps): Job => ({
  name: 'retention',
  schedule: SCHEDULE,
  run: (_key, signal) => cleanUp(deps, signal),
})

/** A picture is not kept longer than the turn that it was sent in. */
export async function cleanUp(deps: RetentionDeps, signal: AbortSignal): Promise<void> {
  const { store, media, mediaKeepDays, retention, clock, log } = deps
  const pictures = media.cleanUp(Math.min(mediaKeepDays, retention.turnsDays) * DAY_MS)
  const rows = deleteOld({ pool: store.pool, clock, retention }, signal)
  // When one of them fails, the other still runs to its end.
  await Promise.allSettled([pictures, rows])
  await pictures
  const deleted = await rows
  if (Object.keys(deleted).length > 0) log.info({ deleted }, 'deleted what is past its retention')
}
