import type { ServerResponse } from 'node:http'
import type { Clock } from '#machine/clock.ts'
import { cut, onEnd } from '#http/response-end.ts'
import { EventStream, frame, type Frame } from '#http/event-stream.ts'
import type { WebLimits } from './limits.ts'
import { Shares, type Holder, type Refused } from '#http/shares.ts'
import { WebError } from '#http/web-error.ts'

/** Frames kept for a person with an open page, for a connection that missed them and comes back. */
const RECENT_MAX = 32
const RECENT_LENGTH_MAX = 100_000
/** For this long after the last page closed, a page that comes back still gets what it missed. */
const KEPT_AFTER_CLOSE_MS = 60_000
/** A browser reconnects this long after its connection broke. */
const RECONNECT_AFTER_MS = 1_000

type Recent = Frame & { readonly number: number }

type Reader = {
  readonly streams: Set<EventStream>
  /** The newest frame of each message, oldest first. */
  readonly recent: Map<string, Recent>
  /** Frames up to this number are no longer among `recent`, although no newer one replaced them. */
  droppedNumber: number
  leftAtMs: number | undefined
}

type Arrival = {
  /** Sits at this computer. */
  readonly isHere: boolean
  /** What the browser saw last. */
  readonly lastEventId: string | undefined
}

export type StreamsOptions = {
  readonly clock: Clock
  /** Names this run of the service: event numbers of another run mean nothing. */
  readonly run: string
  readonly limits: Pick<WebLimits, 'streamsPerPersonMax' | 'streamsMax' | 'slowReaderMs'>
}

/**
 * The open pages. Every frame holds the newest whole state of its message, so a page that reconnects needs only the
 * newest frame of each message it missed; where even that is gone it reads the history again.
 */
export class Streams {
  readonly #options: StreamsOptions
  readonly #readers = new Map<string, Reader>()
  readonly #shares: Shares
  #number = 0

  constructor(options: StreamsOptions) {
    this.#options = options
    const { streamsPerPersonMax: perPersonMax, streamsMax: max } = options.limits
    this.#shares = new Shares({ perPersonMax, max }, tooMany)
  }

  get open(): number {
    return this.#shares.total
  }

  /** Takes a share of the streams for as long as the response is open. Throws `WebError` `too-many-streams`. */
  take(holder: Holder, response: ServerResponse): void {
    const share = this.#shares.take(holder, { close: () => cut(response) })
    onEnd(response, () => share.release())
  }

  /** Takes over a response whose head is written. */
  add(person: string, response: ServerResponse, { isHere, lastEventId }: Arrival): EventStream {
    const { clock } = this.#options
    const reader = this.#readerOf(person)
    const stream = new EventStream(response, { isHere, nowMs: () => clock.monotonicMs() })
    const seen = this.#numberOf(lastEventId)
    const resumed = seen !== undefined && seen >= reader.droppedNumber
    stream.write({ key: 'retry', text: `retry: ${RECONNECT_AFTER_MS}\n\n` })
    stream.write(frame('hello', { resumed }, { id: this.#id(resumed ? seen : this.#number) }))
    for (const recent of reader.recent.values()) if (!resumed || recent.number > seen) stream.write(recent)
    reader.streams.add(stream)
    reader.leftAtMs = undefined
    onEnd(response, () => {
      reader.streams.delete(stream)
      if (reader.streams.size === 0) reader.leftAtMs = clock.monotonicMs()
    })
    return stream
  }

  /** To every open page of the person, remembered for a page that is about to come back. */
  push(person: string, event: string, message: { key: string; data: unknown }): void {
    this.#number += 1
    const reader = this.#readers.get(person)
    if (reader === undefined) return
    const newest = frame(event, message.data, { key: message.key, id: this.#id(this.#number) })
    const recent = { ...newest, number: this.#number }
    reader.recent.delete(message.key)
    reader.recent.set(message.key, recent)
    forgetOldest(reader)
    for (const stream of reader.streams) stream.write(recent)
  }

  /** To the person's open pages; not kept for later. */
  signal(person: string, event: string, data: unknown): void {
    for (const stream of this.#readers.get(person)?.streams ?? []) stream.write(frame(event, data))
  }

  /** To every open page. */
  signalAll(event: string, dataFor: (reader: { isHere: boolean }) => unknown): void {
    for (const { streams } of this.#readers.values()) {
      for (const stream of streams) stream.write(frame(event, dataFor(stream)))
    }
  }

  /** Sends heartbeats, disconnects readers that take nothing, and forgets people whose pages are closed. */
  sendHeartbeats(): void {
    const now = this.#options.clock.monotonicMs()
    for (const [person, reader] of [...this.#readers]) {
      for (const stream of [...reader.streams]) stream.heartbeat(this.#options.limits.slowReaderMs)
      if (reader.leftAtMs !== undefined && now - reader.leftAtMs > KEPT_AFTER_CLOSE_MS) this.#readers.delete(person)
    }
  }

  /** Tells the person's pages, which show no more than the last message then, and closes them; returns how many. */
  forget(person: string): number {
    const streams = this.#readers.get(person)?.streams ?? new Set()
    this.#readers.delete(person)
    for (const stream of streams) {
      stream.write(frame('forgotten', {}))
      stream.end()
    }
    return streams.size
  }

  close(): void {
    for (const reader of this.#readers.values()) for (const stream of reader.streams) stream.end()
  }

  #readerOf(person: string): Reader {
    const known = this.#readers.get(person)
    if (known !== undefined) return known
    if (this.#readers.size >= 2 * this.#options.limits.streamsMax) this.#forgetOneGone()
    // Frames from before the first page opened are not kept: a page that missed some must read the history.
    const reader: Reader = { streams: new Set(), recent: new Map(), droppedNumber: this.#number, leftAtMs: undefined }
    this.#readers.set(person, reader)
    return reader
  }

  #forgetOneGone(): void {
    for (const [person, reader] of this.#readers) {
      if (reader.streams.size === 0) return void this.#readers.delete(person)
    }
  }

  #id = (number: number) => `${this.#options.run}.${number}`

  #numberOf(id = ''): number | undefined {
    const [run, number] = id.split('.')
    return run === this.#options.run && /^\d{1,15}$/.test(number ?? '') ? Number(number) : undefined
  }
}

function tooMany(whose: Refused): WebError {
  const [sentence, retryAfterSeconds] =
    whose === 'person'
      ? (['This chat is open in too many tabs. Close some of them.', 10] as const)
      : (['Too many pages are open here at the moment.', 30] as const)
  return new WebError('too-many-streams', sentence, { retryAfterSeconds })
}

function forgetOldest(reader: Reader): void {
  let length = 0
  for (const recent of reader.recent.values()) length += recent.text.length
  for (const [key, recent] of reader.recent) {
    if (reader.recent.size <= RECENT_MAX && length <= RECENT_LENGTH_MAX) return
    reader.recent.delete(key)
    reader.droppedNumber = recent.number
    length -= recent.text.length
  }
}
