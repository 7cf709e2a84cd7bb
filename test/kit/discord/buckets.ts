import { createHash } from 'node:crypto'
import { ApiError } from './api-error.ts'

export type Bucket = { readonly name: string; readonly limit: number; readonly perMs?: number }
type Window = { used: number; endsAtMs: number }

/** Discord's stated limit over all routes. */
const GLOBAL_PER_SECOND = 50
const SECOND_MS = 1000

/**
 * Discord's limits: a bucket for each route and channel, whose state stands in the headers of every answer, and one
 * over everything. https://discord.com/developers/docs/topics/rate-limits
 */
export class Buckets {
  readonly #now: () => number
  readonly #windowMs: number
  readonly #windows = new Map<string, Window>()
  #everything: Window = { used: 0, endsAtMs: 0 }

  constructor(now: () => number, windowMs: number) {
    this.#now = now
    this.#windowMs = windowMs
  }

  /** Counts one call and returns the headers of its answer; throws a 429 when it is one too many. */
  count({ name, limit, perMs = this.#windowMs }: Bucket, major: string): Record<string, string> {
    const nowMs = this.#now()
    const window = this.#window(`${name}:${major}`, nowMs, perMs)
    const headers = (remaining: number) => ({
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': (window.endsAtMs / SECOND_MS).toFixed(3),
      'x-ratelimit-reset-after': ((window.endsAtMs - nowMs) / SECOND_MS).toFixed(3),
      'x-ratelimit-bucket': createHash('md5').update(name).digest('hex'),
    })
    if (window.used >= limit) throw tooMany((window.endsAtMs - nowMs) / SECOND_MS, 'user', headers(0))
    window.used += 1
    return headers(limit - window.used)
  }

  /** Counts one call towards the limit over everything. */
  countGlobally(): void {
    const nowMs = this.#now()
    if (this.#everything.endsAtMs <= nowMs) this.#everything = { used: 0, endsAtMs: nowMs + SECOND_MS }
    const { used, endsAtMs } = this.#everything
    if (used >= GLOBAL_PER_SECOND) throw tooMany((endsAtMs - nowMs) / SECOND_MS, 'global')
    this.#everything.used += 1
  }

  #window(key: string, nowMs: number, perMs: number): Window {
    const known = this.#windows.get(key)
    if (known && known.endsAtMs > nowMs) return known
    const window = { used: 0, endsAtMs: nowMs + perMs }
    this.#windows.set(key, window)
    return window
  }
}

export function tooMany(seconds: number, scope: 'user' | 'global', headers: Record<string, string> = {}): ApiError {
  const isGlobal = scope === 'global'
  const retry_after = Math.max(0.001, Number(seconds.toFixed(3)))
  const body = { retry_after, global: isGlobal }
  const global: Record<string, string> = isGlobal ? { 'x-ratelimit-global': 'true' } : {}
  // The body says it exactly, the header in whole seconds.
  const retry = { 'retry-after': String(Math.ceil(retry_after)), 'x-ratelimit-scope': scope }
  const all = { ...headers, ...global, ...retry }
  return new ApiError(429, 0, 'You are being rate limited.', { body, headers: all })
}
