import type { Clock } from '#machine/clock.ts'
import type { Capabilities, Channel, OutgoingMessage } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import type { Send } from '../store/schema.ts'
import { CallFailed } from './fault.ts'
import { messageOf, shownOf, type Wanted } from './outgoing.ts'
import type { OutboxRow } from './outbox.ts'
import { platformCall } from './platform-call.ts'
import { reconciled, type Doubt, type ReconcileDeps } from './reconcile.ts'
import type { DeliveryWords } from './words.ts'

/** A message that a shorter answer no longer needs is edited to this; channels cannot delete. */
const SURPLUS_MARK = '…'

type Sent = Send & { readonly state: 'sent' }

/** The state of a reply's messages in memory, which may be newer than its row. */
export type Known = {
  readonly sends: readonly Send[]
  readonly shown: ReadonlyMap<number, string>
  readonly isUnsaved: boolean
}

type Taken = Pick<Sent, 'receipt' | 'labelled'> & { readonly as: Repeat | undefined }

/** `undecided`: the message may have been sent, and nothing more is known yet. */
type Repeat = Exclude<Doubt['type'], 'sent'> | 'undecided'

export type MessageDeps = {
  readonly row: OutboxRow
  readonly channel: Channel
  readonly chat: Chat
  /** The row was just stored, with its first message as `sending`: nothing was sent yet. */
  readonly isNew: boolean
  readonly known?: Known | undefined
  readonly clock: Clock
  /** Our words in the person's language. */
  readonly words: DeliveryWords
  readonly save: (sends: Send[], signal: AbortSignal) => Promise<void>
  /** @throws {CallFailed} one more message would exceed the rate of the chat */
  readonly takeSend: () => void
} & Pick<ReconcileDeps, 'startedAtMs' | 'statusOf'>

/** The messages of one reply: sends and edits them until each has its text. Their states: see `Reply`. */
export class ReplyMessages {
  readonly #deps: MessageDeps
  #sends: Send[]
  /** Messages that may have been sent without a receipt, and how they are sent again. */
  readonly #repeats: Map<number, Repeat>
  readonly #shown: Map<number, string>
  #isUnsaved: boolean

