import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { MediaStore } from '../media/media-store.ts'
import { memoryRetention, type MemoryRetention } from '../memory/retention.ts'
import { deleteOld, type Retention } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import type { Job } from './job.ts'

export type RetentionDeps = {
  readonly store: Store
  readonly media: Pick<MediaStore, 'cleanUp'>
  /** Both at the moment. */
  readonly mediaKeepDays: () => number
  readonly retention: () => Retention & MemoryRetention
  readonly clock: Clock
  readonly log: Logger
}

const DAY_MS = 86_400_000
/** The first run waits until the start-up is over. */
const SCHEDULE = { firstAfterMs: 60_000, everyMs: 3_600_000 }

/**
 * Deletes what is past its retention: pictures, turns, platforms' payloads, keys, full limit buckets, statuses, channels'
 * notes, memories; of the console the audit, sessions, links and failed sign-ins.
 */
export function retentionJob(deps: RetentionDeps): Job {
  const run = cleanUpOf(deps)
  return { name: 'retention', schedule: SCHEDULE, run: (_key, signal) => run(signal) }
}

/** A picture is not kept longer than the turn that it was sent in. */
export function cleanUpOf(deps: RetentionDeps): (signal: AbortSignal) => Promise<void> {
  const { store, media, mediaKeepDays, retention, clock, log } = deps
  const deleteMemories = memoryRetention({ pool: store.pool, clock, retention })
  return async (signal) => {
    const days = retention()
    const pictures = media.cleanUp(Math.min(mediaKeepDays(), days.turnsDays) * DAY_MS)
    const rows = deleteOld({ pool: store.pool, clock, retention: days }, signal)
    // When one of them fails, the others still run to their end. Memories last: turns that are gone are no longer named.
    const memories = rows.catch(() => undefined).then(() => deleteMemories(signal))
    await Promise.allSettled([pictures, memories])
    await pictures
    const deleted = { ...(await rows), ...(await memories) }
    if (Object.keys(deleted).length > 0) log.info({ deleted }, 'deleted what is past its retention')
  }
}
