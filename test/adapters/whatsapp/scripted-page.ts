import { ChannelError } from '#core/contract/channel.ts'
import type { CallOptions, Page } from '#adapters/whatsapp/page.ts'
import type { Clock } from '#machine/clock.ts'
import type { Client } from 'whatsapp-web.js'

/** What becomes of a send: an acknowledgement with which it resolves, nothing that it resolves to, an error, or no end. */
export type Outcome =
  | number
  | 'no chat'
  | 'throws'
  | 'hangs'
  | 'arrives, then hangs'
  | 'arrives, then throws'
  | 'arrives, then the page is gone'

type Held = {
  id: { _serialized: string }
  fromMe: boolean
  ack: number
  body: string
  timestamp: number
  rawData: object
}

export const CHAT_ID = '4915100000@c.us'

/** As much of the library's client as sending needs: it resolves and rejects as the real one was seen to. */
export class ScriptedPage implements Page {
  readonly me = { phoneNumber: '4930', name: 'bot' }
  readonly linkedAtMs = 0
  clockAheadMs = 0
  /** Used up in this order; then every send is acknowledged by the server. */
  readonly outcomes: Outcome[] = []
  readonly sends: { chatId: string; content: unknown; options: Record<string, unknown>; atMs: number }[] = []
  readonly shown: Held[] = []
  readonly acts: string[] = []
  /** While it stays a promise, sends wait for it. */
  gate: Promise<void> | undefined
  readonly #clock: Clock
  readonly #client = this.#newClient()
  #count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async call<T>(
    what: string,
    run: (client: Client) => Promise<T>,
    { signal, msMax = 60_000 }: CallOptions,
  ): Promise<T> {
    if (signal.aborted) throw new ChannelError('unreachable', 'not begun')
    this.acts.push(what)
    const late = this.#clock.sleep(msMax, signal).then(
      () => Promise.reject(new ChannelError('unknown-outcome', 'no answer in time')),
      () => Promise.reject(new ChannelError('unknown-outcome', 'ended')),
    )
    return await Promise.race([run(this.#client), late])
  }

  /** Shows a message, as one that came or that was sent before. */
  shows(text: string, about: { id: string; isOwn?: boolean; ack?: number; atMs?: number; rawData?: object }): string {
    const { id, isOwn = false, ack = 1, atMs = this.#clock.now() + this.clockAheadMs, rawData = {} } = about
    const _serialized = `${isOwn}_${CHAT_ID}_${id}`
    const timestamp = Math.floor(atMs / 1000)
    this.shown.push({ id: { _serialized }, fromMe: isOwn, ack, body: text, timestamp, rawData })
    return _serialized
  }

  #newClient(): Client {
    const chat = {
      fetchMessages: async ({ limit }: { limit: number }) => this.shown.slice(-limit),
      sendStateTyping: async () => void this.acts.push('shows typing'),
    }
    const client = {
      sendMessage: (chatId: string, content: unknown, options: Record<string, unknown>) =>
        this.#send({ chatId, content, options, atMs: this.#clock.monotonicMs() }),
      getChatById: async () => {
        this.acts.push('asks for the chat')
        return chat
      },
      sendSeen: async () => void this.acts.push('marks as seen'),
    }
    return client as unknown as Client
  }

  async #send(send: ScriptedPage['sends'][number]): Promise<unknown> {
    this.sends.push(send)
    await this.gate
    const outcome = this.outcomes.shift() ?? 1
    if (outcome === 'no chat') return undefined
    if (outcome === 'throws') throw new TypeError('4915100000@c.us is not there')
    if (outcome === 'hangs') return await new Promise(() => undefined)
    const ack = typeof outcome === 'number' ? outcome : 1
    const id = `3EB0${(this.#count += 1)}`
    const file = typeof send.content === 'string' ? undefined : (send.content as { filename: string })
    const rawData = file ? { filename: file.filename } : {}
    this.shows(typeof send.content === 'string' ? send.content : '', { id, isOwn: true, ack, rawData })
    if (outcome === 'arrives, then throws') throw new TypeError('the page cannot say what it sent')
    if (outcome === 'arrives, then the page is gone') throw new Error('Execution context was destroyed.')
    return outcome === 'arrives, then hangs' ? await new Promise(() => undefined) : this.shown.at(-1)
  }
}
