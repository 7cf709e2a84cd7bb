import { ApiError, badRequest } from './api-error.ts'
import { pictureSize } from '../picture-size.ts'
import type { Payload, Upload } from '../request-body.ts'
import type { BotCommand, Content, Entity, Keyboard, KeyboardButton, Message } from './wire.ts'
import type { PlatformState, Room, Said } from './platform-state.ts'

/** Limits of the Bot API; texts in UTF-16 units. */
const LIMITS = { text: 4096, caption: 1024, downloadBytes: 20 << 20, photoBytes: 10 << 20, uploadBytes: 50_000_000 }

type Method = (state: PlatformState, payload: Payload) => unknown

/** What the bot can call, but for updates, which the server answers. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: ({ bot, readsWholeGroups }) => ({
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: readsWholeGroups,
    supports_inline_queries: false,
  }),
  sendMessage: (state, payload) => send(state, payload, { ...textContent(payload), ...previewOf(payload) }),
  sendPhoto: (state, payload) => send(state, payload, photoContent(state, payload)),
  sendDocument: (state, payload) => send(state, payload, documentContent(state, payload)),
  editMessageText: (state, payload) => edit(state, payload, { ...textContent(payload), ...previewOf(payload) }),
  deleteMessage: (state, payload) => {
    const room = roomOf(state, payload)
    said(room, payload.message_id, 'message to delete not found')
    room.messages.delete(Number(payload.message_id))
    state.changed()
    return true
  },
  sendChatAction: (state, payload) => {
    roomOf(state, payload)
    if (typeof payload.action !== 'string') throw badRequest('wrong parameter action in request')
    return true
  },
  setMessageReaction: (state, payload) => {
    const message = said(roomOf(state, payload), payload.message_id, 'message to react not found')
    const shown = (structured(payload.reaction) ?? []) as { emoji: string }[]
    message.reactions.splice(0, Infinity, ...shown.map(({ emoji }) => emoji))
    state.changed()
    return true
  },
  answerCallbackQuery: (state, payload) => {
    if (!state.openCallbacks.delete(String(payload.callback_query_id))) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    return true
  },
  setMyCommands: (state, payload) => {
    state.commands.set(word(payload.language_code), commandsIn(payload))
    return true
  },
  getMyCommands: (state, payload) => state.commands.get(word(payload.language_code)) ?? [],
  getFile: (state, payload) => {
    const file = state.files.get(String(payload.file_id))
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
    if (file.bytes.length > LIMITS.downloadBytes) throw badRequest('file is too big')
    return { file_id: file.id, file_unique_id: `u${file.id}`, file_size: file.bytes.length, file_path: file.path }
  },
}

/** The methods that are seen in a chat, and so are counted by its limits. */
export const COUNTED = ['sendMessage', 'sendPhoto', 'sendDocument', 'editMessageText']

function send(state: PlatformState, payload: Payload, content: Content): Message {
  const room = roomOf(state, payload)
  const thread = payload.message_thread_id
  const threadId = thread === undefined ? undefined : Number(thread)
  if (threadId !== undefined && !room.topics.has(threadId)) throw badRequest('message thread not found')
  return state.post(room, { from: state.bot, content, threadId, replyTo: repliedTo(room, payload) }).wire
}

function edit(state: PlatformState, payload: Payload, content: Content): Message {
  const message = said(roomOf(state, payload), payload.message_id, 'message to edit not found')
  if (message.wire.from.id !== state.bot.id) throw badRequest("message can't be edited")
  if (message.wire.text === undefined) throw badRequest('there is no text in the message to edit')
  const shown = ({ text, entities = [] }: Content) => JSON.stringify([text, entities])
  const markup = (value: Content) => value.reply_markup ?? null
  const isSame = JSON.stringify(markup(message.wire)) === JSON.stringify(markup(content))
  if (shown(message.wire) === shown(content) && isSame) {
    const both = 'content and reply markup'
    throw badRequest(`message is not modified: specified new message ${both} are exactly the same as a current ${both}`)
  }
  state.rewrite(message, content)
  return message.wire
}

