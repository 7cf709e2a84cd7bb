import { frame, type EventStream } from '#http/event-stream.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'

type PushingDeps = {
  readonly topic: string
  readonly everyMs: number
  readonly read: () => Promise<unknown>
  readonly clock: Clock
  readonly log: Logger
}

/** Reads one topic again and again while somebody listens, once for all of them, and pushes what has changed. */
export class Pushing {
  readonly topic: string
  readonly #deps: PushingDeps
  readonly #streams = new Set<EventStream>()
  #newest: string | undefined
  #reading: AbortController | undefined

  constructor(deps: PushingDeps) {
    this.#deps = deps
    this.topic = deps.topic
  }

  add(stream: EventStream): void {
    this.#streams.add(stream)
    if (this.#newest !== undefined) stream.write(this.#frameOf(this.#newest))
    if (this.#reading !== undefined) return
    const { everyMs, clock, log, topic } = this.#deps
    const failed = (error: unknown) => log.debug({ topic, error }, 'failed to read what is pushed')
    this.#reading = new AbortController()
    void regularly(() => this.#push(), { everyMs, firstAfterMs: 0, clock, failed }, this.#reading.signal)
  }

  remove(stream: EventStream): void {
    this.#streams.delete(stream)
    if (this.#streams.size > 0) return
    this.#reading?.abort()
    this.#reading = undefined
    this.#newest = undefined
  }

  async #push(): Promise<void> {
    const { signal } = this.#reading ?? {}
    const data = JSON.stringify(await this.#deps.read())
    if (signal?.aborted !== false || data === this.#newest) return
    this.#newest = data
    for (const stream of this.#streams) stream.write(this.#frameOf(data))
  }

  #frameOf(data: string) {
    return frame('push', { topic: this.topic, data: JSON.parse(data) as unknown }, { key: `push ${this.topic}` })
  }
}
