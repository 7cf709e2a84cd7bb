import type { ChannelNotes } from '#core/contract/channel.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import type { Jid } from './jid.ts'

export type OwnerDeps = {
  readonly notes: ChannelNotes
  /** 0: what the owner writes silences nobody. */
  readonly quietMinutes: number
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
}

const CHATS_MAX = 10_000
const TRIES_MAX = 8
const BACK_OFF = { firstMs: 500, maxMs: 30_000 }
const keyOf = (chatId: Jid) => `owner-wrote:${chatId}`

/** Where the phone's owner has just written themself: nothing is answered there for a while. It outlives a restart. */
export class OwnerQuiet {
  readonly quietMs: number
  readonly #deps: OwnerDeps
  readonly #signal: AbortSignal
  /** Until when, by our clock; 0: not at all. */
  readonly #untilMs = new BoundedMap<Jid, number>(CHATS_MAX)

  constructor(deps: OwnerDeps, signal: AbortSignal) {
    this.#deps = deps
    this.#signal = signal
    this.quietMs = deps.quietMinutes * 60_000
  }

  /** Counts at once; that it outlives a restart follows. */
  wrote(chatId: Jid, agoMs = 0): void {
    const untilMs = this.#deps.clock.now() + this.quietMs - Math.max(0, agoMs)
    if (untilMs <= Math.max(this.#deps.clock.now(), this.#untilMs.get(chatId) ?? 0)) return
    this.#untilMs.set(chatId, untilMs)
    void this.#keep(chatId, untilMs)
  }

  /** Rejects while the store cannot say. */
  async isQuiet(chatId: Jid): Promise<boolean> {
    if (this.quietMs === 0) return false
    const untilMs = this.#untilMs.get(chatId) ?? (await this.#kept(chatId))
    return this.#deps.clock.now() < untilMs
  }

  /** What is kept of these chats. */
  async forget(chatIds: readonly Jid[]): Promise<void> {
    for (const chatId of chatIds) {
      this.#untilMs.delete(chatId)
      await this.#deps.notes.delete(keyOf(chatId))
    }
  }

  async #kept(chatId: Jid): Promise<number> {
    const kept = Number(await this.#deps.notes.get(keyOf(chatId))) || 0
    // The owner may have written while it was read.
    const untilMs = Math.max(kept, this.#untilMs.get(chatId) ?? 0)
    this.#untilMs.set(chatId, untilMs)
    return untilMs
  }

  async #keep(chatId: Jid, untilMs: number): Promise<void> {
    const { notes, clock, random, log } = this.#deps
    const pauseMs = (failures: number) => spreadBackOffMs(failures, { ...BACK_OFF, random })
    const policy = { clock, triesMax: TRIES_MAX, pauseMs }
    await retry(() => notes.put(keyOf(chatId), String(untilMs), untilMs), policy, this.#signal).catch(
      (error: unknown) => {
        if (!this.#signal.aborted) log.warn({ error }, 'a restart would not know that the owner wrote in a chat')
      },
    )
  }
}
