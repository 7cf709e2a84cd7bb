import type { Clock } from '#machine/clock.ts'
import type { Capabilities, Channel, OutgoingMessage } from '../contract/channel.ts'
import type { Chat } from '../contract/message.ts'
import type { Send } from '../store/schema.ts'
import { CallFailed } from './fault.ts'
import { MessageStates, type Begun, type Known, type Sending, type Sent, type StatesOf } from './message-states.ts'
import { messageOf, type Wanted } from './outgoing.ts'
import { platformCall } from './platform-call.ts'
import { reconciled, type ReconcileDeps } from './reconcile.ts'
import type { DeliveryWords } from './words.ts'

/** A message that a shorter answer no longer needs is edited to this; channels cannot delete. */
const SURPLUS_MARK = '…'

export type MessageDeps = StatesOf & {
  readonly channel: Channel
  readonly chat: Chat
  readonly clock: Clock
  /** Our words in the person's language. */
  readonly words: DeliveryWords
  /** @throws {CallFailed} one more message would exceed the rate of the chat */
  readonly takeSend: () => void
} & Pick<ReconcileDeps, 'startedAtMs' | 'statusOf'>

/** The messages of one reply: sends and edits them until each has its text. Their states: see `Reply`. */
export class ReplyMessages {
  readonly #deps: MessageDeps
  readonly #states: MessageStates

  constructor(deps: MessageDeps) {
    this.#deps = deps
    this.#states = new MessageStates(deps)
  }

  get sends(): Send[] {
    return this.#states.sends
  }

  get known(): Known {
    return this.#states.known
  }

  get finalCount(): number {
    return this.sends.filter((send) => send.state === 'sent' && send.final).length
  }

  /** Messages that have, or will have, the label that they may be a repetition. */
  get labelled(): ReadonlySet<number> {
    return this.#states.labelled
  }

  /**
   * Decides how messages in doubt go on, before each try. Returns whether other messages than before have a label, which
   * counts against their length: the text must be cut again. `texts`: what they would show otherwise.
   * @throws {CallFailed} it cannot be known yet
   */
  async reconcile(texts: readonly string[], { final }: { final: boolean }, signal: AbortSignal): Promise<boolean> {
    const before = this.labelled
    for (const send of this.#states.unknown) await this.#decide(send, texts[send.index] ?? '', signal)
    for (const send of this.#states.growing) {
      if (!this.#isPastEditing(send)) continue
      if (send.text !== texts[send.index]) this.#states.repeat(send.index, 'repeat-labelled')
      else if (final) this.#states.put(this.#message(send.index, { ...send, final, isLast: false }), send)
    }
    return [...before].join() !== [...this.labelled].join()
  }

  /**
   * Gives one message its text and its buttons: edits it if it was sent, sends it if not.
   * @throws {CallFailed} the message is unchanged, or may have been sent
   */
  async bring(index: number, wanted: Wanted, signal: AbortSignal): Promise<void> {
    const message = this.#message(index, wanted)
    const sent = this.#states.sentOf(index)
    if (sent === undefined) return this.#send(message, signal)
    const isShown = this.#states.shows(message)
    if (sent.final || (!message.final && isShown)) return
    if (message.final && isShown && !this.#capabilities.marksFinal) return this.#states.put(message, sent)
    await this.#editOrSend(message, sent, signal)
  }

  /** Edits the messages from `count` on to the mark. One without a receipt cannot be edited any more. */
  async endSurplus(count: number, signal: AbortSignal): Promise<void> {
    for (const send of this.#states.growing.filter(({ index }) => index >= count)) {
      const mark = { text: SURPLUS_MARK, final: true, isLast: false }
      await this.#edit(this.#message(send.index, mark), send, signal)
    }
    this.#states.dropUnknown()
  }

  /** Stores sends that are not stored yet. */
  async flush(signal: AbortSignal): Promise<void> {
    await this.#states.flush(signal)
  }

  get #capabilities(): Capabilities {
    return this.#deps.channel.capabilities(this.#deps.chat)
  }

  #isPastEditing({ receipt }: Sent): boolean {
    const { editWindowMs } = this.#capabilities
    return editWindowMs !== undefined && this.#deps.clock.now() - receipt.atMs > editWindowMs
  }

  async #decide(send: Sending, text: string, signal: AbortSignal): Promise<void> {
    const { index, labelled = false } = send
    const message = this.#message(index, { text, final: false, isLast: false })
    const doubt = await reconciled(this.#deps, message, { sinceMs: this.#states.sinceMs(send), signal })
    if (doubt.type !== 'sent') return this.#states.repeat(index, doubt.type)
    const { receipt } = doubt
    const isOther = this.sends.some((other) => other.state === 'sent' && other.receipt.messageId === receipt.messageId)
    if (isOther) return this.#states.repeat(index, 'repeat-labelled')
    // It may show an older text of this reply; where it cannot be edited, it was sent whole.
    const isWhole = this.#capabilities.streaming === 'none'
    this.#states.sent(isWhole ? { ...message, final: true } : { ...message, text: '' }, { receipt, labelled })
  }

  #message(index: number, wanted: Wanted): OutgoingMessage {
    return messageOf({ ...this.#deps, capabilities: this.#capabilities }, { index, ...wanted })
  }

  async #editOrSend(message: OutgoingMessage, sent: Receipted, signal: AbortSignal): Promise<void> {
    if ((await this.#edit(message, sent, signal)) === 'gone') await this.#send(message, signal)
  }

  async #edit(message: OutgoingMessage, sent: Receipted, signal: AbortSignal): Promise<'edited' | 'gone'> {
    const { channel, chat, clock } = this.#deps
    await this.flush(signal)
    try {
      const work = (stop: AbortSignal) => channel.edit(chat, sent.receipt, message, stop)
      const receipt = await platformCall({ call: 'edit', work, clock }, signal)
      // How long it can be edited counts from the time when it was sent.
      this.#states.put(message, { ...sent, receipt: { ...receipt, atMs: sent.receipt.atMs } })
      return 'edited'
    } catch (error) {
      if (error instanceof CallFailed && error.fault.code === 'message-gone') return 'gone'
      throw error
    }
  }

  async #send(message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    const { channel, chat, clock, takeSend } = this.#deps
    takeSend()
    const begun = this.#states.begin(message.index, clock.now())
    await this.flush(signal)
    const work = (stop: AbortSignal) => channel.send(chat, message, stop)
    const receipt = await platformCall({ call: 'send', work, clock }, signal).catch(async (error: CallFailed) => {
      if (error.fault.code === 'unknown-outcome') this.#states.repeat(message.index, 'undecided')
      else this.#states.undo(begun)
      // After a stop nothing is saved any more: without this the next start would take the message for perhaps sent.
      if (signal.aborted) await this.flush(signal)
      throw error
    })
    if (!this.#mayShowOldText(begun)) return this.#states.sent(message, { ...begun, receipt })
    const sent = { receipt, labelled: begun.labelled }
    this.#states.sent({ ...message, text: '', final: false }, sent)
    await this.#editOrSend(message, sent, signal)
  }

  /** A platform that recognised the key returned an earlier message, with the text of that time. */
  #mayShowOldText({ as }: Begun): boolean {
    const { repeatedSend, streaming } = this.#capabilities
    return (as === 'repeat-by-key' || as === 'repeat-labelled') && repeatedSend === 'key' && streaming === 'edit'
  }
}

type Receipted = Pick<Sent, 'receipt' | 'labelled'>
