import type { OutgoingMessage } from '../contract/channel.ts'
import type { Send } from '../store/schema.ts'
import { shownOf } from './outgoing.ts'
import type { OutboxRow } from './outbox.ts'
import type { Doubt } from './reconcile.ts'

export type Sending = Send & { readonly state: 'sending' }
export type Sent = Send & { readonly state: 'sent' }

/** How a message that may have been sent goes on; `undecided`: nothing more is known of it yet. */
export type Repeat = Exclude<Doubt['type'], 'sent'> | 'undecided'

/** The state of a reply's messages in memory, which may be newer than its row. */
export type Known = {
  readonly sends: readonly Send[]
  readonly shown: ReadonlyMap<number, string>
  readonly isUnsaved: boolean
}

export type StatesOf = {
  readonly row: OutboxRow
  /** The row was just stored, with its first message as `sending`: nothing was sent yet. */
  readonly isNew: boolean
  readonly known?: Known | undefined
  readonly save: (sends: Send[], signal: AbortSignal) => Promise<void>
}

/** What is known of the messages of one reply, stored and not stored yet. Their states: see `Reply`. */
export class MessageStates {
  readonly #createdAtMs: number
  readonly #save: StatesOf['save']
  #sends: Send[]
  /** Messages that may have been sent without a receipt. */
  readonly #repeats: Map<number, Repeat>
  readonly #shown: Map<number, string>
  #isUnsaved: boolean

  constructor({ row, isNew, known, save }: StatesOf) {
    this.#createdAtMs = row.createdAt.getTime()
    this.#save = save
    this.#sends = [...(known?.sends ?? row.sends)]
    this.#shown = new Map(known?.shown)
    this.#isUnsaved = known?.isUnsaved ?? false
    const unknown = isNew ? [] : this.#sends.filter((send) => send.state === 'sending')
    this.#repeats = new Map(unknown.map((send) => [send.index, 'undecided']))
  }

  get sends(): Send[] {
    return [...this.#sends]
  }

  get known(): Known {
    return { sends: this.sends, shown: this.#shown, isUnsaved: this.#isUnsaved }
  }

  /** Messages that have, or will have, the label that they may be a repetition. */
  get labelled(): ReadonlySet<number> {
    const isLabelled = ({ index, labelled }: Send) => labelled || this.#repeats.get(index) === 'repeat-labelled'
    return new Set(this.#sends.filter(isLabelled).map((send) => send.index))
  }

  /** Messages that may have been sent without a receipt. */
  get unknown(): Sending[] {
    return this.#sends.filter((send) => send.state === 'sending' && this.#repeats.has(send.index)) as Sending[]
  }

  /** Messages that can be edited; those that are to be sent again are not among them. */
  get growing(): Sent[] {
    return this.#sends.filter(
      (send) => send.state === 'sent' && !send.final && !this.#repeats.has(send.index),
    ) as Sent[]
  }

  /** Its receipt; undefined when it must be sent. */
  sentOf(index: number): Sent | undefined {
    const send = this.#sends[index]
    return send?.state === 'sent' && !this.#repeats.has(index) ? send : undefined
  }

  shows(message: OutgoingMessage): boolean {
    return this.#shown.get(message.index) === shownOf(message)
  }

  /** When the first send of a message began that may have arrived. */
  sinceMs({ sinceMs }: Sending): number {
    return sinceMs ?? this.#createdAtMs
  }

  repeat(index: number, as: Repeat): void {
    this.#repeats.set(index, as)
  }

  /**
   * Marks a message as `sending`, to be stored before the call: together with the receipt of the message before. Before
   * a repetition this also checks the fencing token.
   */
  begin(index: number, nowMs: number): Begun {
    const before = this.#sends[index]
    const as = this.#repeats.get(index)
    const labelled = this.labelled.has(index)
    const isRepeated = before?.state === 'sending' && as !== undefined && as !== 'not-sent'
    const sinceMs = isRepeated ? this.sinceMs(before) : nowMs
    this.#isUnsaved ||= before?.state !== 'sending' || as !== undefined
    this.#sends[index] = { state: 'sending', index, sinceMs, labelled }
    return { index, before, as, labelled }
  }

  /** The call failed, and the message was certainly not sent by it: it gets its state before, or is removed. */
  undo({ index, before, as }: Begun): void {
    if (as !== undefined) return
    if (before?.state === 'sent') this.#sends[index] = before
    else this.#sends.splice(index)
    this.#isUnsaved = true
  }

  /** A message shows this now. */
  put(message: OutgoingMessage, { receipt, labelled }: Pick<Sent, 'receipt' | 'labelled'>): void {
    const { index, text, final } = message
    this.#sends[index] = { state: 'sent', index, receipt, labelled, text, final }
    this.#shown.set(index, shownOf(message))
  }

  /** The same, after a send: its receipt must be stored. */
  sent(message: OutgoingMessage, by: Pick<Sent, 'receipt' | 'labelled'>): void {
    this.#repeats.delete(message.index)
    this.#isUnsaved = true
    this.put(message, by)
  }

  /** Messages without a receipt that a shorter answer no longer needs. */
  dropUnknown(): void {
    this.#sends = this.#sends.filter((send) => send.state === 'sent')
  }

  /** Stores what is not stored yet. */
  async flush(signal: AbortSignal): Promise<void> {
    if (!this.#isUnsaved) return
    await this.#save(this.sends, signal)
    this.#isUnsaved = false
  }
}

export type Begun = {
  readonly index: number
  readonly before: Send | undefined
  readonly as: Repeat | undefined
  readonly labelled: boolean
}
