import { type APIMessageTopLevelComponent, type APIUser, MessageType } from 'discord-api-types/v10'
import type { Interaction } from './interaction-state.ts'
import { Snowflakes } from './snowflake.ts'

/** A place where messages are: a private chat, a channel of a server, or a thread below one. */
export type Channel = {
  readonly id: string
  readonly name: string
  readonly messages: Map<string, Said>
  /** Opened by whom: threads only. */
  readonly ownerId?: string
  /** The other one: private chats only. */
  readonly recipient?: APIUser
  readonly guild?: Guild
  /** The channel that this thread is in. */
  readonly parent?: Channel
  lastMessageId: string | undefined
  /** The person blocked the bot. */
  isClosed: boolean
}

/** A server. */
export type Guild = {
  readonly id: string
  readonly name: string
  readonly members: Map<string, APIUser>
  readonly channels: Channel[]
  readonly joinedAtMs: number
  /** The bot was thrown out. */
  isLeft: boolean
}

export type StoredFile = {
  readonly id: string
  readonly channelId: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly mime: string
  readonly size?: { readonly width: number; readonly height: number }
  /** Of a voice message. */
  readonly seconds?: number
}

/** A message, as it reads now and as it read before. */
export type Said = {
  readonly id: string
  readonly channel: Channel
  readonly author: APIUser
  readonly type: MessageType
  readonly replyTo: Said | undefined
  readonly nonce: string | undefined
  /** That it answers. */
  readonly interaction: Interaction | undefined
  /** Ephemeral: only this person sees it. */
  readonly onlyFor: string | undefined
  readonly reactions: Map<string, Set<string>>
  readonly versions: { readonly content: string; readonly atMs: number }[]
  /** Fields that the double only passes on, such as stickers or a poll. */
  readonly more: Readonly<Record<string, unknown>>
  content: string
  flags: number
  files: readonly StoredFile[]
  components: APIMessageTopLevelComponent[]
  /** Who is pinged: ids of people, `everyone`, `&` with the id of a role. */
  pinged: ReadonlySet<string>
  editedAtMs: number | undefined
  isDeleted: boolean
}

export type Post = {
  readonly author: APIUser
  readonly content: string
  readonly pinged?: ReadonlySet<string>
  readonly type?: MessageType
  readonly replyTo?: Said | undefined
  readonly flags?: number
  readonly files?: readonly StoredFile[]
  readonly components?: APIMessageTopLevelComponent[]
  readonly nonce?: string | undefined
  readonly interaction?: Interaction | undefined
  readonly onlyFor?: string | undefined
  readonly more?: Readonly<Record<string, unknown>>
}

/** Everything that is at Discord: people, servers, channels, messages, files. It outlives the bot. */
export class PlatformState {
  readonly bot: APIUser
  readonly now: () => number
  readonly channels = new Map<string, Channel>()
  readonly guilds = new Map<string, Guild>()
  readonly users = new Map<string, APIUser>()
  readonly files = new Map<string, StoredFile>()
  readonly interactions = new Map<string, Interaction>()
  /** What people wrote and the bot neither was sent nor has read. */
  readonly untaken = new Set<Said>()
  /** As the bot registered them. */
  commands: readonly Record<string, unknown>[] = []
  readonly #snowflakes: Snowflakes
  readonly #listeners = new Set<(channel?: Channel) => void>()

  constructor({ bot, now }: { bot: APIUser; now: () => number }) {
    this.bot = bot
    this.now = now
    this.#snowflakes = new Snowflakes(now)
    this.users.set(bot.id, bot)
  }

  unique(): string {
    return this.#snowflakes.next()
  }

  addUser(name: string): APIUser {
    const id = this.unique()
    const username = name.toLowerCase().replace(/[^a-z0-9_.]/g, '_')
    const user = { id, username, discriminator: '0', global_name: name, avatar: null }
    this.users.set(id, user)
    return user
  }

  addGuild(name: string): Guild {
    const members = new Map([[this.bot.id, this.bot]])
    const guild: Guild = { id: this.unique(), name, members, channels: [], joinedAtMs: this.now(), isLeft: false }
    this.guilds.set(guild.id, guild)
    return guild
  }

  addChannel(name: string, place: Pick<Channel, 'recipient' | 'guild' | 'parent' | 'ownerId'>, id?: string): Channel {
    const empty = { messages: new Map<string, Said>(), lastMessageId: undefined, isClosed: false }
    const channel: Channel = { id: id ?? this.unique(), name, ...empty, ...place }
    this.channels.set(channel.id, channel)
    channel.guild?.channels.push(channel)
    return channel
  }

  addFile(file: Omit<StoredFile, 'id'>): StoredFile {
    const stored = { id: this.unique(), ...file }
    this.files.set(stored.id, stored)
    return stored
  }

  /** Adds a message to a channel; tells the gateway nothing yet. */
  post(channel: Channel, post: Post): Said {
    const { author, content, pinged = new Set(), type = MessageType.Default, flags = 0, files = [], more = {} } = post
    const { replyTo, nonce, interaction, onlyFor, components = [] } = post
    const said: Said = {
      ...{ id: this.unique(), channel, author, type, replyTo, nonce, interaction, onlyFor, more },
      ...{ content, pinged, flags, files, components, reactions: new Map(), editedAtMs: undefined, isDeleted: false },
      versions: [{ content, atMs: this.now() }],
    }
    channel.messages.set(said.id, said)
    if (onlyFor === undefined) channel.lastMessageId = said.id
    this.changed(channel)
    return said
  }

  /** Something is new: in one channel, or anywhere. */
  changed(channel?: Channel): void {
    for (const listener of this.#listeners) listener(channel)
  }

  /** Calls `listener` after every change; returns what ends that. */
  onChange(listener: (channel?: Channel) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
