import { ApiError, badRequest } from './api-error.ts'
import { pictureSize } from './picture-size.ts'
import type { Payload, Upload } from './request-body.ts'
import type { Content, Entity, Message } from './wire.ts'
import type { Room, Said, World } from './platform-state.ts'

/** Limits of the Bot API; texts in UTF-16 units. */
const LIMITS = { text: 4096, caption: 1024, downloadBytes: 20 << 20, photoBytes: 10 << 20 }

type Method = (world: World, payload: Payload) => unknown

/** What the bot can call, but for updates, which the server answers. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: ({ bot, readsWholeGroups }) => ({
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: readsWholeGroups,
    supports_inline_queries: false,
  }),
  sendMessage: (world, payload) => send(world, payload, textContent(payload)),
  sendPhoto: (world, payload) => send(world, payload, photoContent(world, payload)),
  editMessageText: (world, payload) => edit(world, payload, textContent(payload)),
  deleteMessage: (world, payload) => {
    const room = roomOf(world, payload)
    said(room, payload.message_id, 'message to delete not found')
    room.messages.delete(Number(payload.message_id))
    world.changed()
    return true
  },
  sendChatAction: (world, payload) => {
    roomOf(world, payload)
    if (typeof payload.action !== 'string') throw badRequest('wrong parameter action in request')
    return true
  },
  setMessageReaction: (world, payload) => {
    const message = said(roomOf(world, payload), payload.message_id, 'message to react not found')
    const shown = (structured(payload.reaction) ?? []) as { emoji: string }[]
    message.reactions.splice(0, Infinity, ...shown.map(({ emoji }) => emoji))
    world.changed()
    return true
  },
  answerCallbackQuery: (world, payload) => {
    if (!world.openCallbacks.delete(String(payload.callback_query_id))) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    return true
  },
  setMyCommands: (world, payload) => {
    world.commands = structured(payload.commands)
    return true
  },
  getMyCommands: (world) => world.commands ?? [],
  getFile: (world, payload) => {
    const file = world.files.get(String(payload.file_id))
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
    if (file.bytes.length > LIMITS.downloadBytes) throw badRequest('file is too big')
    return { file_id: file.id, file_unique_id: `u${file.id}`, file_size: file.bytes.length, file_path: file.path }
  },
}

/** The methods that are seen in a chat, and so are counted by its limits. */
export const COUNTED = ['sendMessage', 'sendPhoto', 'editMessageText']

function send(world: World, payload: Payload, content: Content): Message {
  const room = roomOf(world, payload)
  const thread = payload.message_thread_id
  const threadId = thread === undefined ? undefined : Number(thread)
  if (threadId !== undefined && !room.topics.has(threadId)) throw badRequest('message thread not found')
  return world.post(room, { from: world.bot, content, threadId, replyTo: repliedTo(room, payload) }).wire
}

function edit(world: World, payload: Payload, content: Content): Message {
  const message = said(roomOf(world, payload), payload.message_id, 'message to edit not found')
  if (message.wire.from.id !== world.bot.id) throw badRequest("message can't be edited")
  if (message.wire.text === undefined) throw badRequest('there is no text in the message to edit')
  const shown = ({ text, entities = [] }: Content) => JSON.stringify([text, entities])
  if (shown(message.wire) === shown(content)) {
    const both = 'content and reply markup'
    throw badRequest(`message is not modified: specified new message ${both} are exactly the same as a current ${both}`)
  }
  world.rewrite(message, content)
  return message.wire
}

function textContent(payload: Payload): Content {
  if (payload.parse_mode !== undefined) throw badRequest('this double reads entities, not parse_mode')
  const text = word(payload.text).trim()
  if (text === '') throw badRequest('message text is empty')
  if (text.length > LIMITS.text) throw badRequest('message is too long')
  const entities = structured(payload.entities) as Content['entities']
  if (!entities) return { text }
  const fits = ({ offset, length }: Entity) => offset >= 0 && length > 0 && offset + length <= text.length
  if (!entities.every(fits)) throw badRequest('entity begins or ends outside of the text')
  return { text, entities }
}

function photoContent(world: World, payload: Payload): Content {
  const upload = payload.photo as Upload | string | undefined
  const caption = word(payload.caption).trim()
  if (caption.length > LIMITS.caption) throw badRequest('message caption is too long')
  if (upload === undefined || typeof upload === 'string') throw badRequest('there is no photo in the request')
  if (upload.bytes.length > LIMITS.photoBytes) throw badRequest('file is too big')
  const file = world.addFile('photos', upload.bytes, 'jpg')
  const size = { file_id: file.id, file_size: upload.bytes.length, ...pictureSize(upload.bytes) }
  return { photo: [size], ...(caption === '' ? {} : { caption }) }
}

function roomOf(world: World, payload: Payload): Room {
  const room = world.rooms.get(Number(payload.chat_id))
  if (!room) throw badRequest('chat not found')
  if (room.movedTo !== undefined) {
    const description = 'Bad Request: group chat was upgraded to a supergroup chat'
    throw new ApiError(400, description, { migrate_to_chat_id: room.movedTo })
  }
  if (!room.isClosed) return room
  const why = room.chat.type === 'private' ? 'bot was blocked by the user' : 'bot was kicked from the group chat'
  throw new ApiError(403, `Forbidden: ${why}`)
}

function repliedTo(room: Room, payload: Payload): Said | undefined {
  const parameters = structured(payload.reply_parameters) as Record<string, unknown> | undefined
  if (parameters === undefined) return undefined
  const message = room.messages.get(Number(parameters.message_id))
  if (!message && parameters.allow_sending_without_reply !== true) throw badRequest('message to be replied not found')
  return message
}

function said(room: Room, messageId: unknown, otherwise: string): Said {
  const message = room.messages.get(Number(messageId))
  if (!message) throw badRequest(otherwise)
  return message
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** In a form, structures come as JSON text. */
function structured(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}
