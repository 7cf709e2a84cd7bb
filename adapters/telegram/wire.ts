import { z } from 'zod'
import { lenient, lenientList } from '../shared/lenient.ts'
import { SERVICE_FIELDS } from './service-fields.ts'

/**
 * What is read of an update of the Bot API; everything else in it is left alone. Fields that are not read are not
 * checked, and of those that are read a message needs only a few: without its id, date, chat or sender it cannot be
 * told apart or answered, any other one is `lenient`. So a newer Bot API does not break the reading.
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
  first_name: lenient(z.string()),
  last_name: lenient(z.string()),
  username: lenient(z.string()),
  language_code: lenient(z.string()),
})

const chatSchema = z.object({
  id: z.int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: lenient(z.string()),
})

const entitySchema = z.object({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  url: lenient(z.string()),
  user: lenient(userSchema),
})

const fileSchema = z.object({
  file_id: z.string(),
  file_size: lenient(z.number()),
  file_name: lenient(z.string()),
  mime_type: lenient(z.string()),
  width: lenient(z.number()),
  height: lenient(z.number()),
  /** In seconds. */
  duration: lenient(z.number()),
  /** Side of a round video. */
  length: lenient(z.number()),
  is_animated: lenient(z.boolean()),
  is_video: lenient(z.boolean()),
})

const mediaFields = {
  photo: lenientList(fileSchema),
  animation: lenient(fileSchema),
  document: lenient(fileSchema),
  voice: lenient(fileSchema),
  audio: lenient(fileSchema),
  video: lenient(fileSchema),
  video_note: lenient(fileSchema),
  sticker: lenient(fileSchema),
}

const originSchema = z.object({
  sender_user: lenient(userSchema),
  sender_user_name: lenient(z.string()),
  sender_chat: lenient(chatSchema),
  chat: lenient(chatSchema),
})

/** A message as it stands in a reply to it: without a reply of its own. */
const quotedSchema = z.object({
  message_id: z.int(),
  from: lenient(userSchema),
  sender_chat: lenient(chatSchema),
  text: lenient(z.string()),
  caption: lenient(z.string()),
  forum_topic_created: z.unknown().optional(),
  ...mediaFields,
})

const serviceShape = Object.fromEntries(SERVICE_FIELDS.map((name) => [name, z.unknown().optional()])) as {
  [Name in (typeof SERVICE_FIELDS)[number]]: z.ZodOptional<z.ZodUnknown>
}

const messageSchema = z.object({
  ...serviceShape,
  ...quotedSchema.shape,
  date: z.int(),
  chat: chatSchema,
  from: userSchema.optional(),
  sender_chat: chatSchema.optional(),
  edit_date: lenient(z.int()),
  message_thread_id: lenient(z.int()),
  is_topic_message: lenient(z.boolean()),
  media_group_id: lenient(z.string()),
  entities: lenientList(entitySchema),
  caption_entities: lenientList(entitySchema),
  location: lenient(z.object({ latitude: z.number(), longitude: z.number(), live_period: lenient(z.number()) })),
  contact: lenient(z.object({ first_name: z.string(), last_name: lenient(z.string()) })),
  reply_to_message: lenient(quotedSchema),
  quote: lenient(z.object({ text: z.string() })),
  external_reply: lenient(z.object({ message_id: lenient(z.int()), origin: lenient(originSchema), ...mediaFields })),
  /** One that cannot be read is still one: forwarded words are nobody's own. */
  forward_origin: originSchema.optional().catch({}),
  via_bot: z.unknown().optional(),
})

const callbackSchema = z.object({
  id: z.string(),
  from: userSchema,
  message: lenient(
    z.object({
      message_id: z.int(),
      chat: chatSchema,
      message_thread_id: lenient(z.int()),
      is_topic_message: lenient(z.boolean()),
    }),
  ),
  data: lenient(z.string()),
})

const reactionSchema = z.object({
  chat: chatSchema,
  message_id: z.int(),
  user: userSchema.optional(),
  actor_chat: chatSchema.optional(),
  date: z.int(),
  new_reaction: z.array(
    z.object({ type: z.string(), emoji: lenient(z.string()), custom_emoji_id: lenient(z.string()) }),
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

/** In UTF-16 units; both ways. */
export const TEXT_LENGTH_MAX = 4096
