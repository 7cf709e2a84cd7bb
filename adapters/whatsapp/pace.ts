import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'

const PAUSE_MS = { min: 400, max: 1_600, most: 4_000 }
/** A text of this length takes twice the pause of a short one. */
const DOUBLE_AT_LENGTH = 400

/** How long before a message, as somebody who types it would take; far shorter than they would. */
export function pauseMs(textLength: number, random: () => number): number {
  const shortMs = PAUSE_MS.min + (PAUSE_MS.max - PAUSE_MS.min) * random()
  return Math.round(Math.min(PAUSE_MS.most, shortMs * (1 + textLength / DOUBLE_AT_LENGTH)))
}

const MINUTE_MS = 60_000
/** Chats that wait for their turn. */
const WAITING_MAX = 1_000
/** A turn that its chat does not take is over then. */
const UNTAKEN_MS_MAX = 30_000

/** At most so many messages in any one minute, over all chats. Who has to wait gets a turn, in the order of asking. */
export class SendRate {
  readonly #perMinute: number
  readonly #clock: Pick<Clock, 'monotonicMs'>
  /** When messages were sent or may be, the latest last. */
  #turnsMs: number[] = []
  /** By chat, those to come. */
  readonly #heldMs = new BoundedMap<string, number>(WAITING_MAX)

  constructor(options: { perMinute: number; clock: Pick<Clock, 'monotonicMs'> }) {
    this.#perMinute = options.perMinute
    this.#clock = options.clock
  }

  /** How long until this chat may be written to; zero counts the message. */
  take(chatId: string): number {
    const nowMs = this.#clock.monotonicMs()
    const held = this.#heldMs.get(chatId)
    if (held !== undefined && nowMs < held) return held - nowMs
    this.#heldMs.delete(chatId)
    if (held !== undefined && nowMs - held < UNTAKEN_MS_MAX) return 0
    if (this.#heldMs.size >= WAITING_MAX) this.#dropUntaken(nowMs)
    if (this.#heldMs.size >= WAITING_MAX) return MINUTE_MS
    this.#turnsMs = this.#turnsMs.filter((turnMs) => nowMs - turnMs < MINUTE_MS)
    const earlier = this.#turnsMs.at(-this.#perMinute)
    const turnMs = earlier === undefined ? nowMs : Math.max(nowMs, earlier + MINUTE_MS)
    this.#turnsMs.push(turnMs)
    if (turnMs > nowMs) this.#heldMs.set(chatId, turnMs)
    return turnMs - nowMs
  }

  #dropUntaken(nowMs: number): void {
    for (const [chatId, turnMs] of this.#heldMs) {
      if (nowMs - turnMs >= UNTAKEN_MS_MAX) this.#heldMs.delete(chatId)
    }
  }
}
