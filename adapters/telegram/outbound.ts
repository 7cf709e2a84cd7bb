import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import { ChannelError, type OutgoingFile, type OutgoingMessage, type Receipt } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import { z } from 'zod'
import { say } from '../sentences.ts'
import { fileToSendGone, tooLargeToSend } from '../shared/file-errors.ts'
import type { Mark } from '../shared/markdown.ts'
import type { TelegramApi } from './api.ts'
import { FILE_BYTES_MAX, rendered } from './capabilities.ts'
import { isNotModified, TelegramFailure } from './failure.ts'
import { TEXT_LENGTH_MAX } from './wire.ts'

const MIGRATED_MAX = 1000
/** telegraf gives up a little later. */
const UPLOAD_MS_MAX = 8 * 60_000

const sentSchema = z.object({ message_id: z.int(), date: z.int() })

/** Renders and sends. Marks go as positions, not as a parse mode: nothing is escaped, and nothing can fail to parse. */
export class TelegramOutbound {
  readonly #api: TelegramApi
  readonly #clock: Clock
  /** Groups that became supergroups, by their old id; the refusal of a call to an old id names the new one again. */
  readonly #migrated = new BoundedMap<string, string>(MIGRATED_MAX)

  constructor(api: TelegramApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  migrated(fromChatId: string, toChatId: string): void {
    this.#migrated.set(fromChatId, toChatId)
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const payload = { ...textOf(chat, message), ...threadOf(chat), ...replyTo(message), ...keyboardOf(message) }
    const sent = sentSchema.parse(await this.#call(chat, { method: 'sendMessage', payload, effect: 'once' }, signal))
    return { messageId: String(sent.message_id), atMs: sent.date * 1000 }
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const payload = { ...textOf(chat, message), message_id: Number(sent.messageId), ...keyboardOf(message) }
    try {
      await this.#call(chat, { method: 'editMessageText', payload, effect: 'again' }, signal)
    } catch (error) {
      // The text is already shown: the answer of an earlier edit was lost.
      if (!isNotModified(error)) throw error
    }
    return { messageId: sent.messageId, atMs: this.#clock.now() }
  }

  /** Read from the disk as it is sent. */
  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    if (file.bytes > FILE_BYTES_MAX) throw tooLargeToSend('Telegram', FILE_BYTES_MAX)
    const source = await opened(file)
    const document = { source, filename: file.name }
    const payload = { document, ...(file.note !== undefined && { caption: file.note }), ...threadOf(chat) }
    try {
      const call = { method: 'sendDocument', payload, effect: 'once', timeoutMs: UPLOAD_MS_MAX } as const
      const sent = sentSchema.parse(await this.#call(chat, call, signal))
      return { messageId: String(sent.message_id), atMs: sent.date * 1000 }
    } finally {
      source.destroy()
    }
  }

  async typing(chat: Chat, signal: AbortSignal): Promise<void> {
    const payload = { action: 'typing', ...threadOf(chat) }
    await this.#call(chat, { method: 'sendChatAction', payload, effect: 'again' }, signal)
  }

  async #call(chat: Chat, call: Parameters<TelegramApi['call']>[0], signal: AbortSignal): Promise<unknown> {
    const to = (chatId: string) => ({ ...call, payload: { ...call.payload, chat_id: Number(chatId) } })
    try {
      return await this.#api.call(to(this.#migrated.get(chat.id) ?? chat.id), signal)
    } catch (error) {
      const moved = error instanceof TelegramFailure ? error.migratedTo : undefined
      if (moved === undefined) throw error
      // Refused at the old address, so certainly not sent: sending it to the new one is no repeat.
      this.migrated(chat.id, moved)
      return await this.#api.call(to(moved), signal)
    }
  }
}

async function opened({ path }: OutgoingFile): Promise<ReadStream> {
  const source = createReadStream(path)
  try {
    await once(source, 'open')
  } catch (cause) {
    throw fileToSendGone(cause)
  }
  // A call that was broken off leaves it to us; what it says then concerns nobody.
  source.on('error', () => undefined)
  return source
}

function textOf(chat: Chat, { text }: OutgoingMessage) {
  const clean = cleanText(text)
  const { text: plain, marks } = rendered(chat, clean)
  // Markup counts as well: a piece that is cut where its marks end may be shown with them.
  const length = Math.max(clean.length, plain.length)
  if (length > TEXT_LENGTH_MAX) {
    throw new ChannelError('refused', say('message.too-long', { platform: 'Telegram', most: TEXT_LENGTH_MAX, length }))
  }
  const entities = marks.map(entityOf)
  return { text: plain, link_preview_options: { is_disabled: true }, ...(entities.length > 0 ? { entities } : {}) }
}

/** In a private chat nobody else can be told. */
function entityOf({ type, start, length, language }: Mark) {
  return { type: type === 'block' ? 'pre' : type, offset: start, length, ...(language ? { language } : {}) }
}

/** An edit without a keyboard takes away the one that is there. */
function keyboardOf({ buttons = [] }: OutgoingMessage) {
  if (buttons.length === 0) return {}
  return {
    reply_markup: { inline_keyboard: [buttons.map(({ label, data }) => ({ text: label, callback_data: data }))] },
  }
}

function threadOf({ threadId }: Chat) {
  return threadId === undefined ? {} : { message_thread_id: Number(threadId) }
}

function replyTo({ replyTo: messageId }: OutgoingMessage) {
  if (messageId === undefined) return {}
  // The message answered may be deleted by now; the answer is still wanted.
  return { reply_parameters: { message_id: Number(messageId), allow_sending_without_reply: true } }
}
