import {
  type Channel,
  ChannelError,
  type ChannelHealth,
  type OutgoingFile,
  type OutgoingMessage,
  type Receipt,
  type Sink,
} from '#core/contract/channel.ts'
import { type AccountId, accountId } from '#core/contract/ids.ts'
import type { Chat, ChatEvent, MediaPart } from '#core/contract/message.ts'
import type { Sentence } from '#machine/sentence.ts'
import { z } from 'zod'
import { ChannelStatus } from '../shared/channel-status.ts'
import { TelegramApi } from './api.ts'
import { capabilitiesOf } from './capabilities.ts'
import { fetchMedia } from './fetch-media.ts'
import { readUpdate, type UpdateRead } from './inbound.ts'
import type { Intake } from './intake.ts'
import { checkedSettings, type TelegramOptions } from './options.ts'
import { TelegramOutbound } from './outbound.ts'
import { poll } from './poll.ts'
import { setMenu } from './set-menu.ts'
import { moveIn } from './take.ts'
import { supervise } from './supervise.ts'
import { UnreadableUpdates } from './unreadable.ts'
import { addWebhookRoute, keepWebhook, type Webhook } from './webhook.ts'
import { say } from '../sentences.ts'

/** One Telegram bot. Throws a `TelegramSetupError` for settings that cannot work; nothing is asked before `start`. */
export function openTelegram(options: TelegramOptions): Channel {
  return new TelegramChannel(options)
}

const meSchema = z.object({ username: z.string(), can_read_all_group_messages: z.boolean().optional() })

class TelegramChannel implements Channel {
  readonly name = 'telegram'
  readonly account: AccountId
  readonly #options: TelegramOptions
  readonly #botId: string
  readonly #webhook: Webhook | undefined
  readonly #api: TelegramApi
  readonly #outbound: TelegramOutbound
  readonly #unreadable: UnreadableUpdates
  readonly #status: ChannelStatus
  readonly #stopping = new AbortController()
  #botUsername: string | undefined
  #intake: Intake | undefined
  #reception: Promise<void> | undefined
  /** How many came by webhook. */
  #updatesTaken = 0

  constructor(options: TelegramOptions) {
    const { botId, apiRoot, webhook } = checkedSettings(options)
    const { token, callTimeoutMs, lookup, clock, log } = options
    this.account = accountId('telegram', botId)
    this.#options = options
    const whileNotStored = say('channel.wait-there', { platform: 'Telegram' })
    const now = () => clock.now()
    this.#status = new ChannelStatus({ name: this.name, account: () => this.account, whileNotStored, now, log })
    this.#botId = botId
    this.#webhook = webhook
    this.#api = new TelegramApi({ token, apiRoot, callTimeoutMs, lookup })
    this.#outbound = new TelegramOutbound(this.#api, clock)
    this.#unreadable = new UnreadableUpdates(log, this.account)
    // Without the bot's name from getMe a mention cannot be recognised: until then Telegram keeps the update.
    const intake = () => (this.#botUsername ? this.#intake : undefined)
    const taken = () => {
      this.#updatesTaken += 1
    }
    if (webhook) addWebhookRoute(webhook.listener, webhook, { intake, taken })
  }

  capabilities(chat: Chat) {
    return capabilitiesOf(chat)
  }

  async start(sink: Sink): Promise<void> {
    const { clock, random } = this.#options
    this.#status.starting(say('channel.asking', { platform: 'Telegram' }))
    const decode = (update: unknown) => this.#take(update)
    const stored = (isStored: boolean) => this.#status.stored(isStored)
    const acknowledge = (events: readonly ChatEvent[]) => this.#acknowledge(events)
    const intake = { api: this.#api, sink, decode, acknowledge, clock, random, stored }
    this.#intake = intake
    const run = async (signal: AbortSignal) => await this.#receive(intake, signal)
    const failed = (failure: ChannelError) => this.#status.failed(failure)
    const renew = () => this.#api.renew()
    this.#reception = supervise({ run, failed, renew, clock, random }, this.#stopping.signal)
  }

  async stop(): Promise<void> {
    this.#intake = undefined
    this.#stopping.abort()
    await this.#reception
  }

  health(): ChannelHealth {
    return this.#status.health
  }

  activity() {
    return this.#status.activity
  }

  decode(raw: unknown): ChatEvent[] {
    const read = this.#read(raw)
    return read.type === 'events' ? read.events : []
  }

  async fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    return await fetchMedia(this.#api, media, options, signal)
  }

  async send(chat: Chat, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.send(chat, message, signal)
  }

  async edit(chat: Chat, sent: Receipt, message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.edit(chat, sent, message, signal)
  }

  async sendFile(chat: Chat, file: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
    return await this.#outbound.sendFile(chat, file, signal)
  }

  async typing(chat: Chat, signal: AbortSignal): Promise<void> {
    await this.#outbound.typing(chat, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    this.#api.close()
  }

  async #receive(intake: Intake, signal: AbortSignal): Promise<void> {
    const me = meSchema.parse(await this.#api.call({ method: 'getMe', effect: 'again' }, signal))
    this.#botUsername = me.username
    const groups = say(me.can_read_all_group_messages ? 'telegram.sees-whole-groups' : 'telegram.sees-mentions')
    const ready = () => this.#status.ready([say('channel.ready-as', { name: `@${me.username}` }), groups])
    this.#setMenu(intake.sink, signal)
    if (this.#webhook) {
      // While the store takes nothing, Telegram reports only our own errors; the cause is already in `health`.
      const failing = (sentence: Sentence) => {
        if (this.#status.isStored) this.#status.failed(new ChannelError('unreachable', sentence))
      }
      return await keepWebhook(intake, this.#webhook, { taken: () => this.#updatesTaken, ready, failing }, signal)
    }
    // Telegram refuses getUpdates while a webhook is set.
    await this.#api.call({ method: 'deleteWebhook', effect: 'again' }, signal)
    await poll(intake, this.account, ready, signal)
  }

  #take(update: unknown): ChatEvent[] {
    for (const { from, to } of moveIn(update)) this.#outbound.migrated(from, to)
    const read = this.#read(update)
    if (read.type === 'events') return read.events
    this.#unreadable.note(update, read.where)
    return []
  }

  #read(update: unknown): UpdateRead {
    const { account } = this
    const receivedAtMs = this.#options.clock.now()
    return readUpdate(update, { account, botId: this.#botId, botUsername: this.#botUsername, receivedAtMs })
  }

  /** Beside taking messages, which does not wait for it. */
  #setMenu({ notes }: Sink, signal: AbortSignal): void {
    const { menu, clock, log } = this.#options
    if (menu === undefined) return
    setMenu({ api: this.#api, notes, menu, clock }, signal).catch((error: unknown) => {
      if (!signal.aborted) log.warn({ account: this.account, error }, 'telegram: the menu of commands was not set')
    })
  }

  #acknowledge(events: readonly ChatEvent[]): void {
    for (const event of events) {
      if (event.type !== 'callback') continue
      const payload = { callback_query_id: event.callbackId }
      const call = { method: 'answerCallbackQuery', payload, effect: 'again' } as const
      // One that is too old is refused, and nothing depends on it.
      this.#api.call(call, this.#stopping.signal).catch(() => undefined)
    }
  }
}
