import { ChannelError, type KnownChat } from '#core/contract/channel.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import { z } from 'zod'
import type { DiscordApi } from './api.ts'
import { channelOf } from './places.ts'
import { byAge, isNewer, isSnowflake, newest, type Snowflake, snowflakeAt, timeOf } from './snowflake.ts'
import type { WireChannel, WireGuild } from './wire.ts'

/** Older messages are not answered, so they are not read. */
const AGE_MS_MAX = 24 * 60 * 60_000
/** Messages of different channels may be stored in another order than they were written. */
const CURSOR_SLACK_MS = 60_000
const PAGE_LENGTH = 100
const PAGES_MAX = 5
const CHANNELS_MAX = 500
const READS_AT_ONCE_MAX = 4
const TRIES_MAX = 5
const BACK_OFF = { firstMs: 1_000, maxMs: 30_000 }
/** After so many tries a channel is read later, and what comes there now waits no longer. */
const LATER_MS = 60_000
/** A channel that may not be read is left alone for so long: each try counts towards Discord's limit of wrong calls. */
const REFUSED_MS = 60 * 60_000
const REFUSED_MAX = 10_000

/** A message as Discord's REST gives it: without what the gateway adds. */
export type ReadMessage = { readonly id: Snowflake } & Readonly<Record<string, unknown>>
export type Reading = { readonly channelId: Snowflake; readonly after: Snowflake; readonly isPrivate: boolean }
type Late = Reading & { readonly isLate?: true }

type Stored = {
  readonly cursor: Snowflake | undefined
  readonly chats: readonly KnownChat[]
  /** Private chats come to the first shard. */
  readonly readsPrivate: boolean
}

const pageSchema = z.array(z.looseObject({ id: z.string().refine(isSnowflake) }))

export type CatchUpDeps = {
  readonly api: Pick<DiscordApi, 'call'>
  /** Hands on a message that was missed. */
  readonly missed: (message: ReadMessage, of: Reading) => void
  /** Resolves when there is room for more of them. */
  readonly room: () => Promise<void>
  /** Nothing of a channel is taken between these two: what is read comes before what is new. */
  readonly begins: (channelId: Snowflake, after: Snowflake) => void
  readonly ends: (channelId: Snowflake) => void
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
}

/**
 * Reads what was written while nobody listened: in private chats that are known, and in channels of servers whose newest
 * message is newer than what is stored. A private chat that nobody knows cannot be found.
 */
export class CatchUp {
  readonly #deps: CatchUpDeps
  readonly #signal: AbortSignal
  readonly #waiting: Late[] = []
  readonly #refusedAtMs = new BoundedMap<Snowflake, number>(REFUSED_MAX)
  readonly #known = new Map<Snowflake, Snowflake>()
  /** By the id of the server: one that connects again and again before the store answers is kept once. */
  readonly #servers = new Map<Snowflake, { readonly channels: WireChannel[]; readonly joinedAtMs: number }>()
  #cursor: Snowflake | undefined
  /** From here on something may be missing. */
  #since: Snowflake | undefined
  #hasBegun = false
  #running = 0
  #delayed = 0
  #begunCount = 0
  #idle = Promise.withResolvers<void>()

  constructor(deps: CatchUpDeps, signal: AbortSignal) {
    this.#deps = deps
    this.#signal = signal
  }

  /** Servers wait until it is known what is stored. */
  expect(): void {
    this.#hasBegun = false
  }

