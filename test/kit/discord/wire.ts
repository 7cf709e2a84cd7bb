import {
  type APIAttachment,
  type APIGuildMember,
  type APIMessage,
  type APIUser,
  ApplicationIntegrationType,
  ChannelType,
  type GatewayGuildCreateDispatchData,
  type APIDMChannel,
  type APIGuildTextChannel,
  type APIThreadChannel,
  type APIMessageInteractionMetadata,
  InteractionType,
  MessageReferenceType,
  PermissionFlagsBits as Permission,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10'
import type { Interaction } from './interaction-state.ts'
import type { Channel, Guild, PlatformState, Said, StoredFile } from './platform-state.ts'
import { timeOf } from './snowflake.ts'

/** Gives a file the address at which the CDN has it for some time. */
export type SignedUrl = (file: StoredFile) => string

export const PERMISSIONS = String(
  Permission.ViewChannel |
    Permission.SendMessages |
    Permission.SendMessagesInThreads |
    Permission.CreatePublicThreads |
    Permission.EmbedLinks |
    Permission.AttachFiles |
    Permission.ReadMessageHistory |
    Permission.AddReactions,
)

/** https://discord.com/developers/docs/resources/channel#channel-object */
export function channelObject(channel: Channel): APIDMChannel | APIGuildTextChannel<ChannelType.GuildText> | APIThread {
  const { id, name, guild, parent, recipient, lastMessageId } = channel
  const last_message_id = lastMessageId ?? null
  if (recipient) return { id, type: ChannelType.DM, name: null, recipients: [recipient], last_message_id }
  const common = { id, name, guild_id: guild?.id ?? '', last_message_id, rate_limit_per_user: 0 }
  if (parent) return threadObject(channel, parent, common)
  return { ...common, type: ChannelType.GuildText, position: 0, permission_overwrites: [], nsfw: false, topic: null }
}

type APIThread = APIThreadChannel<ChannelType.PublicThread>

function threadObject(channel: Channel, parent: Channel, common: { id: string; name: string }): APIThread {
  const createdAt = new Date(timeOf(channel.id)).toISOString()
  return {
    ...common,
    type: ChannelType.PublicThread,
    parent_id: parent.id,
    ...(channel.ownerId === undefined ? {} : { owner_id: channel.ownerId }),
    message_count: channel.messages.size,
    total_message_sent: channel.messages.size,
    member_count: 1,
    thread_metadata: {
      archived: false,
      auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
      archive_timestamp: createdAt,
      locked: false,
      create_timestamp: createdAt,
    },
  }
}

/** https://discord.com/developers/docs/resources/guild#guild-member-object */
export function memberObject(guild: Guild, user: APIUser): APIGuildMember {
  const common = { nick: null, roles: [], deaf: false, mute: false, flags: 0, avatar: null, banner: null }
  return { ...common, user, joined_at: new Date(guild.joinedAtMs).toISOString(), premium_since: null, pending: false }
}

/** https://discord.com/developers/docs/events/gateway-events#guild-create */
export function guildObject(guild: Guild): GatewayGuildCreateDispatchData {
  const channels = guild.channels.map(channelObject)
  const members = [...guild.members.values()].map((user) => memberObject(guild, user))
  const everyone = { id: guild.id, name: '@everyone', color: 0, hoist: false, position: 0, permissions: PERMISSIONS }
  const colours = { primary_color: 0, secondary_color: null, tertiary_color: null }
  return {
    id: guild.id,
    name: guild.name,
    owner_id: members.find(({ user }) => !user.bot)?.user.id ?? guild.id,
    joined_at: new Date(guild.joinedAtMs).toISOString(),
    large: false,
    member_count: members.length,
    members,
    channels: channels.filter((channel) => channel.type === ChannelType.GuildText),
    threads: channels.filter((channel) => channel.type === ChannelType.PublicThread),
    roles: [{ ...everyone, colors: colours, managed: false, mentionable: false, flags: 0 as never }],
    ...{ emojis: [], stickers: [], features: [], voice_states: [], presences: [], stage_instances: [] },
    ...{ guild_scheduled_events: [], soundboard_sounds: [], preferred_locale: 'en-US' as never, hub_type: null },
    ...{ icon: null, splash: null, discovery_splash: null, banner: null, description: null, vanity_url_code: null },
    ...{ afk_channel_id: null, afk_timeout: 300, application_id: null, system_channel_id: null, mfa_level: 0 },
    ...{ rules_channel_id: null, public_updates_channel_id: null, safety_alerts_channel_id: null, premium_tier: 0 },
    ...{ verification_level: 0, default_message_notifications: 0, explicit_content_filter: 0, nsfw_level: 0 },
    ...{ system_channel_flags: 0 as never, premium_progress_bar_enabled: false, incidents_data: null },
  }
}

/** https://discord.com/developers/docs/resources/message#message-object */
export function messageObject(state: PlatformState, said: Said, signedUrl: SignedUrl): APIMessage {
  const { channel, interaction, replyTo, nonce } = said
  return {
    id: said.id,
    channel_id: channel.id,
    author: said.author,
    content: said.content,
    timestamp: new Date(timeOf(said.id)).toISOString(),
    edited_timestamp: said.editedAtMs === undefined ? null : new Date(said.editedAtMs).toISOString(),
    tts: false,
    mention_everyone: said.pinged.has('everyone'),
    mentions: [...said.pinged].flatMap((id) => state.users.get(id) ?? []),
    mention_roles: [...said.pinged].flatMap((id) => (id.startsWith('&') ? id.slice(1) : [])),
    attachments: said.files.map((file) => attachmentObject(file, signedUrl)),
    embeds: [],
    pinned: false,
    type: said.type,
    flags: said.flags,
    components: said.components,
    ...reactionsOf(state, said),
    ...(nonce === undefined ? {} : { nonce }),
    ...(replyTo ? replyFields(state, replyTo, signedUrl) : {}),
    ...(interaction ? interactionFields(state, interaction) : {}),
    ...said.more,
  }
}

/** What is replied to comes without what that replied to in its turn; `null` once it was deleted. */
function replyFields(state: PlatformState, replyTo: Said, signedUrl: SignedUrl) {
  const { id: message_id, channel } = replyTo
  const guild = channel.guild ? { guild_id: channel.guild.id } : {}
  const message_reference = { type: MessageReferenceType.Default, message_id, channel_id: channel.id, ...guild }
  const replied = { ...replyTo, replyTo: undefined }
  return { message_reference, referenced_message: replyTo.isDeleted ? null : messageObject(state, replied, signedUrl) }
}

function interactionFields(state: PlatformState, { id, type, user, about }: Interaction) {
  const owners = { [ApplicationIntegrationType.GuildInstall]: '0' }
  const common = { id, user, authorizing_integration_owners: owners }
  const metadata: APIMessageInteractionMetadata =
    type === InteractionType.MessageComponent
      ? { ...common, type, interacted_message_id: about?.id ?? '' }
      : { ...common, type: InteractionType.ApplicationCommand, ...(about ? { target_message_id: about.id } : {}) }
  return { webhook_id: state.bot.id, application_id: state.bot.id, interaction_metadata: metadata }
}

function reactionsOf(state: PlatformState, { reactions }: Said): Pick<APIMessage, 'reactions'> {
  const shown = [...reactions].filter(([, users]) => users.size > 0)
  if (shown.length === 0) return {}
  return {
    reactions: shown.map(([name, users]) => ({
      count: users.size,
      count_details: { burst: 0, normal: users.size },
      me: users.has(state.bot.id),
      me_burst: false,
      emoji: { id: null, name },
      burst_colors: [],
    })),
  }
}

/** https://discord.com/developers/docs/resources/message#attachment-object */
function attachmentObject(file: StoredFile, signedUrl: SignedUrl): APIAttachment {
  const { id, name: filename, bytes, mime: content_type, size, seconds } = file
  const url = signedUrl(file)
  const voice = seconds === undefined ? {} : { duration_secs: seconds, waveform: 'AAAA' }
  return { id, filename, content_type, size: bytes.length, url, proxy_url: url, ...size, ...voice }
}
