import { ChannelError } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import { REST, RESTEvents, type RateLimitData, type RawFile, type RequestMethod } from 'discord.js'
import { say } from '../sentences.ts'
import { EditPace } from './edit-pace.ts'
import type { Effect } from '../shared/call-failure.ts'
import { failureOf } from './failure.ts'
import { InvalidCalls } from './invalid-calls.ts'
import type { Roots } from './options.ts'

export type ApiOptions = {
  readonly token: string
  readonly roots: Roots
  readonly callTimeoutMs?: number | undefined
}

export type Call = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly route: `/${string}`
  readonly body?: unknown
  readonly files?: RawFile[]
  readonly query?: Readonly<Record<string, string>>
  readonly effect: Effect
  /** By default the time limit of all calls. */
  readonly timeoutMs?: number
  /** Interactions are answered by their own token: the bot's is neither needed nor shown. */
  readonly isByInteraction?: true
}

const CALL_TIMEOUT_MS = 15_000
/** Ours is the shorter one. */
const LIBRARY_TIMEOUT_MS = 10 * 60_000
const RATE_LIMIT_MS_MAX = 24 * 60 * 60_000
const EDIT_PATH = /^\/channels\/(\d+)\/messages\/\d+$/

/**
 * Discord's API by way of discord.js: every call has a time limit, and every failure is a `ChannelError`. Nothing is
 * repeated, and nothing waits for a rate limit: how messages are paced and repeated is decided by who sends them.
 */
export class DiscordApi {
  readonly editPace = new EditPace()
  readonly #options: ApiOptions
  readonly #rest: REST
  readonly #invalid = new InvalidCalls(systemClock)
  readonly #anticipated = new WeakSet<RateLimitData>()

  constructor(options: ApiOptions) {
    this.#options = options
    const { api, cdn } = options.roots
    const rejectOnRateLimit = (limit: RateLimitData) => {
      throw rateLimited(limit, this.#anticipated.has(limit))
    }
    this.#rest = new REST({ api, cdn, retries: 0, timeout: LIBRARY_TIMEOUT_MS, rejectOnRateLimit })
    // Told before a call that the last answer already forbids; it is not made.
    this.#rest.on(RESTEvents.RateLimited, (limit) => void this.#anticipated.add(limit))
    this.#rest.on(RESTEvents.Response, ({ method, path }, { headers, status }) => {
      this.#invalid.answered(status)
      const channelId = method === 'PATCH' ? EDIT_PATH.exec(path)?.[1] : undefined
      if (channelId !== undefined) this.editPace.answered(channelId, headers)
    })
  }

  /** The result as Discord gives it, not checked. */
  async call(call: Call, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted()
    const waitMs = this.#invalid.waitMs()
    if (waitMs > 0) throw limited(waitMs, true)
    // Sockets run on real time, also in tests with a manual clock.
    const limit = { limitMs: call.timeoutMs ?? this.#options.callTimeoutMs ?? CALL_TIMEOUT_MS, clock: systemClock }
    // After a 401 the library has forgotten it; the operator may have restored it at Discord.
    this.#rest.setToken(this.#options.token)
    try {
      return await withDeadline(limit, (inner) => this.#request(call, inner), signal)
    } catch (error) {
      throw failureOf(error, call.effect)
    }
  }

  close(): void {
    this.#rest.clearHashSweeper()
    this.#rest.clearHandlerSweeper()
  }

  async #request({ method, route, body, files, query, isByInteraction }: Call, signal: AbortSignal): Promise<unknown> {
    return await this.#rest.request({
      method: method as RequestMethod,
      fullRoute: route,
      signal,
      ...(body === undefined ? {} : { body }),
      ...(files === undefined ? {} : { files }),
      ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
      ...(isByInteraction === undefined ? {} : { auth: false }),
    })
  }
}

/** Where Discord does not say how long. */
const UNTOLD_MS = 1_000
/** Retry-After is in whole seconds, rounded up. */
const WHOLE_SECOND_MS = 1_000

function rateLimited(limit: RateLimitData, isAnticipated: boolean): ChannelError {
  const { timeToReset, retryAfter, sublimitTimeout } = limit
  if (!isAnticipated && retryAfter === 0) return limited(Math.max(timeToReset, UNTOLD_MS), isAnticipated)
  // The end of a bucket's window is known to the millisecond. A limit that no bucket tells of ends later than that.
  const isOfBucket = sublimitTimeout === 0 && retryAfter - timeToReset <= WHOLE_SECOND_MS
  return limited(isOfBucket && timeToReset > 0 ? timeToReset : retryAfter, isAnticipated)
}

function limited(waitMs: number, isAnticipated: boolean): ChannelError {
  const retryAfterMs = Math.min(RATE_LIMIT_MS_MAX, Math.max(1, Math.ceil(waitMs) || 1))
  const said = say('call.limited', { platform: 'Discord', count: Math.ceil(retryAfterMs / 1000) })
  return new ChannelError('rate-limited', said, { retryAfterMs, isAnticipated })
}
