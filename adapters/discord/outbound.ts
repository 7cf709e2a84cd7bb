import { readFile } from 'node:fs/promises'
import {
  type Capabilities,
  ChannelError,
  type OutgoingFile,
  type OutgoingMessage,
  type Receipt,
} from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { z } from 'zod'
import { say } from '../sentences.ts'
import { fileToSendGone, tooLargeToSend } from '../shared/file-errors.ts'
import type { DiscordApi } from './api.ts'
import { capabilitiesOf, FILE_BYTES_MAX } from './capabilities.ts'
import { DiscordFailure, isMissingRights } from './failure.ts'
import { ownMessageSchema, receiptIn } from './find-sent.ts'
import type { Interactions } from './interactions.ts'
import { bodyOf, keyOf, referenceOf } from './message-body.ts'
import { channelOf } from './places.ts'
import { byAge, type Snowflake, snowflakeAt, timeOf } from './snowflake.ts'

const UPLOAD_MS_MAX = 2 * 60_000
/** Our clock may be ahead of Discord's. */
const CLOCK_SLACK_MS = 30_000
const PAGE_LENGTH_MAX = 100
const PAGES_MAX = 3

const sentSchema = z.object({ id: z.string() })
const pageSchema = z.array(z.unknown())

type OutboundDeps = {
  readonly api: DiscordApi
  readonly botId: Snowflake
  /** Absent before the start. */
  readonly interactions: () => Interactions | undefined
  readonly now: () => number
  /** Called with whether the bot may write in a channel. */
  readonly mayWrite: (channelId: Snowflake, may: boolean) => void
}

/** Renders and sends. Every message has a nonce, so that a repeated send shows the first one. */
export class DiscordOutbound {
  readonly #deps: OutboundDeps

  constructor(deps: OutboundDeps) {
    this.#deps = deps
  }

  capabilities(chat: Chat): Capabilities {
    return capabilitiesOf(chat, this.#deps.api.editPace.intervalMs(channelOf(chat)))
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    const interactions = this.#deps.interactions()
    const answered = await interactions?.answeredBy(chat, message)
    if (interactions && answered) {
      const find = () => this.#findInChannel(chat, message, { sentAtMs: timeOf(answered.id) }, signal)
      const sent = await interactions.send(answered, message, () => find().catch(() => undefined), signal)
      if (sent) return sent
    }
    if (chat.kind !== 'dm' && (await interactions?.isPrivate(message))) {
      throw new ChannelError('window-closed', say('discord.not-private'))
    }
    const body = { ...bodyOf(message), ...keyOf(message), ...referenceOf(message) }
    return await this.#post(chat, { body }, signal)
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    const { messageId } = sent
    const interactions = this.#deps.interactions()
    const answered = await interactions?.answeredBy(chat, message)
    if (interactions && answered) {
      const edited = await interactions.edit(answered, messageId, message, signal).catch((error: unknown) => {
        // Of a message that was sent as an ordinary one.
        if (error instanceof DiscordFailure && error.code === 'message-gone') return undefined
        throw error
      })
      if (edited) return edited
    }
    const route = `/channels/${channelOf(chat)}/messages/${messageId}` as const
    await this.#deps.api.call({ method: 'PATCH', route, body: bodyOf(message), effect: 'again' }, signal)
    return { messageId, atMs: this.#deps.now() }
  }

  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    if (file.bytes > FILE_BYTES_MAX) throw tooLargeToSend('Discord', FILE_BYTES_MAX)
    const data = await readFile(file.path, { signal }).catch((cause: unknown) => {
      signal.throwIfAborted()
      throw fileToSendGone(cause)
    })
    const body = { ...bodyOf({ text: file.note ?? '' }), ...keyOf(file) }
    const files = [{ name: file.name, data, contentType: file.mime }]
    return await this.#post(chat, { body, files, timeoutMs: UPLOAD_MS_MAX }, signal)
  }

  async typing(chat: Chat, signal: AbortSignal): Promise<void> {
    const route = `/channels/${channelOf(chat)}/typing` as const
    await this.#deps.api.call({ method: 'POST', route, effect: 'again' }, signal)
  }

  async findSent(
    chat: Chat,
    message: OutgoingMessage,
    since: { sentAtMs: number },
    signal: AbortSignal,
  ): Promise<Receipt | undefined> {
    const answered = await this.#deps.interactions()?.answeredBy(chat, message)
    // An answer to an interaction is an edit of `@original`: made again, it shows once.
    if (answered && message.index === 0) return undefined
    return await this.#findInChannel(chat, message, since, signal)
  }

  async #findInChannel(
    chat: Chat,
    message: OutgoingMessage,
    { sentAtMs }: { sentAtMs: number },
    signal: AbortSignal,
  ): Promise<Receipt | undefined> {
    const { api, botId } = this.#deps
    let after = snowflakeAt(sentAtMs - CLOCK_SLACK_MS)
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const query = { after, limit: String(PAGE_LENGTH_MAX) }
      const route = `/channels/${channelOf(chat)}/messages` as const
      const shown = await api.call({ method: 'GET', route, query, effect: 'again' }, signal).catch((error: unknown) => {
        // It may write there, but not read.
        if (!isMissingRights(error)) throw error
        throw new ChannelError('refused', say('discord.no-history', { right: 'Read Message History' }), {
          cause: error,
        })
      })
      const raw = pageSchema.parse(shown)
      const messages = raw.flatMap((each) => ownMessageSchema.safeParse(each).data ?? [])
      const found = receiptIn(messages, message, { botId })
      if (found || raw.length < PAGE_LENGTH_MAX) return found
      after =
        messages
          .map(({ id }) => id)
          .sort(byAge)
          .at(-1) ?? after
    }
    return undefined
  }

  async #post(chat: Chat, call: Partial<Parameters<DiscordApi['call']>[0]>, signal: AbortSignal): Promise<Receipt> {
    const channelId = channelOf(chat)
    const route = `/channels/${channelId}/messages` as const
    try {
      const answer = await this.#deps.api.call({ ...call, method: 'POST', route, effect: 'once' }, signal)
      const sent = sentSchema.safeParse(answer)
      if (!sent.success) throw new DiscordFailure('unknown-outcome', say('message.no-id', { platform: 'Discord' }))
      this.#deps.mayWrite(channelId, true)
      return { messageId: sent.data.id, atMs: timeOf(sent.data.id) }
    } catch (error) {
      if (isMissingRights(error)) this.#deps.mayWrite(channelId, false)
      throw error
    }
  }
}