function textContent(payload: Payload): Content {
  if (payload.parse_mode !== undefined) throw badRequest('this double reads entities, not parse_mode')
  const text = word(payload.text).trim()
  if (text === '') throw badRequest('message text is empty')
  if (text.length > LIMITS.text) throw badRequest('message is too long')
  const entities = structured(payload.entities) as Content['entities']
  const keyboard = keyboardIn(payload)
  if (!entities) return { text, reply_markup: keyboard }
  const fits = ({ offset, length }: Entity) => offset >= 0 && length > 0 && offset + length <= text.length
  if (!entities.every(fits)) throw badRequest('entity begins or ends outside of the text')
  return { text, entities, reply_markup: keyboard }
}

/** Bot API, BotCommand: lower-case letters, digits and underscores; at most 100 of them. */
function commandsIn(payload: Payload): BotCommand[] {
  const commands = (structured(payload.commands) ?? []) as BotCommand[]
  const isGood = ({ command, description }: BotCommand) =>
    /^[a-z0-9_]{1,32}$/.test(command) && description.length >= 1 && description.length <= 256
  if (commands.length > 100 || !commands.every(isGood)) throw badRequest('BOT_COMMAND_INVALID')
  return commands
}

const BUTTONS_MAX = 100
const BUTTON_DATA_BYTES_MAX = 64

/** Bot API, InlineKeyboardButton: text and 1 to 64 bytes of callback data. */
function keyboardIn(payload: Payload): Keyboard | undefined {
  const markup = structured(payload.reply_markup) as Keyboard | undefined
  const buttons = markup?.inline_keyboard.flat() ?? []
  const isGood = ({ text, callback_data: data }: KeyboardButton) =>
    text.trim() !== '' && data !== '' && Buffer.byteLength(data) <= BUTTON_DATA_BYTES_MAX
  if (buttons.length > BUTTONS_MAX || !buttons.every(isGood)) throw badRequest('BUTTON_DATA_INVALID')
  return buttons.length === 0 ? undefined : markup
}

/** Whether a link in the text is previewed. */
function previewOf({ link_preview_options: options }: Payload): Content {
  return options === undefined ? {} : { link_preview_options: structured(options) }
}

function photoContent(state: PlatformState, payload: Payload): Content {
  const upload = payload.photo as Upload | string | undefined
  const caption = word(payload.caption).trim()
  if (caption.length > LIMITS.caption) throw badRequest('message caption is too long')
  if (upload === undefined || typeof upload === 'string') throw badRequest('there is no photo in the request')
  if (upload.bytes.length > LIMITS.photoBytes) throw badRequest('file is too big')
  const file = state.addFile('photos', upload.bytes, 'jpg')
  const size = { file_id: file.id, file_size: upload.bytes.length, ...pictureSize(upload.bytes) }
  return { photo: [size], ...(caption === '' ? {} : { caption }) }
}

function documentContent(state: PlatformState, payload: Payload): Content {
  const upload = payload.document as Upload | string | undefined
  const caption = word(payload.caption).trim()
  if (caption.length > LIMITS.caption) throw badRequest('message caption is too long')
  if (upload === undefined || typeof upload === 'string') throw badRequest('there is no document in the request')
  if (upload.bytes.length > LIMITS.uploadBytes) throw new ApiError(413, 'Request Entity Too Large')
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty')
  const file = state.addFile('documents', upload.bytes, upload.fileName.split('.').at(-1) ?? 'bin')
  const document = { file_id: file.id, file_size: upload.bytes.length, file_name: upload.fileName }
  return { document, ...(caption === '' ? {} : { caption }) }
}

function roomOf(state: PlatformState, payload: Payload): Room {
  const room = state.rooms.get(Number(payload.chat_id))
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
