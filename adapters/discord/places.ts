import type { Chat } from '#core/contract/message.ts'
import { BoundedMap, BoundedSet } from '#machine/bounded.ts'
import { defined } from '../shared/defined.ts'
import { displayName } from '../shared/event-text.ts'
import type { Snowflake } from './snowflake.ts'
import { type WireChannel, type WireGuild, THREAD_TYPES } from './wire.ts'

/** Of channels with threads, and of roles: what is beyond is asked for again when it is needed. */
const KNOWN_MAX = 50_000

type Place = { readonly guildId?: string; readonly parentId?: string; readonly name?: string }

/**
 * What the gateway has said of servers: which channel a thread is in, names, and which role is the bot's. A thread is a
 * conversation of its own in the chat of its channel: `chat.id` is the channel, `threadId` the thread, forum posts too.
 */
export class Places {
  readonly #botId: string
  readonly #places = new BoundedMap<Snowflake, Place>(KNOWN_MAX)
  readonly #servers = new BoundedMap<Snowflake, string>(KNOWN_MAX)
  readonly #roles = new BoundedMap<Snowflake, string>(KNOWN_MAX)
  readonly #ownRoles = new BoundedSet<Snowflake>(KNOWN_MAX)

  constructor(botId: string) {
    this.#botId = botId
  }

  addGuild(guild: WireGuild): void {
    if (guild.name) this.#servers.set(guild.id, guild.name)
    for (const role of guild.roles ?? []) {
      this.#roles.set(role.id, role.name)
      if (role.tags?.bot_id === this.#botId) this.#ownRoles.add(role.id)
    }
    for (const channel of [...(guild.channels ?? []), ...(guild.threads ?? [])]) this.addChannel(channel, guild.id)
  }

  addChannel({ id, type, parent_id: parentId, name, ...channel }: WireChannel, guild?: Snowflake): void {
    const isThread = THREAD_TYPES.includes(type)
    const guildId = guild ?? channel.guild_id
    // The parent of another channel is only the category that it is listed under.
    this.#places.set(id, defined({ guildId, parentId: (isThread && parentId) || undefined, name }))
  }

  /** A thread that a stored conversation names. */
  addThread(id: Snowflake, parentId: Snowflake): void {
    if (!this.#places.has(id)) this.#places.set(id, { parentId })
  }

  parentOf(channelId: Snowflake): Snowflake | undefined {
    return this.#places.get(channelId)?.parentId
  }

  guildOf(channelId: Snowflake): Snowflake | undefined {
    return this.#places.get(channelId)?.guildId
  }

  /** A thread whose channel is not known is a chat of its own: what is sent into it arrives all the same. */
  chatOf({ channelId, isPrivate }: { channelId: Snowflake; isPrivate: boolean }): Chat {
    if (isPrivate) return { id: channelId, kind: 'dm' }
    const parentId = this.parentOf(channelId)
    return defined({
      id: parentId ?? channelId,
      kind: 'group' as const,
      threadId: parentId === undefined ? undefined : channelId,
      title: this.#titleOf(parentId ?? channelId),
    })
  }

  /** With its server: most servers have a `#general`. */
  #titleOf(channelId: Snowflake): string | undefined {
    const { name, guildId } = this.#places.get(channelId) ?? {}
    if (!name) return undefined
    const server = guildId === undefined ? undefined : this.#servers.get(guildId)
    return displayName(server === undefined ? `#${name}` : `${server} · #${name}`)
  }

  channelName(id: Snowflake): string | undefined {
    return this.#places.get(id)?.name
  }

  roleName(id: Snowflake): string | undefined {
    return this.#roles.get(id)
  }

  isOwnRole(id: Snowflake): boolean {
    return this.#ownRoles.has(id)
  }
}

/** The channel that a chat is at Discord. */
export const channelOf = ({ id, threadId }: Pick<Chat, 'id' | 'threadId'>): Snowflake => threadId ?? id
