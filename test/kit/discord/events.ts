import {
  ChannelType,
  GatewayDispatchEvents as Event,
  GatewayIntentBits as Intent,
  type APIUser,
} from 'discord-api-types/v10'
import { readsContent } from './intents.ts'
import type { Channel, PlatformState, Said } from './platform-state.ts'
import type { Dispatch } from './session.ts'
import { channelObject, memberObject, messageObject, type SignedUrl } from './wire.ts'

type Deps = { readonly state: PlatformState; readonly signedUrl: SignedUrl }

/** What the gateway tells a bot of messages. https://discord.com/developers/docs/events/gateway-events */
export function messageCreated(deps: Deps, said: Said): Dispatch {
  return ofMessage(deps, said, Event.MessageCreate)
}

export function messageUpdated(deps: Deps, said: Said): Dispatch {
  return ofMessage(deps, said, Event.MessageUpdate)
}

/** Only ids: what was deleted, and by whom, is not told. */
export function messageDeleted({ id, channel }: Said): Dispatch {
  const intents = channel.guild ? Intent.GuildMessages : Intent.DirectMessages
  const d = { id, channel_id: channel.id, ...guildIdOf(channel) }
  return { t: Event.MessageDelete, d: () => d, intents, guildId: channel.guild?.id }
}

type Reacted = { readonly said: Said; readonly user: APIUser; readonly emoji: string; readonly isAdded: boolean }

export function reactionChanged({ said, user, emoji, isAdded }: Reacted): Dispatch {
  const { channel } = said
  const added = {
    message_author_id: said.author.id,
    ...(channel.guild ? { member: memberObject(channel.guild, user) } : {}),
  }
  const d = {
    user_id: user.id,
    channel_id: channel.id,
    message_id: said.id,
    ...guildIdOf(channel),
    ...(isAdded ? added : {}),
    emoji: { id: null, name: emoji },
    burst: false,
    type: 0,
  }
  const intents = channel.guild ? Intent.GuildMessageReactions : Intent.DirectMessageReactions
  const t = isAdded ? Event.MessageReactionAdd : Event.MessageReactionRemove
  return { t, d: () => d, intents, guildId: channel.guild?.id }
}

export function threadCreated(thread: Channel): Dispatch {
  const d = { ...channelObject(thread), newly_created: true }
  return { t: Event.ThreadCreate, d: () => d, intents: Intent.Guilds, guildId: thread.guild?.id }
}

function ofMessage({ state, signedUrl }: Deps, said: Said, t: Event): Dispatch {
  const { channel, author } = said
  const { guild, parent } = channel
  const place = guild
    ? { guild_id: guild.id, channel_type: parent ? ChannelType.PublicThread : ChannelType.GuildText }
    : { channel_type: ChannelType.DM }
  const { user, ...member } = guild ? memberObject(guild, author) : {}
  const extra = { ...place, ...(user ? { member } : {}) }
  const whole = { ...messageObject(state, said, signedUrl), ...extra }
  const hidden = { content: '', attachments: [], embeds: [], components: [] }
  return {
    t,
    d: (intents) => ({ ...whole, ...(readsContent(intents, said, state.bot.id) ? {} : hidden) }),
    intents: guild ? Intent.GuildMessages : Intent.DirectMessages,
    guildId: guild?.id,
    sent: () => void state.untaken.delete(said),
  }
}

function guildIdOf({ guild }: Channel): { guild_id?: string } {
  return guild ? { guild_id: guild.id } : {}
}
