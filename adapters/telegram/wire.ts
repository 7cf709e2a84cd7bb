import { z } from 'zod'

/**
 * What is read of an update of the Bot API; everything else in it is left alone. Fields that are not read are not
 * checked, so a newer Bot API does not break the reading.
 */
export const updateSchema = z.object({
  update_id: z.int(),
  get message() {
    return messageSchema.optional()
  },
  get edited_message() {
    return messageSchema.optional()
  },
  get callback_query() {
    return callbackSchema.optional()
  },
  get message_reaction() {
    return reactionSchema.optional()
  },
  get my_chat_member() {
    return memberSchema.optional()
  },
})

const userSchema = z.object({
  id: z.int(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})

const chatSchema = z.object({
  id: z.int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().optional(),
})

const entitySchema = z.object({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  url: z.string().optional(),
  user: userSchema.optional(),
})

const fileSchema = z.object({
  file_id: z.string(),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  /** In seconds. */
  duration: z.number().optional(),
  /** Side of a round video. */
  length: z.number().optional(),
  is_animated: z.boolean().optional(),
  is_video: z.boolean().optional(),
})

const mediaFields = {
  photo: z.array(fileSchema).optional(),
  animation: fileSchema.optional(),
  document: fileSchema.optional(),
  voice: fileSchema.optional(),
  audio: fileSchema.optional(),
  video: fileSchema.optional(),
  video_note: fileSchema.optional(),
  sticker: fileSchema.optional(),
}

const originSchema = z.object({
  sender_user: userSchema.optional(),
  sender_user_name: z.string().optional(),
  sender_chat: chatSchema.optional(),
  chat: chatSchema.optional(),
})

/** A message as it stands in a reply to it: without a reply of its own. */
const quotedSchema = z.object({
  message_id: z.int(),
  from: userSchema.optional(),
  sender_chat: chatSchema.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  forum_topic_created: z.unknown().optional(),
  ...mediaFields,
})

const messageSchema = z.object({
  ...quotedSchema.shape,
  date: z.int(),
  edit_date: z.int().optional(),
  chat: chatSchema,
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  media_group_id: z.string().optional(),
  entities: z.array(entitySchema).optional(),
  caption_entities: z.array(entitySchema).optional(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), live_period: z.number().optional() })
    .optional(),
  venue: z.object({ title: z.string(), address: z.string() }).optional(),
  contact: z.object({ first_name: z.string(), last_name: z.string().optional() }).optional(),
  dice: z.object({ emoji: z.string() }).optional(),
  poll: z.object({ question: z.string() }).optional(),
  story: z.unknown().optional(),
  game: z.unknown().optional(),
  paid_media: z.unknown().optional(),
  checklist: z.unknown().optional(),
  reply_to_message: quotedSchema.optional(),
  quote: z.object({ text: z.string() }).optional(),
  external_reply: z
    .object({ message_id: z.int().optional(), origin: originSchema.optional(), ...mediaFields })
    .optional(),
  forward_origin: originSchema.optional(),
  migrate_to_chat_id: z.int().optional(),
})

const callbackSchema = z.object({
  id: z.string(),
  from: userSchema,
  message: z
    .object({
      message_id: z.int(),
      chat: chatSchema,
      message_thread_id: z.int().optional(),
      is_topic_message: z.boolean().optional(),
    })
    .optional(),
  data: z.string().optional(),
})

const reactionSchema = z.object({
  chat: chatSchema,
  message_id: z.int(),
  user: userSchema.optional(),
  actor_chat: chatSchema.optional(),
  date: z.int(),
  new_reaction: z.array(
    z.object({ type: z.string(), emoji: z.string().optional(), custom_emoji_id: z.string().optional() }),
  ),
})

const memberSchema = z.object({
  chat: chatSchema,
  from: userSchema,
  date: z.int(),
  old_chat_member: z.object({ status: z.string() }),
  new_chat_member: z.object({ status: z.string() }),
})

export type WireUpdate = z.infer<typeof updateSchema>
export type WireMessage = z.infer<typeof messageSchema>
export type WireMedia = Partial<Pick<WireMessage, keyof typeof mediaFields>>
export type WireFile = z.infer<typeof fileSchema>
export type WireEntity = z.infer<typeof entitySchema>
export type WireChat = z.infer<typeof chatSchema>
export type WireUser = z.infer<typeof userSchema>
export type WireOrigin = z.infer<typeof originSchema>
export type WireCallback = z.infer<typeof callbackSchema>
export type WireReaction = z.infer<typeof reactionSchema>
export type WireMember = z.infer<typeof memberSchema>
