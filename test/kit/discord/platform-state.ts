import { type APIUser, MessageType } from 'discord-api-types/v10'
import { Changes } from '../changes.ts'
import type { Channel, Guild, Interaction, Post, Said, StoredFile } from './platform-objects.ts'
import { Snowflakes } from './snowflake.ts'

/** Everything that is at Discord: people, servers, channels, messages, files. It outlives the bot. */
export class PlatformState extends Changes<Channel> {
  readonly bot: APIUser
  readonly now: () => number
  readonly channels = new Map<string, Channel>()
  readonly guilds = new Map<string, Guild>()
  readonly users = new Map<string, APIUser>()
  readonly files = new Map<string, StoredFile>()
  readonly interactions = new Map<string, Interaction>()
  /** What people wrote and the bot neither was sent nor has read. */
  readonly unread = new Set<Said>()
  /** As the bot registered them. */
  commands: readonly Record<string, unknown>[] = []
  readonly #snowflakes: Snowflakes

  constructor({ bot, now }: { bot: APIUser; now: () => number }) {
    super()
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
}
