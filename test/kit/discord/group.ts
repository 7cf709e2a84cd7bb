import { GatewayDispatchEvents } from 'discord-api-types/v10'
import type { PlatformGroup } from '../platform.ts'
import { threadCreated } from './events.ts'
import { guildCreated } from './gateway.ts'
import type { Channel, Guild, PlatformState } from './platform-state.ts'
import type { Dispatch } from './session.ts'

type Deps = { readonly state: PlatformState; readonly tell: (event: Dispatch) => void }

/** A channel of a server that the bot is in. */
export class Group implements PlatformGroup {
  readonly #deps: Deps
  readonly guild: Guild
  readonly channel: Channel

  constructor(deps: Deps, title: string, guild?: Guild) {
    this.#deps = deps
    this.guild = guild ?? deps.state.addGuild(title)
    this.channel = deps.state.addChannel(guild ? title : 'general', { guild: this.guild })
    if (guild) deps.tell(this.#channelCreated())
    else deps.tell(guildCreated(this.guild))
  }

  get id(): string {
    return this.channel.id
  }

  /** Another channel of the same server. */
  another(name: string): Group {
    return new Group(this.#deps, name, this.guild)
  }

  thread(name: string): string {
    const { state, tell } = this.#deps
    const owner = [...this.guild.members.keys()].find((id) => id !== state.bot.id)
    const opened = { guild: this.guild, parent: this.channel, ...(owner === undefined ? {} : { ownerId: owner }) }
    const thread = state.addChannel(name, opened)
    tell(threadCreated(thread))
    return thread.id
  }

  /** Throws the bot out of the server. */
  removesBot(): void {
    this.guild.isLeft = true
    this.#deps.tell({
      ...guildCreated(this.guild),
      t: GatewayDispatchEvents.GuildDelete,
      d: () => ({ id: this.guild.id }),
    })
  }

  #channelCreated(): Dispatch {
    const object = { id: this.channel.id, guild_id: this.guild.id, name: this.channel.name, type: 0, position: 1 }
    const d = { ...object, last_message_id: null, permission_overwrites: [], nsfw: false, parent_id: null, topic: null }
    return { ...guildCreated(this.guild), t: GatewayDispatchEvents.ChannelCreate, d: () => d }
  }
}
