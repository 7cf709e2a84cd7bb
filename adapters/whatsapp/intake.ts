import type { ChatEvent } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import { retry } from '#machine/retry.ts'
import { Waiter } from '#machine/waiter.ts'
import type { Jid } from './jid.ts'
import type { WireEvent } from './wire.ts'

/** An event that waits to be stored. */
export type Entry = {
  readonly wire: WireEvent
  readonly chatId: Jid
  readonly receivedAtMs: number
  readonly bytes: number
}

export type IntakeDeps = {
  /** What is to be stored of a batch, in its order. */
  readonly decode: (batch: readonly Entry[], signal: AbortSignal) => Promise<readonly ChatEvent[]>
  readonly accept: (events: readonly ChatEvent[]) => Promise<void>
  /** Called with whether the store accepted events. */
  readonly stored: (isStored: boolean) => void
  readonly clock: Clock
  readonly random: () => number
}

const ENTRIES_MAX = 1_000
const BYTES_MAX = 16 * 1024 ** 2
/** What is read back leaves the rest of the room to what comes now. */
const READ_BACK_MAX = 500
const READ_BACK_BYTES_MAX = 8 * 1024 ** 2
const BATCH_MAX = 50
const BACK_OFF = { firstMs: 250, maxMs: 5_000 }

/**
 * Events in their order, stored batch by batch. WhatsApp does not bring them again: while the store is down they wait
 * here, and what finds no room is read back from its chat later. Chats can be held, until what came before is known.
 */
export class Intake {
  readonly #deps: IntakeDeps
  readonly #changed = new Waiter()
  readonly #held = new Map<Jid, Entry[]>()
  #queue: Entry[] = []
  #isHolding = false
  #count = 0
  #bytes = 0

  constructor(deps: IntakeDeps) {
    this.#deps = deps
  }

  /** How many wait. */
  get count(): number {
    return this.#count
  }

  /** False: there was no room for it. */
  push(entry: Entry): boolean {
    if (this.#count >= ENTRIES_MAX || this.#bytes + entry.bytes > BYTES_MAX) return false
    this.#count += 1
    this.#bytes += entry.bytes
    const held = this.#held.get(entry.chatId)
    if (held === undefined) this.#queue.push(entry)
    else held.push(entry)
    this.#changed.notify()
    return true
  }

  /** What was read back from a chat goes before what waits of it. */
  async pushEarlier(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    for (const entry of entries) {
      // What is held does not become less by waiting.
      const isFull = () => this.#count >= READ_BACK_MAX || this.#bytes + entry.bytes > READ_BACK_BYTES_MAX
      while (this.#queue.length > 0 && isFull()) await this.#changed.wait(signal)
      this.#count += 1
      this.#bytes += entry.bytes
      this.#queue.push(entry)
      this.#changed.notify()
    }
  }

  /** Nothing is stored until it is said which chats are read back. */
  holdAll(): void {
    this.#isHolding = true
  }

  /** Only these go on waiting. */
  holdOnly(chatIds: readonly Jid[]): void {
    const holds = new Set(chatIds)
    for (const chatId of [...this.#held.keys()]) if (!holds.has(chatId)) this.release(chatId)
    for (const chatId of holds) {
      if (this.#held.has(chatId)) continue
      this.#held.set(
        chatId,
        this.#queue.filter((entry) => entry.chatId === chatId),
      )
      this.#queue = this.#queue.filter((entry) => entry.chatId !== chatId)
    }
    this.#isHolding = false
    this.#changed.notify()
  }

  release(chatId: Jid): void {
    this.#queue.push(...(this.#held.get(chatId) ?? []))
    this.#held.delete(chatId)
    this.#changed.notify()
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const batch = this.#isHolding ? [] : this.#queue.slice(0, BATCH_MAX)
      if (batch.length === 0) await this.#changed.wait(signal).catch(() => undefined)
      else await this.#store(batch, signal).catch(() => undefined)
    }
  }

  /** Rejects when the signal aborts. */
  async #store(batch: readonly Entry[], signal: AbortSignal): Promise<void> {
    const { accept, decode, stored, clock, random } = this.#deps
    const pauseMs = (failures: number) => spreadBackOffMs(failures, { ...BACK_OFF, random })
    const failed = () => stored(false)
    await retry(
      async () => {
        const events = await decode(batch, signal)
        if (events.length > 0) await accept(events)
      },
      { pauseMs, failed, clock },
      signal,
    )
    // Where the chat was held meanwhile, these are stored all the same.
    const done = new Set(batch)
    this.#queue = this.#queue.filter((entry) => !done.has(entry))
    for (const [chatId, held] of this.#held)
      this.#held.set(
        chatId,
        held.filter((entry) => !done.has(entry)),
      )
    this.#count -= batch.length
    for (const { bytes } of batch) this.#bytes -= bytes
    stored(true)
    this.#changed.notify()
  }
}
