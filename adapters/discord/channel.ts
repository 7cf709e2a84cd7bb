import type {
  Capabilities,
  Channel,
  ChannelHealth,
  OutgoingFile,
  OutgoingMessage,
  Receipt,
  Sink,
} from '#core/contract/channel.ts'
import { type AccountId, accountId, type IdentityId } from '#core/contract/ids.ts'
import type { Chat, ChatEvent, MediaPart } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import { Acks } from './acks.ts'
import { DiscordApi } from './api.ts'
import { registerCommands } from './commands.ts'
import { Deferred } from './deferred.ts'
import { Files } from './files.ts'
import { runGateway } from './gateway.ts'
import { readPacket } from './inbound.ts'
import { Interactions } from './interactions.ts'
import { KnownAuthors } from './known-authors.ts'
import { checkedSettings, type DiscordOptions, PORTAL, READS_CONTENT, type Roots } from './options.ts'
import { DiscordOutbound } from './outbound.ts'
import { Places } from './places.ts'
import { Reception, unexpected } from './reception.ts'
import { Reconnects } from './reconnects.ts'
import type { Snowflake } from './snowflake.ts'
import { Spool } from './spool.ts'
import { Status } from './status.ts'
import type { readySchema } from './wire.ts'
import { say } from '../sentences.ts'

const BACK_OFF = { firstMs: 1_000, maxMs: 5 * 60_000 }
// A refused token or intent stays refused until the operator acts; a try a minute notices that.
const REFUSED_WAIT_MS = 60_000
const RELEASE_INTERVAL_MS = 60_000

/** One Discord bot. Rejects with a `DiscordSetupError` for settings that cannot work; nothing is asked before `start`. */
export async function openDiscord(options: DiscordOptions): Promise<Channel> {
  const { botId, roots } = checkedSettings(options)
  const account = accountId('discord', botId)
  const { spoolFolder: folder, hasRoom = () => true, clock } = options
  const spool = await Spool.open({ folder, account, hasRoom, now: () => clock.now() })
  return new DiscordChannel(options, { botId, roots, account, spool })
}

type Opened = {
  readonly botId: Snowflake
  readonly roots: Roots
  readonly account: AccountId
  readonly spool: Spool
}

class DiscordChannel implements Channel {
  readonly name = 'discord'
  readonly account: AccountId
  readonly #options: DiscordOptions
  readonly #opened: Opened
  readonly #api: DiscordApi
  readonly #places: Places
  readonly #authors: KnownAuthors
  readonly #files: Files
  readonly #outbound: DiscordOutbound
  readonly #status: Status
  readonly #reconnects: Reconnects
  readonly #stopping = new AbortController()
  #interactions: Interactions | undefined
  #working: Promise<unknown> | undefined
  #failures = 0
  #isRegistered = false

