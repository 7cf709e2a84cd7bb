import { z } from 'zod'
import { lenient, lenientList } from '../shared/lenient.ts'

/**
 * What is read of Discord's payloads (https://discord.com/developers/docs, version 10); everything else in them is left
 * alone. A message needs its ids and its author to be answered; any other field that cannot be read is left out.
 */
const id = z.string().regex(/^\d{1,20}$/)

export const THREAD_TYPES: readonly (number | undefined)[] = [10, 11, 12]
const DM_TYPES: readonly (number | undefined)[] = [1, 3]

/** The type is told in most payloads; where it is not, a private chat is what is in no server. */
export const isPrivate = ({ type, guildId }: { type: number | undefined; guildId: string | undefined }) =>
  type === undefined ? guildId === undefined : DM_TYPES.includes(type)

const userSchema = z.object({
  id,
  username: lenient(z.string()),
  global_name: lenient(z.string()),
  bot: lenient(z.boolean()),
})

const memberSchema = z.object({ nick: lenient(z.string()) })

const mentionedSchema = z.object({ ...userSchema.shape, member: lenient(memberSchema) })

const attachmentSchema = z.object({
  id,
  filename: lenient(z.string()),
  content_type: lenient(z.string()),
  size: lenient(z.number()),
  url: lenient(z.string()),
  width: lenient(z.number()),
  height: lenient(z.number()),
  /** Of a voice message. */
  duration_secs: lenient(z.number()),
})

const stickerSchema = z.object({ id, format_type: z.number() })

const contentFields = {
  content: lenient(z.string()),
  attachments: lenientList(attachmentSchema),
  sticker_items: lenientList(stickerSchema),
  flags: lenient(z.number()),
  mentions: lenientList(mentionedSchema),
}

/** A message as it stands in a reply to it: without a reply of its own. */
const quotedSchema = z.object({
  id,
  channel_id: lenient(id),
  author: lenient(userSchema),
  webhook_id: lenient(id),
  ...contentFields,
})

export const messageSchema = z.object({
  id,
  channel_id: id,
  guild_id: lenient(id),
  channel_type: lenient(z.number()),
  type: lenient(z.number()),
  author: userSchema,
  member: lenient(memberSchema),
  webhook_id: lenient(id),
  edited_timestamp: lenient(z.string()),
  mention_roles: lenientList(id),
  message_reference: lenient(z.object({ type: lenient(z.number()), message_id: lenient(id), channel_id: lenient(id) })),
  referenced_message: lenient(quotedSchema),
  message_snapshots: lenientList(z.object({ message: z.object(contentFields) })),
  ...contentFields,
})

export const deletedSchema = z.object({
  id: lenient(id),
  ids: lenientList(id),
  channel_id: id,
  guild_id: lenient(id),
})

export const reactionSchema = z.object({
  user_id: id,
  channel_id: id,
  message_id: id,
  guild_id: lenient(id),
  message_author_id: lenient(id),
  member: lenient(z.object({ nick: lenient(z.string()), user: lenient(userSchema) })),
  emoji: z.object({ id: lenient(id), name: lenient(z.string()) }),
})

export const channelSchema = z.object({
  id,
  type: lenient(z.number()),
  guild_id: lenient(id),
  parent_id: lenient(id),
  name: lenient(z.string()),
  last_message_id: lenient(id),
})

export const guildSchema = z.object({
  id,
  name: lenient(z.string()),
  joined_at: lenient(z.string()),
  channels: lenientList(channelSchema),
  threads: lenientList(channelSchema),
  roles: lenientList(z.object({ id, name: z.string(), tags: lenient(z.object({ bot_id: lenient(id) })) })),
})

export const threadListSchema = z.object({ guild_id: id, threads: lenientList(channelSchema) })

export const readySchema = z.object({
  user: z.object({ id, username: z.string() }),
  application: lenient(z.object({ id, flags: lenient(z.number()) })),
})

const optionSchema = z.object({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })

export const interactionSchema = z.object({
  id,
  application_id: id,
  type: z.number(),
  token: z.string(),
  channel_id: lenient(id),
  channel: lenient(channelSchema),
  guild_id: lenient(id),
  locale: lenient(z.string()),
  user: lenient(userSchema),
  member: lenient(z.object({ nick: lenient(z.string()), user: lenient(userSchema) })),
  message: lenient(z.object({ id })),
  data: lenient(
    z.object({
      type: lenient(z.number()),
      name: lenient(z.string()),
      custom_id: lenient(z.string()),
      target_id: lenient(id),
      options: lenientList(optionSchema),
      resolved: lenient(z.object({ messages: lenient(z.record(z.string(), quotedSchema)) })),
    }),
  ),
})

export const packetSchema = z.object({ t: z.string(), d: z.unknown() })

export type WirePacket = z.infer<typeof packetSchema>
export type WireUser = z.infer<typeof userSchema>
export type WireMember = z.infer<typeof memberSchema>
export type WireMessage = z.infer<typeof messageSchema>
export type WireQuoted = z.infer<typeof quotedSchema>
export type WireContent = Pick<WireMessage, keyof typeof contentFields>
export type WireAttachment = z.infer<typeof attachmentSchema>
export type WireChannel = z.infer<typeof channelSchema>
export type WireGuild = z.infer<typeof guildSchema>
export type WireInteraction = z.infer<typeof interactionSchema>
