import type { ServerResponse } from 'node:http'
import { EventStream, frame } from '#http/event-stream.ts'
import { onEnd } from '#http/response-end.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import { ConsoleError } from '../console-error.ts'
import type { Session, Sessions } from '../sessions.ts'
import { Pushing } from './pushing.ts'
import { say } from '../sentences.ts'

/** Of all operators together. */
export const STREAMS_MAX = 64
/** So that one of them leaves room for the others, on however many devices they are signed in. */
export const STREAMS_OF_ACCOUNT_MAX = 16
const BEAT_EVERY_MS = 15_000
/** A reader that takes nothing for so long loses its stream. */
const SLOW_READER_MS = 30_000
/** A browser opens a broken stream again after so long; what it missed is in the first push. */
const RECONNECT_AFTER_MS = 2_000
const RETRY_AFTER_SECONDS = 30

/** What can be pushed, by name: read at most once a second, and only while somebody listens. */
export type Topics<Name extends string> = Readonly<Record<Name, { readonly everyMs: number; read(): Promise<unknown> }>>

type Open = { readonly stream: EventStream; readonly account: string; readonly topics: ReadonlySet<string> }

type StreamsDeps<Name extends string> = {
  readonly topics: Topics<Name>
  readonly sessions: Pick<Sessions, 'onEnd'>
  readonly clock: Clock
  readonly log: Logger
}

/** The event streams of the console's pages: one a session, all of them ended with it. */
export class LiveStreams<Name extends string> {
  readonly #deps: StreamsDeps<Name>
  readonly #open = new Map<string, Open>()
  readonly #pushing: readonly Pushing[]
  #beating: AbortController | undefined

  constructor(deps: StreamsDeps<Name>) {
    this.#deps = deps
    const { clock, log } = deps
    this.#pushing = Object.entries<Topics<Name>[Name]>(deps.topics).map(
      ([topic, source]) => new Pushing({ topic, ...source, clock, log }),
    )
  }

  get count(): number {
    return this.#open.size
  }

  /** @throws {ConsoleError} */
  requireRoomFor({ id, account }: Session): void {
    const own = [...this.#open.values()].filter((open) => open.account === account.id).length
    if (this.#open.has(id) || (this.#open.size < STREAMS_MAX && own < STREAMS_OF_ACCOUNT_MAX)) return
    const options = { retryAfterSeconds: RETRY_AFTER_SECONDS }
    throw new ConsoleError('too-many', say('pages.too-many'), options)
  }

  /** Takes over a response whose head is written. An older stream of the session is told that it has been replaced. */
  add(response: ServerResponse, { id: session, account }: Session, topics: readonly Name[]): void {
    const { clock, sessions } = this.#deps
    this.#replace(session)
    const stream = new EventStream(response, { nowMs: () => clock.monotonicMs() })
    const open: Open = { stream, account: account.id, topics: new Set(topics) }
    this.#open.set(session, open)
    stream.write({ key: 'retry', text: `retry: ${RECONNECT_AFTER_MS}\n\n` })
    const stopListening = sessions.onEnd(session, () => {
      stream.write(frame('signed-out', {}))
      stream.end()
    })
    const listened = this.#pushing.filter(({ topic }) => open.topics.has(topic))
    for (const pushing of listened) pushing.add(stream)
    this.#beat()
    onEnd(response, () => {
      stopListening()
      for (const pushing of listened) pushing.remove(stream)
      if (this.#open.get(session) === open) this.#open.delete(session)
      if (this.#open.size === 0) this.#beating?.abort()
    })
  }

  close(): void {
    for (const { stream } of this.#open.values()) stream.end()
  }

  #replace(session: string): void {
    const older = this.#open.get(session)
    older?.stream.write(frame('elsewhere', {}))
    older?.stream.end()
    this.#open.delete(session)
  }

  #beat(): void {
    if (this.#beating?.signal.aborted === false) return
    const { clock } = this.#deps
    this.#beating = new AbortController()
    const beat = () => {
      for (const { stream } of [...this.#open.values()]) stream.heartbeat(SLOW_READER_MS)
    }
    void regularly(beat, { everyMs: BEAT_EVERY_MS, clock, failed: () => undefined }, this.#beating.signal)
  }
}
