import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { MediaStore } from './media/media-store.ts'
import { deleteOld, type Retention } from './store/retention.ts'
import type { Store } from './store/store.ts'

export type HousekeepingParts = {
  readonly store: Store
  readonly media: Pick<MediaStore, 'sweep'>
  readonly mediaKeepDays: number
  readonly retention: Retention
  readonly clock: Clock
  readonly log: Logger
}

const DAY_MS = 86_400_000
const EVERY_MS = 3_600_000
/** The first one waits until the rush of a start is over. */
const FIRST_AFTER_MS = 60_000

/** Deletes now and then what was kept for its time: pictures, turns, platforms' payloads, keys, full limit buckets. */
export function keepHouse(parts: HousekeepingParts): AsyncDisposable {
  const { clock, log } = parts
  const stopped = new AbortController()
  const failed = (error: unknown) => log.warn({ error }, 'could not delete what is old')
  const rhythm = { firstAfterMs: FIRST_AFTER_MS, everyMs: EVERY_MS, clock, failed }
  const running = regularly(() => cleanUp(parts, stopped.signal), rhythm, stopped.signal)
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await running
    },
  }
}

/** A picture is not kept longer than the turn that it was sent in. */
export async function cleanUp(parts: HousekeepingParts, signal: AbortSignal): Promise<void> {
  const { store, media, mediaKeepDays, retention, clock, log } = parts
  const pictures = media.sweep(Math.min(mediaKeepDays, retention.turnsDays) * DAY_MS)
  const rows = deleteOld({ pool: store.pool, clock, retention }, signal)
  // One of them failing is no reason to leave the other undone.
  await Promise.allSettled([pictures, rows])
  await pictures
  const deleted = await rows
  if (Object.keys(deleted).length > 0) log.info({ deleted }, 'deleted what was kept for its time')
}