  /** With what is stored. Without a cursor nothing was ever stored here, and nothing old is read. */
  begin({ cursor, chats, readsPrivate }: Stored): void {
    this.#begunCount = 0
    this.#cursor = cursor
    this.#since = cursor === undefined ? undefined : snowflakeAt(timeOf(cursor) - CURSOR_SLACK_MS)
    for (const { chat, messageId } of chats) {
      if (!isSnowflake(messageId)) continue
      const after = this.#completeUpTo(messageId)
      this.#known.set(channelOf(chat), after)
      if (chat.kind === 'dm' && readsPrivate) this.#read({ channelId: chat.id, after, isPrivate: true })
    }
    this.#hasBegun = true
    for (const server of this.#servers.values()) this.#readNewer(server)
    this.#servers.clear()
  }

  /** Channels that packets were lost of: from there on. */
  again(readings: Iterable<Reading>): void {
    this.#begunCount = 0
    for (const reading of readings) this.#read(reading)
  }

  /** A server as the gateway describes it after each connection. */
  server({ id, channels = [], threads = [], joined_at: joinedAt = '' }: WireGuild): void {
    const server = { channels: [...channels, ...threads], joinedAtMs: Date.parse(joinedAt) || 0 }
    if (this.#hasBegun) this.#readNewer(server)
    else this.#servers.set(id, server)
  }

  #read(reading: Reading): void {
    if (this.#begunCount >= CHANNELS_MAX || this.#isRefused(reading.channelId)) return
    this.#begunCount += 1
    this.#deps.begins(reading.channelId, reading.after)
    this.#waiting.push(reading)
    this.#start()
  }

  /** Resolves when nothing is left to be read. */
  async idle(): Promise<void> {
    while (this.#running > 0 || this.#waiting.length > 0 || this.#delayed > 0) await this.#idle.promise
  }

  /** What is newer than the cursor was stored while something older was still missing, or is a command. */
  #completeUpTo(messageId: Snowflake): Snowflake {
    const isBeyond = this.#cursor !== undefined && isNewer(messageId, this.#cursor)
    return isBeyond && this.#since !== undefined ? this.#since : messageId
  }

  #readNewer({ channels, joinedAtMs }: { channels: readonly WireChannel[]; joinedAtMs: number }): void {
    const joined = snowflakeAt(joinedAtMs)
    const newer = channels.flatMap(({ id: channelId, last_message_id: last }) => {
      const stored = [this.#known.get(channelId), this.#since].filter((id) => id !== undefined)
      if (last === undefined || stored.length === 0) return []
      const after = newest(stored.reduce(newest), joined)
      return isNewer(last, after) ? [{ channelId, after, isPrivate: false, last }] : []
    })
    for (const reading of newer.sort((one, other) => byAge(other.last, one.last))) this.#read(reading)
  }

  #start(): void {
    while (this.#running < READS_AT_ONCE_MAX && this.#waiting.length > 0) {
      const reading = this.#waiting.shift()!
      this.#running += 1
      void this.#readAll(reading).then((left) => {
        this.#running -= 1
        if (reading.isLate === undefined) this.#deps.ends(reading.channelId)
        if (left) void this.#later({ ...left, isLate: true })
        this.#start()
        this.#idle.resolve()
        this.#idle = Promise.withResolvers()
      })
    }
  }

  async #later(reading: Late): Promise<void> {
    this.#delayed += 1
    await this.#deps.clock.sleep(LATER_MS, this.#signal).catch(() => undefined)
    this.#delayed -= 1
    if (this.#signal.aborted) return
    this.#waiting.push(reading)
    this.#start()
  }

  /** Returns what could not be read yet. */
  async #readAll(reading: Late): Promise<Reading | undefined> {
    const oldest = snowflakeAt(this.#deps.clock.now() - AGE_MS_MAX)
    let after = newest(reading.after, oldest)
    try {
      for (let page = 0; page < PAGES_MAX; page += 1) {
        await this.#deps.room()
        const messages = (await this.#page(reading.channelId, after)).sort((one, other) => byAge(one.id, other.id))
        for (const message of messages) this.#deps.missed(message, reading)
        after = messages.at(-1)?.id ?? after
        if (messages.length < PAGE_LENGTH) return undefined
      }
    } catch (error) {
      if (this.#signal.aborted) return undefined
      const code = error instanceof ChannelError ? error.code : 'unexpected'
      this.#deps.log.warn({ channel: reading.channelId, code }, 'could not read what was missed in a channel')
      if (isTransient(error)) return { ...reading, after }
      if (error instanceof ChannelError) this.#refuse(reading.channelId)
    }
    return undefined
  }

  #refuse(channelId: Snowflake): void {
    this.#refusedAtMs.set(channelId, this.#deps.clock.now())
  }

  #isRefused(channelId: Snowflake): boolean {
    return this.#deps.clock.now() - (this.#refusedAtMs.get(channelId) ?? -Infinity) < REFUSED_MS
  }

  async #page(channelId: Snowflake, after: Snowflake): Promise<ReadMessage[]> {
    const { api, clock, random } = this.#deps
    const query = { after, limit: String(PAGE_LENGTH) }
    const call = { method: 'GET', route: `/channels/${channelId}/messages`, query, effect: 'again' } as const
    const pauseMs = (failures: number, error: unknown) =>
      Math.max(retryAfterMs(error), spreadBackOffMs(failures, { ...BACK_OFF, random }))
    const policy = { clock, triesMax: TRIES_MAX, isTransient, pauseMs }
    return pageSchema.parse(await retry(() => api.call(call, this.#signal), policy, this.#signal))
  }
}

const retryAfterMs = (error: unknown) => (error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0)

const isTransient = (error: unknown) =>
  error instanceof ChannelError && (error.code === 'rate-limited' || error.code === 'unreachable')
