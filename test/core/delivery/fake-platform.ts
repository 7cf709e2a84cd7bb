import {
  ChannelError,
  type Capabilities,
  type Channel,
  type OutgoingFile,
  type OutgoingMessage,
  type Receipt,
} from '#core/contract/channel.ts'
import { readFile } from 'node:fs/promises'
import { accountId, type AccountId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import type { Clock } from '#machine/clock.ts'

export type Call = {
  readonly op: 'send' | 'edit' | 'file' | 'typing' | 'find'
  readonly chat: string
  readonly text: string
  readonly atMs: number
}

/** One message in a chat, with every text it has had. */
export type Shown = {
  readonly id: string
  readonly chat: string
  readonly texts: string[]
  final: boolean
  readonly replyTo: string | undefined
  readonly answers: string | undefined
  /** `name: label`, those of its newest state. */
  buttons: string[]
  readonly key: string
  readonly atMs: number
}

/** The fault of the next call of a kind in a chat: rejected with the error, or accepted and the answer is lost. */
type Fault = {
  readonly op: 'send' | 'edit' | 'file' | 'find'
  readonly chat: string
  readonly error: ChannelError | 'answer lost'
}

type Said = { readonly chat: Chat; readonly message: { readonly text: string } }

/** A channel to a platform in memory: it shows messages, recognises keys, and fails on request. */
export class FakePlatform implements Channel {
  readonly name = 'telegram'
  readonly account: AccountId
  readonly calls: Call[] = []
  readonly messages: Shown[] = []
  /** The message id of the next receipts, instead of a known one. */
  readonly receiptIds: string[] = []
  /** Called when a message is shown. */
  onShown: (shown: Shown) => void = () => undefined
  readonly #clock: Clock
  #capabilities: Capabilities
  readonly #faults: Fault[] = []
  readonly #gates: { chat: string; reached: () => void; opened: (stop: AbortSignal) => Promise<unknown> }[] = []

  constructor(clock: Clock, capabilities: Partial<Capabilities>, botId = '1') {
    this.#clock = clock
    this.#capabilities = { ...TELEGRAM_LIKE, ...capabilities }
    this.account = accountId('telegram', botId)
  }

  /** From now on. */
  change(capabilities: Partial<Capabilities>): void {
    this.#capabilities = { ...this.#capabilities, ...capabilities }
  }

  /** What a person sees in a chat, oldest message first. */
  seenIn(chat: string): string[] {
    return this.messages.filter((message) => message.chat === chat).map((message) => message.texts.at(-1) ?? '')
  }

  callsOf(op: Call['op'], chat?: string): Call[] {
    return this.calls.filter((call) => call.op === op && (chat === undefined || call.chat === chat))
  }

  failNext(op: Fault['op'], chat: string, ...errors: Fault['error'][]): void {
    for (const error of errors) this.#faults.push({ op, chat, error })
  }

  /** The next call in a chat is held until it is opened. */
  holdNext(chat: string): { reached: Promise<void>; open: () => void } {
    const reached = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<void>()
    this.#gates.push({ chat, reached: reached.resolve, opened: () => opened.promise })
    return { reached: reached.promise, open: opened.resolve }
  }

  /** The next call in a chat gets no connection until its caller gives up. */
  neverConnects(chat: string): { reached: Promise<void> } {
    const reached = Promise.withResolvers<void>()
    const opened = async (stop: AbortSignal) => {
      await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
      throw new ChannelError('unreachable', 'never connected')
    }
    this.#gates.push({ chat, reached: reached.resolve, opened })
    return { reached: reached.promise }
  }

  deleteMessage(text: string): void {
    const index = this.messages.findIndex((message) => message.texts.at(-1) === text)
    this.messages.splice(index, 1)
  }

  capabilities(): Capabilities {
    return this.#capabilities
  }

  async send(chat: Chat, message: OutgoingMessage, stop: AbortSignal): Promise<Receipt> {
    const isLost = await this.#call('send', { chat, message }, stop)
    const key = `${message.replyId}:${message.index}`
    const shown = this.#known(key) ?? this.#show(chat, { ...message, key })
    if (isLost) throw new ChannelError('unknown-outcome', 'connection reset')
    return { messageId: this.receiptIds.shift() ?? shown.id, atMs: this.#clock.now() }
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, stop: AbortSignal): Promise<Receipt> {
    const isLost = await this.#call('edit', { chat, message }, stop)
    const shown = this.messages.find((other) => other.id === sent.messageId)
    if (shown === undefined) throw new ChannelError('message-gone', 'message to edit not found')
    shown.texts.push(message.text)
    shown.final = message.final
    shown.buttons = buttonsOf(message)
    if (isLost) throw new ChannelError('unknown-outcome', 'connection reset')
    return { ...sent, atMs: this.#clock.now() }
  }

  /** Shown as a message with its note, its name and its content. */
  async sendFile(chat: Chat, file: OutgoingFile, stop: AbortSignal): Promise<Receipt> {
    const { replyId, index, name, note = '', path } = file
    const isLost = await this.#call('file', { chat, message: { text: name } }, stop)
    const content = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new ChannelError('media-gone', 'no such file', { cause })
    })
    const key = `${replyId}:${index}`
    const text = [note, `${name}: ${content}`].filter(Boolean).join(' ')
    const shown = this.#known(key) ?? this.#show(chat, { text, final: true, key })
    if (isLost) throw new ChannelError('unknown-outcome', 'connection reset')
    return { messageId: shown.id, atMs: this.#clock.now() }
  }

  async typing(chat: Chat): Promise<void> {
    this.calls.push({ op: 'typing', chat: chat.id, text: '', atMs: this.#clock.monotonicMs() })
  }

  /** Messages of this reply and index in the chat, sent since then. */
  async findSent(
    chat: Chat,
    message: OutgoingMessage,
    { sentAtMs }: { sentAtMs: number },
    stop: AbortSignal,
  ): Promise<Receipt | undefined> {
    await this.#call('find', { chat, message }, stop)
    const key = `${message.replyId}:${message.index}`
    const found = this.messages.find((shown) => shown.chat === chat.id && shown.key === key && shown.atMs >= sentAtMs)
    return found && { messageId: found.id, atMs: found.atMs }
  }

  #known(key: string): Shown | undefined {
    const { repeatedSend, keyTrustedMs = Infinity } = this.#capabilities
    if (repeatedSend !== 'key') return undefined
    return this.messages.find((shown) => shown.key === key && this.#clock.now() - shown.atMs < keyTrustedMs)
  }

  #show(
    chat: Chat,
    message: Pick<OutgoingMessage, 'text' | 'final' | 'replyTo' | 'answers' | 'buttons'> & Keyed,
  ): Shown {
    const { text, final, replyTo, answers, key } = message
    const buttons = buttonsOf(message)
    const atMs = this.#clock.now()
    const shown = {
      id: `${this.calls.length}`,
      chat: chat.id,
      texts: [text],
      final,
      replyTo,
      answers,
      buttons,
      key,
      atMs,
    }
    this.messages.push(shown)
    this.onShown(shown)
    return shown
  }

  /** True when the answer to this call is lost. */
  async #call(op: Fault['op'], { chat, message: { text } }: Said, stop: AbortSignal): Promise<boolean> {
    this.calls.push({ op, chat: chat.id, text, atMs: this.#clock.monotonicMs() })
    const gate = this.#gates.find((other) => other.chat === chat.id)
    if (gate !== undefined) {
      this.#gates.splice(this.#gates.indexOf(gate), 1)
      gate.reached()
      await gate.opened(stop)
    }
    const index = this.#faults.findIndex((fault) => fault.op === op && fault.chat === chat.id)
    const [fault] = index < 0 ? [] : this.#faults.splice(index, 1)
    if (fault !== undefined && fault.error !== 'answer lost') throw fault.error
    return fault !== undefined
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  health() {
    return { state: 'ready', detail: 'in this process' } as const
  }
  decode() {
    return []
  }
  async fetchMedia() {
    return new Uint8Array()
  }
  async [Symbol.asyncDispose](): Promise<void> {}
}

type Keyed = { readonly key: string }

const buttonsOf = ({ buttons = [] }: Pick<OutgoingMessage, 'buttons'>) =>
  buttons.map(({ name, label }) => `${name}: ${label}`)

const TELEGRAM_LIKE: Capabilities = {
  streaming: 'edit',
  editIntervalMs: 1000,
  textMax: { length: 100, unit: 'utf16' },
  typingLifetimeMs: 5000,
  repeatedSend: 'unknowable',
  marksFinal: true,
  replyTo: true,
  reconciledBy: 'none',
  albumIn: 'parts',
  catchUp: 'platform',
  markup: 'none',
  reactions: false,
  threads: false,
  edits: false,
  deletions: false,
  buttons: 'none',
  receipts: 'sent',
  files: 'send',
  fileBytesMax: 1_000_000,
}
