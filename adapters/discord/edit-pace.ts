import { BoundedMap } from '#machine/bounded.ts'
import type { Snowflake } from './snowflake.ts'

const CHANNELS_MAX = 1_000
/** Until Discord has said what it takes. */
export const EDIT_INTERVAL_MS = 1_000
/** discord.js counts a window as open for so much longer than the headers say, and a call takes its time. */
const WINDOW_SLACK_MS = 100

type Bucket = { readonly limit: number; readonly windowMs: number }

/**
 * How often a message of a channel may be edited, as Discord's headers say: evenly spread, so that the newest text is
 * never kept waiting behind edits that came all at once.
 */
export class EditPace {
  readonly #buckets = new BoundedMap<Snowflake, Bucket>(CHANNELS_MAX)

  intervalMs(channelId: Snowflake): number {
    const bucket = this.#buckets.get(channelId)
    return bucket === undefined ? EDIT_INTERVAL_MS : Math.ceil((bucket.windowMs + WINDOW_SLACK_MS) / bucket.limit)
  }

  /** An edit was answered with these headers. */
  answered(channelId: Snowflake, headers: { get(name: string): string | null }): void {
    const [limit, remaining, resetAfter] = ['limit', 'remaining', 'reset-after'].map((name) =>
      Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN),
    ) as [number, number, number]
    if (!(limit >= 1) || !(resetAfter > 0)) return
    const known = this.#buckets.get(channelId)
    const isFirstOfWindow = remaining >= limit - 1
    // Later in a window only the rest of it is told.
    const windowMs = isFirstOfWindow || known === undefined ? resetAfter * 1000 : known.windowMs
    this.#buckets.set(channelId, { limit, windowMs })
  }
}
