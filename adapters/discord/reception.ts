import { ChannelError, type Sink } from '#core/contract/channel.ts'
import type { AccountId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import { BoundedSet } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import { say } from '../sentences.ts'
import { quoteOf } from '../shared/call-failure.ts'
import type { Acks } from './acks.ts'
import type { DiscordApi } from './api.ts'
import { CatchUp, type Reading, type ReadMessage } from './catch-up.ts'
import type { Files } from './files.ts'
import type { PacketRead } from './inbound.ts'
import { type Entry, Intake } from './intake.ts'
import type { KnownAuthors } from './known-authors.ts'
import type { Places } from './places.ts'
import { isSnowflake, type Snowflake, snowflakeAt } from './snowflake.ts'
import type { Status } from './status.ts'
import { textsIn } from './texts.ts'
import {
  channelSchema,
  guildSchema,
  interactionSchema,
  readySchema,
  THREAD_TYPES,
  threadListSchema,
  type WirePacket,
} from './wire.ts'

export type ReceptionDeps = {
  readonly account: AccountId
  readonly api: DiscordApi
  readonly sink: Sink
  readonly places: Places
  readonly authors: KnownAuthors
  readonly files: Files
  readonly acks: Acks
  readonly status: Status
  readonly read: (packet: WirePacket, receivedAtMs: number) => PacketRead
  /** Of a fresh connection, not of one that was resumed. */
  readonly connected: (ready: ReturnType<typeof readySchema.parse>) => void
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
}

/** Of these the packets become events. */
const TAKEN = [
  'MESSAGE_CREATE',
  'MESSAGE_UPDATE',
  'MESSAGE_DELETE',
  'MESSAGE_DELETE_BULK',
  'MESSAGE_REACTION_ADD',
  'MESSAGE_REACTION_REMOVE',
]
const CHATS_SINCE_MS = 30 * 24 * 60 * 60_000
const CHATS_MAX = 500
/** Within it the servers have come after a connection, as far as they come at all. */
const SERVERS_MS = 30_000
const BACK_OFF = { firstMs: 250, maxMs: 10_000 }
const THREADS_ASKED_MAX = 10_000
/** Older than every message. */
const ALL: Snowflake = '0'

/** Takes the gateway's packets: what they say of places at once, what people did in order and once it is stored. */
export class Reception {
  readonly #deps: ReceptionDeps
  readonly #signal: AbortSignal
  readonly #intake: Intake
  readonly #catchUp: CatchUp
  readonly #lost = new Map<Snowflake, Reading>()
  readonly #threadsAsked = new BoundedSet<Snowflake>(THREADS_ASKED_MAX)

  constructor(deps: ReceptionDeps, signal: AbortSignal) {
    this.#deps = deps
    this.#signal = signal
    const { clock, random } = deps
    this.#intake = new Intake({
      decode: (entry) => this.#decode(entry),
      accept: (events, cursor) => deps.sink.accept(events, cursor),
      stored: (isStored) => this.#stored(isStored),
      dropped: (entry) => this.#dropped(entry),
      ...{ clock, random },
    })
    this.#catchUp = new CatchUp(
      {
        api: deps.api,
        missed: (message, of) => this.#missed(message, of),
        room: () => this.#intake.room(signal),
        begins: (channelId, after) => this.#intake.hold(channelId, after),
        ends: (channelId) => this.#intake.release(channelId),
        ...{ clock, random, log: deps.log },
      },
      signal,
    )
  }

  async run(): Promise<void> {
    await this.#intake.run(this.#signal)
  }

  take(packet: WirePacket, shardId: number): void {
    this.#learn(packet, shardId)
    this.#deps.authors.notice(packet)
    if (packet.t === 'INTERACTION_CREATE') return this.#takeInteraction(packet)
    if (!TAKEN.includes(packet.t)) return
    const entry = entryOf(packet, this.#deps.clock.now())
    if (entry === undefined) return
    this.#deps.files.notice(packet)
    this.#askForThread(packet, entry.channelId)
    this.#intake.push(entry)
  }

  #learn({ t, d }: WirePacket, shardId: number): void {
    const { places, status, connected } = this.#deps
    if (t === 'READY') {
      const ready = readySchema.safeParse(d)
      if (ready.success) connected(ready.data)
      void this.#connected(shardId)
    } else if (t === 'RESUMED') status.readyAgain()
    else if (t === 'GUILD_CREATE' || t === 'GUILD_UPDATE') {
      const guild = guildSchema.safeParse(d)
      if (!guild.success) return
      places.addGuild(guild.data)
      if (t === 'GUILD_CREATE') this.#catchUp.server(guild.data)
    } else if (t === 'THREAD_LIST_SYNC') {
      const { data: list } = threadListSchema.safeParse(d)
      for (const thread of list?.threads ?? []) places.addChannel(thread, list?.guild_id)
    } else if (/^(?:CHANNEL|THREAD)_(?:CREATE|UPDATE)$/.test(t)) {
      const channel = channelSchema.safeParse(d)
      if (channel.success) places.addChannel(channel.data)
    }
  }

  /** After a fresh connection messages are missing: they are read before what comes now. */
  async #connected(shardId: number): Promise<void> {
    const { sink, account, clock, places } = this.#deps
    this.#catchUp.expect()
    this.#intake.pause()
    this.#intake.gapOpened()
    try {
      const cursor = await this.#untilStored(() => sink.cursor(account))
      const sinceMs = clock.now() - CHATS_SINCE_MS
      const chats = await this.#untilStored(() => sink.chats({ sinceMs, countMax: CHATS_MAX }))
      for (const { chat } of chats) if (chat.threadId !== undefined) places.addThread(chat.threadId, chat.id)
      const known = cursor !== undefined && isSnowflake(cursor) ? cursor : undefined
      this.#catchUp.begin({ cursor: known, chats, readsPrivate: shardId === 0 })
      // What was written before the first start is not for this service.
      const first = known ?? snowflakeAt(clock.now())
      if (known === undefined) await this.#untilStored(() => sink.accept([], first))
      this.#intake.reached(first)
    } catch {
      // Stopped.
    } finally {
      this.#intake.resume()
    }
    await clock.sleep(SERVERS_MS, this.#signal).catch(() => undefined)
    await this.#catchUp.idle()
    this.#intake.gapClosed()
  }

  async #untilStored<T>(work: () => Promise<T>): Promise<T> {
    const { clock, random } = this.#deps
    const pauseMs = (failures: number) => spreadBackOffMs(failures, { ...BACK_OFF, random })
    return await retry(work, { pauseMs, failed: () => this.#stored(false), clock }, this.#signal)
  }

  #missed(message: ReadMessage, { channelId, isPrivate }: Reading): void {
    const { places, authors, files, clock } = this.#deps
    const guildId = places.guildOf(channelId)
    // The gateway adds where a message is; REST does not.
    const place = isPrivate ? { channel_type: 1 } : { channel_type: 0, ...(guildId && { guild_id: guildId }) }
    const packet = { t: 'MESSAGE_CREATE', d: { ...message, ...place } }
    const entry = entryOf(packet, clock.now())
    if (entry === undefined) return
    authors.notice(packet)
    files.notice(packet)
    this.#intake.pushEarlier(entry)
  }

  /** A message may come from a thread that this process has not heard of; which channel it is in can be asked. */
  #askForThread({ t, d }: WirePacket, channelId: Snowflake): void {
    const { api, places } = this.#deps
    const type = (d as { channel_type?: number }).channel_type
    const isKnown = places.parentOf(channelId) !== undefined || this.#threadsAsked.has(channelId)
    if (t !== 'MESSAGE_CREATE' || !THREAD_TYPES.includes(type) || type === undefined || isKnown) return
    this.#threadsAsked.add(channelId)
    this.#intake.hold(channelId, ALL)
    const asked = api.call({ method: 'GET', route: `/channels/${channelId}`, effect: 'again' }, this.#signal)
    void asked
      .then((channel) => places.addChannel(channelSchema.parse(channel)))
      .catch(() => undefined)
      .finally(() => this.#intake.release(channelId))
  }

  #takeInteraction(packet: WirePacket): void {
    const { places, files, acks, clock, read } = this.#deps
    const parsed = interactionSchema.safeParse(packet.d)
    if (!parsed.success) return
    const { channel, guild_id: guildId, data } = parsed.data
    if (channel && THREAD_TYPES.includes(channel.type)) places.addChannel(channel, guildId)
    files.notice(packet)
    const receivedAtMs = clock.now()
    const decoded = read(packet, receivedAtMs)
    const [event] = decoded.type === 'events' ? decoded.events : []
    if (event) {
      const channelId = event.chat.threadId ?? event.chat.id
      const ack = acks.of(parsed.data, event)
      this.#intake.push({ packet, receivedAtMs, channelId, bytes: sizeOf(packet), ack })
    } else if (data?.target_id !== undefined) void acks.says(parsed.data, textsIn(parsed.data.locale).noPicture)
  }

  #decode({ packet, receivedAtMs }: Entry): ChatEvent[] {
    const { read, files, log, account } = this.#deps
    const result = read(packet, receivedAtMs)
    if (result.type === 'unreadable') {
      log.warn({ account, kind: packet.t, where: result.where }, 'unreadable packet skipped')
      return []
    }
    for (const event of result.events) files.keep(event, { withQuoted: packet.t === 'INTERACTION_CREATE' })
    return result.events
  }

  #dropped({ channelId, messageId, packet }: Entry): void {
    if (messageId === undefined || this.#lost.has(channelId)) return
    const isPrivate = (packet.d as { guild_id?: string }).guild_id === undefined
    if (this.#lost.size === 0) this.#intake.gapOpened()
    this.#lost.set(channelId, { channelId, after: String(BigInt(messageId) - 1n), isPrivate })
  }

  #stored(isStored: boolean): void {
    this.#deps.status.stored(isStored)
    if (!isStored || this.#lost.size === 0) return
    const lost = [...this.#lost.values()]
    this.#lost.clear()
    this.#catchUp.again(lost)
    void this.#catchUp.idle().then(() => this.#intake.gapClosed())
  }
}

const sizeOf = ({ d }: WirePacket) => JSON.stringify(d).length

function entryOf(packet: WirePacket, receivedAtMs: number): Entry | undefined {
  const { id, channel_id: channelId } = (packet.d ?? {}) as { id?: unknown; channel_id?: unknown }
  if (typeof channelId !== 'string' || !isSnowflake(channelId)) return undefined
  const isMessage = packet.t === 'MESSAGE_CREATE' && typeof id === 'string' && isSnowflake(id)
  return { packet, receivedAtMs, channelId, bytes: sizeOf(packet), ...(isMessage && { messageId: id }) }
}

/** An error that is none of Discord's. */
export const unexpected = (error: unknown) =>
  error instanceof ChannelError
    ? error
    : new ChannelError('unreachable', say('channel.connecting-failed', { said: quoteOf(error) }))
