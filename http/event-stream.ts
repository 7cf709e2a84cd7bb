import type { ServerResponse } from 'node:http'
import { cut } from './response-end.ts'

/** Frames waiting for a slow reader, each the newest of its key. */
const PENDING_MAX = 64

/** One server-sent event. Of frames with one key only the newest matters: each holds the whole text so far. */
export type Frame = { readonly key: string; readonly text: string }

export function frame(event: string, data: unknown, options: { key?: string; id?: string } = {}): Frame {
  const id = options.id === undefined ? '' : `id: ${options.id}\n`
  return { key: options.key ?? event, text: `${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n` }
}

/**
 * One open connection of a page. While its reader is slow, frames are not queued up: the newest of each key waits, so
 * what is kept for one connection has a limit.
 */
export class EventStream {
  readonly #response: ServerResponse
  readonly #pending = new Map<string, string>()
  #blockedSinceMs: number | undefined
  #isEnding = false
  readonly #nowMs: () => number
  /** Whether the reader sits at this computer. */
  readonly isHere: boolean

  constructor(response: ServerResponse, { isHere = false, nowMs }: { isHere?: boolean; nowMs: () => number }) {
    this.#response = response
    this.isHere = isHere
    this.#nowMs = nowMs
    response.on('drain', () => this.#flush())
    // A broken connection also ends in `close`; without a listener the error would end the process.
    response.on('error', () => response.destroy())
  }

  write({ key, text }: Frame): void {
    if (this.#blockedSinceMs === undefined) return this.#send(text)
    this.#pending.delete(key)
    this.#pending.set(key, text)
    if (this.#pending.size > PENDING_MAX) this.destroy()
  }

  /** A heartbeat for proxies and for the page: a connection can break without an event at either end. */
  heartbeat(slowReaderMs: number): void {
    if (this.#blockedSinceMs === undefined) return this.#send(frame('beat', {}).text)
    if (this.#nowMs() - this.#blockedSinceMs >= slowReaderMs) this.destroy()
  }

  /** After what waits for the reader. */
  end(): void {
    this.#isEnding = true
    if (this.#pending.size === 0) this.#response.end()
  }

  destroy(): void {
    this.#pending.clear()
    cut(this.#response)
  }

  #send(text: string): void {
    if (this.#response.destroyed) return
    if (!this.#response.write(text)) this.#blockedSinceMs = this.#nowMs()
  }

  #flush(): void {
    this.#blockedSinceMs = undefined
    for (const [key, text] of [...this.#pending]) {
      if (this.#blockedSinceMs !== undefined) return
      this.#pending.delete(key)
      this.#send(text)
    }
    if (this.#isEnding) this.#response.end()
  }
}
