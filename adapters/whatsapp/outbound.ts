import {
  type Capabilities,
  ChannelError,
  type OutgoingFile,
  type OutgoingMessage,
  type Receipt,
} from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { Client } from 'whatsapp-web.js'
import { say } from '../sentences.ts'
import { whatsAppText } from '../shared/whatsapp-text.ts'
import { CAPABILITIES } from './capabilities.ts'
import { fileAct } from './file-act.ts'
import { foundById, foundIn, READ_BACK_MAX, type Shown, shownOf } from './find-sent.ts'
import { KnownChats } from './known-chats.ts'
import type { CallOptions, CurrentPage, Page } from './page.ts'
import { ReadyPage } from './ready-page.ts'
import { failureOf } from './send-failure.ts'
import { Sender, type SenderDeps } from './sender.ts'
import { keyOf, type Of, Tries } from './tries.ts'
import { Typing } from './typing.ts'

/** From a send to the server's acknowledgement; within the time that core gives a call, with the pause before it. */
const ACK_MS_MAX = 20_000
const UPLOAD_MS_MAX = 2 * 60_000
const READ_MS_MAX = 20_000
/** A message that the page tries to send is waited for so long while the page is ready, since others wait behind it. */
const PENDING_MS_MAX = 60_000
const PENDING_RETRY_MS = 2_000
const PENDING_MAX = 1_000

export type OutboundDeps = Omit<SenderDeps, 'ready' | 'tries' | 'typing'> & {
  readonly page: CurrentPage
  readonly ackMs?: number | undefined
}

/** Renders and sends; looks for what may have been sent. Edits are possible on WhatsApp and not used, see CAPABILITIES. */
export class WhatsAppOutbound {
  readonly #deps: OutboundDeps
  readonly #chats = new KnownChats()
  readonly #tries = new Tries()
  readonly #ready: ReadyPage
  readonly #typing: Typing
  readonly #sender: Sender
  /** Since when, and after how many absences of the page, it was seen trying to send: by reply and index. */
  readonly #pending = new BoundedMap<string, { readonly fromMs: number; readonly absences: number }>(PENDING_MAX)

  constructor(deps: OutboundDeps) {
    this.#deps = deps
    this.#ready = new ReadyPage(deps)
    this.#typing = new Typing({ ...deps, chats: this.#chats })
    this.#sender = new Sender({ ...deps, ready: this.#ready, tries: this.#tries, typing: this.#typing })
  }

  capabilities(): Capabilities {
    return CAPABILITIES
  }

  /** From the library's event: the server, the phone or the person has the message, or it failed. */
  acked(messageId: string, ack: number): void {
    this.#tries.acked(messageId, ack)
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const text = textOf(message.text)
    const options = {
      // The page waits until the server has it, or it failed.
      waitUntilMsgSent: true,
      // No page is fetched for an address that a model wrote, and no words of it become a contact.
      linkPreview: false,
      parseVCards: false,
      ...(message.replyTo !== undefined && { quotedMessageId: message.replyTo, ignoreQuoteErrors: true }),
    }
    const act = (client: Client) => client.sendMessage(chat.id, text, options)
    return await this.#sender.send(chat, { of: message, text, act, msMax: this.#deps.ackMs ?? ACK_MS_MAX }, signal)
  }

  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    const caption = textOf(file.note ?? '')
    const act = await fileAct(this.#chats, { chatId: chat.id, file, caption }, signal)
    return await this.#sender.send(chat, { of: file, text: caption, act, msMax: UPLOAD_MS_MAX }, signal)
  }

  edit(): Promise<Receipt> {
    return Promise.reject(new ChannelError('refused', say('message.no-edits', { platform: 'WhatsApp' })))
  }

  typing(chat: Chat, signal: AbortSignal, answers?: string): Promise<void> {
    return this.#typing.show(chat, signal, answers)
  }

  async findSent(
    chat: Chat,
    message: OutgoingMessage,
    since: { sentAtMs: number },
    signal: AbortSignal,
  ): Promise<Receipt | undefined> {
    const known = this.#sender.receiptOf(message)
    if (known) return known
    const page = this.#ready.get()
    const shown = await this.#readBack(page, chat, { signal, msMax: READ_MS_MAX })
    const found = this.#foundIn(shown, message, { sinceMs: since.sentAtMs, clockAheadMs: page.clockAheadMs })
    switch (found.type) {
      case 'sent':
        return this.#sender.took(message, found.shown.messageId, found.shown.sentAtMs)
      case 'none':
        this.#sender.ended(message)
        return undefined
      case 'pending':
        if (this.#pendingMs(message) >= PENDING_MS_MAX) throw cannotTell()
        throw new ChannelError('unreachable', say('whatsapp.still-trying'), {
          retryAfterMs: PENDING_RETRY_MS,
        })
      case 'unclear':
        throw cannotTell()
      default:
        return found satisfies never
    }
  }

  #foundIn(shown: readonly Shown[], message: OutgoingMessage, times: { sinceMs: number; clockAheadMs: number }) {
    const id = this.#tries.idOf(message)
    if (id !== undefined) return foundById(shown, id)
    const isOther = (messageId: string) => this.#tries.isReceipt(messageId)
    return foundIn(shown, { ...message, ...times, text: textOf(message.text), isOther })
  }

  async #readBack(page: Page, chat: Chat, options: CallOptions): Promise<Shown[]> {
    const read = async (client: Client) => {
      const known = await this.#chats.find(client, chat.id)
      return (await known?.fetchMessages({ limit: READ_BACK_MAX })) ?? []
    }
    const messages = await page.call('read back', read, options).catch((error: unknown) => {
      throw failureOf(error)
    })
    return messages.map(shownOf)
  }

  /** Counted anew after the page was away: then it begins to send anew. */
  #pendingMs(of: Of): number {
    const nowMs = this.#deps.clock.monotonicMs()
    const { absences } = this.#ready
    const seen = this.#pending.get(keyOf(of))
    const fromMs = seen?.absences === absences ? seen.fromMs : nowMs
    this.#pending.set(keyOf(of), { fromMs, absences })
    return nowMs - fromMs
  }
}

function textOf(text: string): string {
  const shown = whatsAppText(cleanText(text))
  const { length: max } = CAPABILITIES.textMax
  if (shown.length <= max) return shown
  throw new ChannelError('refused', say('message.too-long', { platform: 'WhatsApp', most: max, length: shown.length }))
}

/** Core then repeats it with a label. */
const cannotTell = () => new ChannelError('refused', say('whatsapp.cannot-tell'))
