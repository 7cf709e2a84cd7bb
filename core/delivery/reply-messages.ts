import type { Clock } from '#machine/clock.ts'
import type { Channel, OutgoingMessage, Receipt } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import type { Send } from '../store/schema.ts'
import { CallFailed } from './fault.ts'
import type { OutboxRow } from './outbox.ts'
import { platformCall } from './platform-call.ts'

/** A message that a shorter answer no longer needs is edited to this; channels cannot delete. */
const SURPLUS_MARK = '…'

type Sent = Send & { readonly state: 'sent' }

/** The state of a reply's messages in memory, which may be newer than its row. */
export type Known = {
  readonly sends: readonly Send[]
  readonly shown: ReadonlyMap<number, string>
  readonly isUnsaved: boolean
}

type Taken = { readonly receipt: Receipt; readonly isRepeat: boolean }

export type MessageDeps = {
  readonly row: OutboxRow
  readonly channel: Channel
  readonly chat: Chat
  /** The row was just stored, with its first message as `sending`: nothing was sent yet. */
  readonly isNew: boolean
  readonly known?: Known | undefined
  readonly clock: Clock
  readonly save: (sends: Send[], signal: AbortSignal) => Promise<void>
}

/** The messages of one reply: sends and edits them until each has its text. Their states: see `Reply`. */
export class ReplyMessages {
  readonly #deps: MessageDeps
  #sends: Send[]
  /** Messages that may have been sent without a receipt. */
  readonly #unknown: Set<number>
  readonly #shown: Map<number, string>
  #isUnsaved: boolean

  constructor(deps: MessageDeps) {
    const { row, known } = deps
    this.#deps = deps
    this.#sends = [...(known?.sends ?? row.sends)]
    this.#shown = new Map(known?.shown)
    this.#isUnsaved = known?.isUnsaved ?? false
    const unknown = deps.isNew ? [] : this.#sends.filter((send) => send.state === 'sending')
    this.#unknown = new Set(unknown.map((send) => send.index))
  }

  get sends(): Send[] {
    return [...this.#sends]
  }

  get known(): Known {
    return { sends: this.sends, shown: this.#shown, isUnsaved: this.#isUnsaved }
  }

  get finalCount(): number {
    return this.#sends.filter((send) => send.state === 'sent' && send.final).length
  }

  /** Messages that have, or will have, the label that they may be a repetition. */
  get labelled(): ReadonlySet<number> {
    const { repeatedSend } = this.#capabilities
    const isRepeat = (index: number) => repeatedSend === 'unknowable' && this.#unknown.has(index)
    const labelled = this.#sends.filter((send) => isRepeat(send.index) || (send.state === 'sent' && send.labelled))
    return new Set(labelled.map((send) => send.index))
  }

  /**
   * Gives one message its text: edits it if it was sent, sends it if not.
   * @throws {CallFailed} the message is unchanged, or may have been sent
   */
  async bring(index: number, text: { text: string; final: boolean }, signal: AbortSignal): Promise<void> {
    const message = this.#message(index, text)
    const sent = this.#sends[index]
    if (sent?.state !== 'sent') return this.#send(message, signal)
    if (message.final ? sent.final : this.#shows(message)) return
    if (message.final && this.#shows(message) && !this.#capabilities.marksFinal) return this.#put(message, sent)
    if ((await this.#edit(message, sent, signal)) === 'edited') return
    await this.#send(message, signal)
  }

  /** Edits the messages from `count` on to the mark. One without a receipt cannot be edited any more. */
  async endSurplus(count: number, signal: AbortSignal): Promise<void> {
    for (const send of this.#sends.slice(count)) {
      if (send.state !== 'sent' || send.final) continue
      await this.#edit(this.#message(send.index, { text: SURPLUS_MARK, final: true }), send, signal)
    }
    this.#sends = this.#sends.filter((send) => send.state === 'sent')
  }

  /** Stores sends that are not stored yet. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.#isUnsaved) await this.#save(signal)
  }

  get #capabilities() {
    return this.#deps.channel.capabilities(this.#deps.chat)
  }

  #shows({ index, text }: OutgoingMessage): boolean {
    return this.#shown.get(index) === text
  }

  #message(index: number, { text, final }: { text: string; final: boolean }): OutgoingMessage {
    const { id, kind, replyTo, files } = this.#deps.row
    const quotes = index === 0 && replyTo !== null && this.#capabilities.replyTo
    const more = { ...(quotes && { replyTo }), ...(files && { filesFollow: files.length }) }
    return { replyId: id, index, kind, text, final, ...more }
  }

  async #edit(message: OutgoingMessage, sent: Sent, signal: AbortSignal): Promise<'edited' | 'gone'> {
    const { channel, chat, clock } = this.#deps
    await this.flush(signal)
    try {
      const work = (stop: AbortSignal) => channel.edit(chat, sent.receipt, message, stop)
      const receipt = await platformCall({ call: 'edit', work, clock }, signal)
      this.#put(message, { receipt, labelled: sent.labelled })
      return 'edited'
    } catch (error) {
      if (error instanceof CallFailed && error.fault.code === 'message-gone') return 'gone'
      throw error
    }
  }

  async #send(message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    const { channel, chat, clock } = this.#deps
    const { index } = message
    const before = this.#sends[index]
    const isRepeat = this.#unknown.has(index)
    // Stored together with the receipt of the message before. Before a repetition it also checks the fencing token.
    this.#isUnsaved ||= before?.state !== 'sending' || isRepeat
    this.#sends[index] = { state: 'sending', index }
    await this.flush(signal)
    const work = (stop: AbortSignal) => channel.send(chat, message, stop)
    const receipt = await platformCall({ call: 'send', work, clock }, signal).catch(async (error: CallFailed) => {
      if (error.fault.code === 'unknown-outcome') this.#unknown.add(index)
      else if (!isRepeat) this.#restore(index, before)
      // After a stop nothing is saved any more: without this the next start would take the message for perhaps sent.
      if (signal.aborted) await this.flush(signal)
      throw error
    })
    await this.#sent(message, { receipt, isRepeat }, signal)
  }

  async #sent(message: OutgoingMessage, by: Taken, signal: AbortSignal): Promise<void> {
    const { receipt, isRepeat } = by
    const { repeatedSend, streaming } = this.#capabilities
    this.#unknown.delete(message.index)
    this.#isUnsaved = true
    const showsOldText = isRepeat && repeatedSend === 'key' && streaming === 'edit'
    this.#put(showsOldText ? { ...message, text: '', final: false } : message, {
      receipt,
      labelled: isRepeat && repeatedSend === 'unknowable',
    })
    // A platform that recognised the key returned the first message, which may show an older text.
    if (showsOldText) await this.bring(message.index, message, signal)
  }

  #put(message: OutgoingMessage, { receipt, labelled }: { receipt: Receipt; labelled: boolean }): void {
    const { index, text, final } = message
    this.#sends[index] = { state: 'sent', index, receipt, labelled, text, final }
    this.#shown.set(index, text)
  }

  /** The message was certainly not sent: it gets its state before, or is removed. */
  #restore(index: number, before: Send | undefined): void {
    if (before?.state === 'sent') this.#sends[index] = before
    else this.#sends.splice(index)
    this.#isUnsaved = true
  }

  async #save(signal: AbortSignal): Promise<void> {
    await this.#deps.save(this.sends, signal)
    this.#isUnsaved = false
  }
}
