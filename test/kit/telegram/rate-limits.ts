import { ApiError } from './api-error.ts'

/**
 * Telegram's stated limits: about one message a second in a chat, short bursts allowed; 20 a minute in a group; 30 a
 * second overall. Edits count as messages.
 */
const CHAT = { capacity: 5, perSecond: 1 }
const OVERALL = { capacity: 30, perSecond: 30 }
const GROUP_PER_MINUTE = 20
const MINUTE_MS = 60_000

export class RateLimits {
  readonly #now: () => number
  readonly #chats = new Map<number, Bucket>()
  readonly #groups = new Map<number, number[]>()
  #overall: Bucket

  constructor(now: () => number) {
    this.#now = now
    this.#overall = new Bucket(OVERALL, now())
  }

  /** Counts one message or edit; throws a 429 with the time to wait when it is one too many. */
  count(chatId: number): void {
    const nowMs = this.#now()
    const chat = this.#chats.get(chatId) ?? new Bucket(CHAT, nowMs)
    this.#chats.set(chatId, chat)
    const recent = (this.#groups.get(chatId) ?? []).filter((atMs) => atMs > nowMs - MINUTE_MS)
    const groupWaitMs = chatId < 0 && recent.length >= GROUP_PER_MINUTE ? (recent[0] ?? nowMs) + MINUTE_MS - nowMs : 0
    const waitMs = Math.max(chat.waitMs(nowMs), this.#overall.waitMs(nowMs), groupWaitMs)
    if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1000))
    chat.take()
    this.#overall.take()
    if (chatId < 0) this.#groups.set(chatId, [...recent, nowMs])
  }
}

export function tooMany(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
}

class Bucket {
  readonly #rate: { capacity: number; perSecond: number }
  #tokens: number
  #atMs: number

  constructor(rate: { capacity: number; perSecond: number }, nowMs: number) {
    this.#rate = rate
    this.#tokens = rate.capacity
    this.#atMs = nowMs
  }

  waitMs(nowMs: number): number {
    const { capacity, perSecond } = this.#rate
    this.#tokens = Math.min(capacity, this.#tokens + ((nowMs - this.#atMs) / 1000) * perSecond)
    this.#atMs = nowMs
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / perSecond) * 1000
  }

  take(): void {
    this.#tokens -= 1
  }
}
