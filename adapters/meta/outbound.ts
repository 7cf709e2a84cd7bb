import { ChannelError, type OutgoingFile, type OutgoingMessage, type Receipt } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import type { Clock } from '#machine/clock.ts'
import { say } from '../sentences.ts'
import { tooLargeToSend } from '../shared/file-errors.ts'
import { GraphFailure } from './failure.ts'
import { openForm } from './form.ts'
import type { GraphCall, GraphClient } from './graph.ts'
import type { Product } from './product.ts'

type OutboundDeps = {
  readonly graph: GraphClient
  readonly product: Product
  /** Undefined until it is known. */
  readonly botId: () => string | undefined
  readonly clock: Pick<Clock, 'now'>
}

const UPLOAD_MS_MAX = 5 * 60_000

/** Renders and sends, as the product wants it. */
export class MetaOutbound {
  readonly #deps: OutboundDeps

  constructor(deps: OutboundDeps) {
    this.#deps = deps
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const body = this.#deps.product.messageTo(chat, this.#textOf(message), message)
    return await this.#sent({ method: 'POST', path: this.#path, body, effect: 'once' }, signal)
  }

  /** A label is a message of its own, before the file: there are no captions. */
  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    const { title, capabilities, fileFields } = this.#deps.product
    const { fileBytesMax } = capabilities
    const fields = fileFields?.(chat)
    if (!fields) throw new ChannelError('refused', say('meta.no-files', { platform: title }))
    if (file.bytes > fileBytesMax) throw tooLargeToSend(title, fileBytesMax)
    const form = await openForm({ fields, file })
    try {
      const { replyId, index, note: text } = file
      if (text !== undefined) await this.send(chat, { replyId, index, kind: 'notice', text, final: true }, signal)
      const call = { method: 'POST', path: this.#path, form, effect: 'once', timeoutMs: UPLOAD_MS_MAX } as const
      return await this.#sent(call, signal)
    } finally {
      await form.close()
    }
  }

  async typing(chat: Chat, answers: string | undefined, signal: AbortSignal): Promise<void> {
    for (const body of this.#deps.product.signals(chat, answers)) {
      await this.#deps.graph.call({ method: 'POST', path: this.#path, body, effect: 'again' }, signal)
    }
  }

  get #path(): string {
    const { product, botId } = this.#deps
    const id = botId()
    if (id === undefined) throw new ChannelError('unreachable', say('meta.unknown-bot', { platform: product.title }))
    return `${id}/messages`
  }

  async #sent(call: GraphCall, signal: AbortSignal): Promise<Receipt> {
    const { graph, product, clock } = this.#deps
    const messageId = product.messageIdIn(await graph.call(call, signal))
    if (messageId !== undefined) return { messageId, atMs: clock.now() }
    throw new GraphFailure('unknown-outcome', say('message.no-id', { platform: product.title }))
  }

  #textOf({ text }: OutgoingMessage): string {
    const { title, capabilities, textOf } = this.#deps.product
    const { length, unit } = capabilities.textMax
    const shown = textOf(cleanText(text))
    const has = unit === 'bytes' ? Buffer.byteLength(shown) : shown.length
    if (has <= length) return shown
    throw new ChannelError('refused', say('message.too-long', { platform: title, most: length, length: has }))
  }
}