  constructor(options: DiscordOptions, opened: Opened) {
    const { token, callTimeoutMs, clock, log } = options
    const { botId, roots, account, spool } = opened
    this.account = account
    this.#options = options
    this.#opened = opened
    this.#places = new Places(botId)
    this.#authors = new KnownAuthors(botId)
    this.#reconnects = new Reconnects(options)
    this.#status = new Status({ account, clock, log, channelName: (id) => this.#places.channelName(id) })
    this.#api = new DiscordApi({ token, roots, callTimeoutMs })
    this.#files = new Files({ api: this.#api, roots, spool })
    this.#outbound = new DiscordOutbound({
      api: this.#api,
      botId,
      interactions: () => this.#interactions,
      now: () => clock.now(),
      mayWrite: (channelId, may) => this.#status.mayWrite(channelId, may),
    })
  }

  capabilities(chat: Chat): Capabilities {
    return this.#outbound.capabilities(chat)
  }

  async start(sink: Sink): Promise<void> {
    const { commandMenu, clock, random, log } = this.#options
    const { signal } = this.#stopping
    const interactions = new Interactions({ api: this.#api, notes: sink.notes, now: () => clock.now() })
    this.#interactions = interactions
    const unanswered: Sink['unanswered'] = (messageIds) => sink.unanswered(messageIds)
    const deferred = new Deferred({ interactions, unanswered, clock })
    const personal = commandMenu?.in('en').flatMap(({ name, isPersonal }) => (isPersonal ? [name] : []))
    const acknowledging = { api: this.#api, interactions, personal: new Set(personal) }
    const reception = new Reception(
      {
        ...{ account: this.account, api: this.#api, sink, places: this.#places, authors: this.#authors },
        ...{ files: this.#files, status: this.#status, clock, random, log },
        acks: new Acks({ ...acknowledging, deferred: (id) => deferred.add(id), log }),
        read: (packet, receivedAtMs) => readPacket(packet, this.#context(receivedAtMs)),
        connected: (ready) => this.#connected(ready),
      },
      signal,
    )
    this.#status.starting(say('channel.connecting', { platform: 'Discord' }))
    const own = [this.#keepConnected(reception), this.#releaseFiles(sink)]
    this.#working = Promise.all([reception.run(), deferred.run(signal), ...own])
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopped'))
    await this.#working
  }

  health(): ChannelHealth {
    return this.#status.health
  }

  activity() {
    return this.#status.activity
  }

  decode(raw: unknown): ChatEvent[] {
    const read = readPacket(raw, this.#context(this.#options.clock.now()))
    return read.type === 'events' ? read.events : []
  }

  async fetchMedia(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    return await this.#files.fetch(media, options, signal)
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

  async findSent(chat: Chat, message: OutgoingMessage, since: { sentAtMs: number }, signal: AbortSignal) {
    return await this.#outbound.findSent(chat, message, since, signal)
  }

  async typing(chat: Chat, signal: AbortSignal): Promise<void> {
    await this.#outbound.typing(chat, signal)
  }

  /** The pictures that wait for their turn. */
  async forgetPerson(identities: readonly IdentityId[]): Promise<Record<string, number>> {
    const own = identities.filter((id) => id.startsWith(`${this.account}:`))
    const userIds = new Set(own.map((id) => id.slice(this.account.length + 1)))
    return { discordPictures: await this.#opened.spool.forget(userIds) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await this.#opened.spool.close()
    this.#api.close()
  }

  /** The client of discord.js reconnects by itself; when it gives up, a new one is tried for as long as we run. */
  async #keepConnected(reception: Reception): Promise<void> {
    const { token, shards = 1, clock, random, log } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        const packet = (taken: Parameters<Reception['take']>[0], shardId: number) => reception.take(taken, shardId)
        const lost = (code: number, pauseMs: number) => this.#status.lost(code, pauseMs)
        const { roots } = this.#opened
        await runGateway({ token, roots, shards, reconnects: this.#reconnects, packet, lost, log }, signal)
      } catch (error) {
        if (signal.aborted) return
        const failure = unexpected(error)
        this.#status.failed(failure)
        this.#failures += 1
        const backOffMs = spreadBackOffMs(this.#failures, { ...BACK_OFF, random })
        const waitMs = failure.code === 'unauthorised' ? REFUSED_WAIT_MS : backOffMs
        await clock.sleep(Math.max(failure.retryAfterMs ?? 0, waitMs), signal).catch(() => undefined)
      }
    }
  }

  #connected({ user, application }: ReturnType<typeof readySchema.parse>): void {
    this.#failures = 0
    const readsNothing = application?.flags !== undefined && (application.flags & READS_CONTENT) === 0
    const as = say('channel.ready-as', { name: `@${user.username}` })
    this.#status.ready(readsNothing ? [as, say('discord.cannot-read', { portal: PORTAL })] : [as])
    void this.#register(application?.id ?? this.#opened.botId)
  }

  async #register(applicationId: Snowflake): Promise<void> {
    const { commandMenu: menu, log } = this.#options
    if (menu === undefined || this.#isRegistered) return
    this.#isRegistered = true
    try {
      const isNew = await registerCommands(this.#api, { applicationId, menu }, this.#stopping.signal)
      if (isNew) log.info({ account: this.account }, 'registered the commands at Discord')
    } catch (error) {
      // The next connection tries again; typed commands work in private chats all the same.
      this.#isRegistered = false
      if (!this.#stopping.signal.aborted) log.warn({ error }, 'could not register the commands at Discord')
    }
  }

  async #releaseFiles(sink: Sink): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      // While the store does not answer, files stay.
      await this.#opened.spool.release((conversations) => sink.mediaInUse(conversations)).catch(() => undefined)
      await this.#options.clock.sleep(RELEASE_INTERVAL_MS, signal).catch(() => undefined)
    }
  }

  #context(receivedAtMs: number) {
    const { account } = this
    const authorOf = (messageId: Snowflake) => this.#authors.of(messageId)
    return { account, botId: this.#opened.botId, places: this.#places, authorOf, receivedAtMs }
  }
}
