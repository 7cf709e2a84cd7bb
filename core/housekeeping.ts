import { and, isNotNull, lt } from 'drizzle-orm'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { MediaStore } from './media/media-store.ts'
import { event, limitBucket } from './store/schema.ts'
import type { Store } from './store/store.ts'

export type HousekeepingParts = {
  readonly store: Store
  readonly media: Pick<MediaStore, 'sweep'>
  readonly mediaKeepDays: number
  readonly clock: Clock
  readonly log: Logger
}

const DAY_MS = 86_400_000
const EVERY_MS = 3_600_000
/** The first one waits until the rush of a start is over. */
const FIRST_AFTER_MS = 60_000
/** Platforms' own payloads, kept to find faults with. */
const RAW_KEEP_DAYS = 7
/** A bucket that nothing was taken from for so long is full again, as one that does not exist. */
const BUCKET_KEEP_DAYS = 7

/** Throws away what has been kept for its time: pictures, the platforms' raw payloads, full limit buckets. */
export function keepHouse(parts: HousekeepingParts): AsyncDisposable {
  const { clock, log } = parts
  const stopped = new AbortController()
  const failed = (error: unknown) => log.warn({ error }, 'could not clear what is old')
  const rhythm = { firstAfterMs: FIRST_AFTER_MS, everyMs: EVERY_MS, clock, failed }
  const running = regularly(() => sweepOnce(parts), rhythm, stopped.signal)
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await running
    },
  }
}

export async function sweepOnce({ store, media, mediaKeepDays, clock }: HousekeepingParts): Promise<void> {
  await media.sweep(mediaKeepDays * DAY_MS)
  const before = (days: number) => new Date(clock.now() - days * DAY_MS)
  const isOld = lt(event.receivedAt, before(RAW_KEEP_DAYS))
  await store.db.update(event).set({ raw: null }).where(and(isNotNull(event.raw), isOld))
  await store.db.delete(limitBucket).where(lt(limitBucket.filledAt, before(BUCKET_KEEP_DAYS)))
}