  constructor(deps: MessageDeps) {
    const { row, known } = deps
    this.#deps = deps
    this.#sends = [...(known?.sends ?? row.sends)]
    this.#shown = new Map(known?.shown)
    this.#isUnsaved = known?.isUnsaved ?? false
    const unknown = deps.isNew ? [] : this.#sends.filter((send) => send.state === 'sending')
    this.#repeats = new Map(unknown.map((send) => [send.index, 'undecided']))
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
    const isLabelled = ({ index, labelled }: Send) => labelled || this.#repeats.get(index) === 'repeat-labelled'
    return new Set(this.#sends.filter(isLabelled).map((send) => send.index))
  }

  /**
   * Decides how messages in doubt go on, before each try. Returns whether other messages than before have a label, which
   * counts against their length: the text must be cut again. `texts`: what they would show otherwise.
   * @throws {CallFailed} it cannot be known yet
   */
  async reconcile(texts: readonly string[], { final }: { final: boolean }, signal: AbortSignal): Promise<boolean> {
    const before = this.labelled
    for (const index of this.#repeats.keys()) {
      const send = this.#sends[index]
      if (send?.state === 'sending') await this.#decide(send, texts[index] ?? '', signal)
    }
    for (const send of this.#sends) {
      if (send.state !== 'sent' || send.final || !this.#isPastEditing(send)) continue
      if (send.text !== texts[send.index]) this.#repeats.set(send.index, 'repeat-labelled')
      else if (final) this.#sends[send.index] = { ...send, final }
    }
    return [...before].join() !== [...this.labelled].join()
  }

  /**
   * Gives one message its text and its buttons: edits it if it was sent, sends it if not.
   * @throws {CallFailed} the message is unchanged, or may have been sent
   */
  async bring(index: number, wanted: Wanted, signal: AbortSignal): Promise<void> {
    const message = this.#message(index, wanted)
    const sent = this.#sends[index]
    if (sent?.state !== 'sent' || this.#repeats.has(index)) return this.#send(message, signal)
    if (sent.final || (!message.final && this.#shows(message))) return
    if (message.final && this.#shows(message) && !this.#capabilities.marksFinal) return this.#put(message, sent)
    if ((await this.#edit(message, sent, signal)) === 'edited') return
    await this.#send(message, signal)
  }

  /** Edits the messages from `count` on to the mark. One without a receipt cannot be edited any more. */
  async endSurplus(count: number, signal: AbortSignal): Promise<void> {
    for (const send of this.#sends.slice(count)) {
      if (send.state !== 'sent' || send.final || this.#repeats.has(send.index)) continue
      const mark = { text: SURPLUS_MARK, final: true, isLast: false }
      await this.#edit(this.#message(send.index, mark), send, signal)
    }
    this.#sends = this.#sends.filter((send) => send.state === 'sent')
  }

  /** Stores sends that are not stored yet. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.#isUnsaved) await this.#save(signal)
  }

  get #capabilities(): Capabilities {
    return this.#deps.channel.capabilities(this.#deps.chat)
  }

  #isPastEditing({ receipt }: Sent): boolean {
    const { editWindowMs } = this.#capabilities
    return editWindowMs !== undefined && this.#deps.clock.now() - receipt.atMs > editWindowMs
  }

  async #decide(before: Send & { state: 'sending' }, text: string, signal: AbortSignal): Promise<void> {
    const { index, sinceMs = this.#deps.row.createdAt.getTime(), labelled = false } = before
    const message = this.#message(index, { text, final: false, isLast: false })
    const doubt = await reconciled(this.#deps, message, { sinceMs, signal })
    if (doubt.type !== 'sent') return void this.#repeats.set(index, doubt.type)
    const { receipt } = doubt
    const isOther = this.#sends.some((send) => send.state === 'sent' && send.receipt.messageId === receipt.messageId)
    if (isOther) return void this.#repeats.set(index, 'repeat-labelled')
    this.#repeats.delete(index)
    this.#isUnsaved = true
    // It may show an older text of this reply; where it cannot be edited, it was sent whole.
    const isWhole = this.#capabilities.streaming === 'none'
    this.#put(isWhole ? { ...message, final: true } : { ...message, text: '' }, { receipt, labelled })
  }

  #shows(message: OutgoingMessage): boolean {
    return this.#shown.get(message.index) === shownOf(message)
  }

  #message(index: number, wanted: Wanted): OutgoingMessage {
    return messageOf({ ...this.#deps, capabilities: this.#capabilities }, { index, ...wanted })
  }

  async #edit(
    message: OutgoingMessage,
    sent: Pick<Sent, 'receipt' | 'labelled'>,
    signal: AbortSignal,
  ): Promise<'edited' | 'gone'> {
    const { channel, chat, clock } = this.#deps
    await this.flush(signal)
    try {
      const work = (stop: AbortSignal) => channel.edit(chat, sent.receipt, message, stop)
      const receipt = await platformCall({ call: 'edit', work, clock }, signal)
      // How long it can be edited counts from the time when it was sent.
      this.#put(message, { receipt: { ...receipt, atMs: sent.receipt.atMs }, labelled: sent.labelled })
      return 'edited'
    } catch (error) {
      if (error instanceof CallFailed && error.fault.code === 'message-gone') return 'gone'
      throw error
    }
  }

  async #send(message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    const { channel, chat, clock, takeSend } = this.#deps
    const { index } = message
    takeSend()
    const before = this.#sends[index]
    const as = this.#repeats.get(index)
    const labelled = this.labelled.has(index)
    // Stored together with the receipt of the message before. Before a repetition it also checks the fencing token.
    this.#isUnsaved ||= before?.state !== 'sending' || as !== undefined
    this.#sends[index] = { state: 'sending', index, sinceMs: this.#sinceMs(before, as), labelled }
    await this.flush(signal)
    const work = (stop: AbortSignal) => channel.send(chat, message, stop)
    const receipt = await platformCall({ call: 'send', work, clock }, signal).catch(async (error: CallFailed) => {
      if (error.fault.code === 'unknown-outcome') this.#repeats.set(index, 'undecided')
      else if (as === undefined) this.#restore(index, before)
      // After a stop nothing is saved any more: without this the next start would take the message for perhaps sent.
      if (signal.aborted) await this.flush(signal)
      throw error
    })
    await this.#sent(message, { receipt, labelled, as }, signal)
  }

  /** When the first send began that may have arrived. */
  #sinceMs(before: Send | undefined, as: Repeat | undefined): number {
    const nowMs = this.#deps.clock.now()
    if (before?.state !== 'sending' || as === undefined || as === 'not-sent') return nowMs
    return before.sinceMs ?? this.#deps.row.createdAt.getTime()
  }

  async #sent(message: OutgoingMessage, { receipt, labelled, as }: Taken, signal: AbortSignal): Promise<void> {
    this.#repeats.delete(message.index)
    this.#isUnsaved = true
    const { repeatedSend, streaming } = this.#capabilities
    // A platform that recognised the key returned an earlier message, which may show an older text.
    const isRepeat = as === 'repeat-by-key' || as === 'repeat-labelled'
    const showsOldText = isRepeat && repeatedSend === 'key' && streaming === 'edit'
    this.#put(showsOldText ? { ...message, text: '', final: false } : message, { receipt, labelled })
    if (!showsOldText) return
    if ((await this.#edit(message, { receipt, labelled }, signal)) === 'gone') await this.#send(message, signal)
  }

  #put(message: OutgoingMessage, { receipt, labelled }: Pick<Sent, 'receipt' | 'labelled'>): void {
    const { index, text, final } = message
    this.#sends[index] = { state: 'sent', index, receipt, labelled, text, final }
    this.#shown.set(index, shownOf(message))
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
