import type { ChatEvent } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import { Waiter } from '#machine/waiter.ts'
import { isNewer, newest, type Snowflake } from './snowflake.ts'
import type { WirePacket } from './wire.ts'

/** A packet that waits to be stored. */
export type Entry = {
  readonly packet: WirePacket
  readonly receivedAtMs: number
  readonly channelId: Snowflake
  /** Of a message: the cursor moves with it. */
  readonly messageId?: Snowflake
  readonly bytes: number
  /** Of a command or a press: Discord wants to hear of it in time. */
  readonly ack?: Ack
}

export type Ack = {
  /** It was told that it cannot be taken now; it is not stored any more. */
  readonly isOver: () => boolean
  /** What must be stored before its event. */
  readonly before: () => Promise<void>
  readonly stored: () => void
}

export type IntakeDeps = {
  readonly decode: (entry: Entry) => ChatEvent[]
  readonly accept: (events: readonly ChatEvent[], cursor: Snowflake | undefined) => Promise<void>
  /** Called with whether the store accepted packets. */
  readonly stored: (isStored: boolean) => void
  /** There was no room for it. */
  readonly dropped: (entry: Entry) => void
  readonly clock: Clock
  readonly random: () => number
}

const ENTRIES_MAX = 1_000
const BYTES_MAX = 8 * 1024 ** 2
/** What is read back leaves the rest of the room to what comes now. */
const READ_BACK_MAX = 500
const BATCH_MAX = 50
/** Short: a command that comes when the store is back has two seconds. */
const BACK_OFF = { firstMs: 250, maxMs: 2_000 }

/**
 * Packets in their order, stored batch by batch. Discord does not send them again: while the store is down they wait
 * here, and what finds no room is read back from its channel later. A channel can be held, until what came before is
 * known.
 */
export class Intake {
  readonly #deps: IntakeDeps
  readonly #held = new Map<Snowflake, { readonly entries: Entry[]; holds: number }>()
  readonly #changed = new Waiter()
  #queue: Entry[] = []
  #count = 0
  #bytes = 0
  #pauses = 0
  #cursor: Snowflake | undefined
  /** While packets are missing anywhere the cursor stays: after a crash they are looked for from there. */
  #gaps = 0

  constructor(deps: IntakeDeps) {
    this.#deps = deps
  }

  push(entry: Entry): void {
    if (this.#count >= ENTRIES_MAX) this.#forgetOver()
    const isFull = this.#count >= ENTRIES_MAX || this.#bytes + entry.bytes > BYTES_MAX
    if (entry.ack === undefined && isFull) return this.#deps.dropped(entry)
    this.#count += 1
    this.#bytes += entry.bytes
    const held = entry.ack === undefined ? this.#held.get(entry.channelId) : undefined
    ;(held?.entries ?? this.#queue).push(entry)
    this.#changed.notify()
  }

  /** Commands whose people were told to try again. */
  #forgetOver(): void {
    const over = this.#queue.filter(({ ack }) => ack?.isOver())
    const gone = new Set(over)
    this.#queue = this.#queue.filter((entry) => !gone.has(entry))
    this.#count -= over.length
    this.#bytes -= over.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** What is read back of a channel: before what is held there. */
  pushEarlier(entry: Entry): void {
    this.#count += 1
    this.#bytes += entry.bytes
    this.#queue.push(entry)
    this.#changed.notify()
  }

  /** Resolves when more may be read back; what is held waits for that itself. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.#queue.length >= READ_BACK_MAX) await this.#changed.wait(signal)
  }

  /** Also what waits already, from the first message on that is newer than `after`; until the same number of `release`. */
  hold(channelId: Snowflake, after: Snowflake): void {
    const held = this.#held.get(channelId)
    if (held) return void (held.holds += 1)
    const isOf = (entry: Entry) => entry.channelId === channelId && entry.ack === undefined
    const first = this.#queue.findIndex((entry) => isOf(entry) && isNewer(entry.messageId ?? after, after))
    const isHeld = (entry: Entry, index: number) => first >= 0 && index >= first && isOf(entry)
    this.#held.set(channelId, { entries: this.#queue.filter(isHeld), holds: 1 })
    this.#queue = this.#queue.filter((entry, index) => !isHeld(entry, index))
  }

  release(channelId: Snowflake): void {
    const held = this.#held.get(channelId)
    if (held === undefined || (held.holds -= 1) > 0) return
    this.#held.delete(channelId)
    this.#queue.push(...held.entries)
    this.#changed.notify()
  }

  /** Nothing but commands and presses is taken until the same number of `resume`. */
  pause(): void {
    this.#pauses += 1
  }

  resume(): void {
    this.#pauses -= 1
    this.#changed.notify()
  }

  /** What is stored already. */
  reached(cursor: Snowflake): void {
    this.#cursor = this.#cursor === undefined ? cursor : newest(this.#cursor, cursor)
  }

  /** Packets are missing, until as many gaps are closed. */
  gapOpened(): void {
    this.#gaps += 1
  }

  gapClosed(): void {
    this.#gaps -= 1
  }

  /** Stores what comes until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const batch = this.#next()
      if (batch.length > 0) await this.#store(batch, signal)
      else await this.#changed.wait(signal).catch(() => undefined)
    }
  }

  #next(): Entry[] {
    const ready = this.#pauses > 0 ? this.#queue.filter(({ ack }) => ack !== undefined) : this.#queue
    const batch = ready.slice(0, BATCH_MAX)
    const taken = new Set(batch)
    this.#queue = this.#queue.filter((entry) => !taken.has(entry))
    return batch
  }

  /** Until it is stored: a packet that failed is tried again with all that came with it. */
  async #store(batch: readonly Entry[], signal: AbortSignal): Promise<void> {
    const decoded = batch.map((entry) => ({ entry, events: this.#deps.decode(entry) }))
    for (let failures = 0; !signal.aborted;) {
      const left = decoded.filter(({ entry }) => !entry.ack?.isOver())
      try {
        await this.#accept(left)
        break
      } catch {
        failures += 1
        this.#deps.stored(false)
        const pauseMs = spreadBackOffMs(failures, { ...BACK_OFF, random: this.#deps.random })
        await this.#deps.clock.sleep(pauseMs, signal).catch(() => undefined)
      }
    }
    this.#count -= batch.length
    this.#bytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0)
    this.#changed.notify()
  }

  async #accept(left: readonly { readonly entry: Entry; readonly events: readonly ChatEvent[] }[]): Promise<void> {
    const ids = left.flatMap(({ entry }) => entry.messageId ?? [])
    const reached = [...(this.#cursor === undefined ? [] : [this.#cursor]), ...ids]
    const cursor = reached.length === 0 ? undefined : reached.reduce(newest)
    for (const { entry } of left) await entry.ack?.before()
    const events = left.flatMap((each) => each.events)
    if (events.length > 0) {
      await this.#deps.accept(events, this.#gaps > 0 ? undefined : cursor)
      this.#deps.stored(true)
    }
    this.#cursor = cursor
    for (const { entry } of left) entry.ack?.stored()
  }
}
