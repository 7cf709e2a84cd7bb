import type { Clock } from '#machine/clock.ts'
import type { Channel, OutgoingFile, Receipt } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import { fileIdOf, type ExportFiles } from '../export/export-files.ts'
import type { OutboxFile } from '../store/schema.ts'
import { CallFailed } from './fault.ts'
import type { OutboxRow } from './outbox.ts'
import { platformCall } from './platform-call.ts'
import { isKeyTrusted } from './reconcile.ts'
import type { DeliveryWords } from './words.ts'

/** Beyond those of the texts, of which there may be one more once a label is among them. */
const INDEX_MIN = 1_000
/** 50 MB over a slow line. */
const CALL_MS_MAX = 10 * 60_000
/** This file cannot be sent, whatever is tried. */
const LOST: readonly string[] = ['media-gone', 'media-too-large', 'refused']

export type FileDeps = {
  readonly row: OutboxRow
  readonly channel: Channel
  readonly chat: Chat
  readonly kept: Pick<ExportFiles, 'pathOf'>
  readonly clock: Clock
  readonly save: (files: OutboxFile[], signal: AbortSignal) => Promise<void>
  /** Our words in the person's language. */
  readonly words: DeliveryWords
  /** @throws {CallFailed} one more message would exceed the rate of the chat */
  readonly takeSend: () => void
}

/**
 * The files of one reply, each a message of its own after the texts. As with these, a file is stored as `sending`
 * before the call and with its receipt after it; one that is `sending` when the row is read may have been sent, and is
 * sent again with a label where the platform does not recognise its key, or no longer.
 */
export class ReplyFiles {
  readonly #deps: FileDeps
  readonly #files: OutboxFile[]
  /** Files that may have been sent without a receipt. */
  readonly #unknown: Set<number>
  readonly #lost = new Set<number>()

  constructor(deps: FileDeps) {
    this.#deps = deps
    this.#files = [...(deps.row.files ?? [])]
    this.#unknown = new Set(this.#files.flatMap(({ send }, index) => (send?.state === 'sending' ? [index] : [])))
  }

  get sentCount(): number {
    return this.#files.filter(({ send }) => send?.state === 'sent').length
  }

  get labelledCount(): number {
    return this.#files.filter(({ send }) => send?.state === 'sent' && send.labelled).length
  }

  /** @throws {CallFailed} a file was not sent, or may have been */
  async sendAll(signal: AbortSignal): Promise<void> {
    for (let index = 0; index < this.#files.length; index += 1) {
      while (this.#files[index]?.send?.state !== 'sent') await this.#send(index, signal)
    }
  }

  async #send(index: number, signal: AbortSignal): Promise<void> {
    const { clock, takeSend } = this.#deps
    takeSend()
    const isRepeat = this.#unknown.has(index)
    const sinceMs = this.#sinceMs(index)
    const labelled = isRepeat && !isKeyTrusted(this.#capabilities, { sinceMs, nowMs: clock.now() })
    await this.#put(index, { state: 'sending', sinceMs }, signal)
    try {
      const work = this.#callFor(index, { labelled })
      const receipt = await platformCall({ call: 'send', work, clock, limitMs: CALL_MS_MAX }, signal)
      this.#unknown.delete(index)
      await this.#put(index, { state: 'sent', receipt, labelled }, signal)
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      if (error.fault.code === 'unknown-outcome') this.#unknown.add(index)
      // After a stop this is still tried once: without it the next start would take the file for perhaps sent.
      else if (!isRepeat) await this.#put(index, undefined, signal)
      if (!LOST.includes(error.fault.code) || this.#lost.has(index)) throw error
      this.#lost.add(index)
    }
  }

  get #capabilities() {
    return this.#deps.channel.capabilities(this.#deps.chat)
  }

  /** When the first send began that may have arrived. */
  #sinceMs(index: number): number {
    const send = this.#files[index]?.send
    if (!this.#unknown.has(index) || send?.state !== 'sending') return this.#deps.clock.now()
    return send.sinceMs ?? this.#deps.row.createdAt.getTime()
  }

  /** Sends the file, or says that it cannot be sent. */
  #callFor(index: number, { labelled }: { labelled: boolean }): (stop: AbortSignal) => Promise<Receipt> {
    const { channel, chat, row } = this.#deps
    const { label, fileLost } = this.#deps.words
    const id = { replyId: row.id, index: INDEX_MIN + index }
    if (this.#lost.has(index) || channel.sendFile === undefined) {
      const text = labelled ? `${label}\n\n${fileLost}` : fileLost
      const answers = row.replyTo === null ? {} : { answers: row.replyTo }
      return (stop) => channel.send(chat, { ...id, kind: 'notice', text, final: true, ...answers }, stop)
    }
    const file: OutgoingFile = { ...id, ...this.#fileOf(index), ...(labelled && { note: label }) }
    return (stop) => channel.sendFile!(chat, file, stop)
  }

  #fileOf(index: number) {
    const file = this.#files[index]!
    const { name, mime, bytes } = file
    return { name, mime, bytes, path: this.#deps.kept.pathOf(file), id: fileIdOf(file) }
  }

  async #put(index: number, send: OutboxFile['send'], signal: AbortSignal): Promise<void> {
    const { path, name, mime, bytes } = this.#files[index]!
    this.#files[index] = { path, name, mime, bytes, ...(send && { send }) }
    await this.#deps.save([...this.#files], signal)
  }
}
