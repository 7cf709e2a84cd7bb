import { Changes } from '../changes.ts'
import type { BotCommand, Chat, Content, Message, Update, User } from './wire.ts'

/** A chat with all that was said in it. */
export type Room = {
  chat: Chat
  readonly memberIds: Set<number>
  /** Topics by their thread id, which is the id of the message that opened them. */
  readonly topics: Map<number, Message>
  readonly messages: Map<number, Said>
  /** The person blocked the bot, or the bot was thrown out. */
  isClosed: boolean
  lastMessageId: number
  movedTo?: number
}

/** A message, as it reads now and as it read before. */
export type Said = {
  wire: Message
  readonly versions: { readonly text: string; readonly atMs: number }[]
  readonly reactions: string[]
}

export type StoredFile = { readonly id: string; readonly path: string; readonly bytes: Uint8Array }

export type PlatformStateOptions = {
  readonly bot: User
  readonly now: () => number
  readonly readsWholeGroups: boolean
  readonly idsAfter: number
}

type Post = { from: User; content: Content; threadId?: number | undefined; replyTo?: Said | undefined }

/** Everything that is at Telegram: people, chats, messages, files. It outlives the bot, and never uses an id twice. */
export class PlatformState extends Changes<Room> {
  readonly bot: User
  readonly now: () => number
  readonly rooms = new Map<number, Room>()
  readonly files = new Map<string, StoredFile>()
  readonly readsWholeGroups: boolean
  readonly idsAfter: number
  /** Presses of buttons that were not answered yet. */
  readonly openCallbacks = new Set<string>()
  /** The menus that the bot set, by language; that of all others is under ''. */
  readonly commands = new Map<string, readonly BotCommand[]>()
  /** Where updates for the bot go. */
  sendUpdate: (kind: string, body: unknown) => Update | undefined = () => undefined
  // All private chats of a bot share one row of message ids; each group has its own. So two chats often share an id.
  #privateMessageId: number
  #nextId = 1

  constructor({ bot, now, readsWholeGroups, idsAfter }: PlatformStateOptions) {
    super()
    this.bot = bot
    this.now = now
    this.readsWholeGroups = readsWholeGroups
    this.idsAfter = idsAfter
    this.#privateMessageId = idsAfter
  }

  unique(): number {
    return this.#nextId++
  }

  addRoom(chat: Chat, memberIds: readonly number[]): Room {
    const empty = { topics: new Map(), messages: new Map(), isClosed: false, lastMessageId: this.idsAfter }
    const room: Room = { chat, memberIds: new Set(memberIds), ...empty }
    this.rooms.set(chat.id, room)
    return room
  }

  addFile(folder: string, bytes: Uint8Array, extension: string): StoredFile {
    const number = this.unique()
    const file = { id: `AgACdouble${number}`, path: `${folder}/file_${number}.${extension}`, bytes }
    this.files.set(file.id, file)
    return file
  }

  /** Adds a message to a chat; sends no update yet. */
  post(room: Room, { from, content, threadId, replyTo }: Post): Said {
    const messageId = room.chat.type === 'private' ? ++this.#privateMessageId : ++room.lastMessageId
    const opened = threadId === undefined ? undefined : room.topics.get(threadId)
    const repliedTo = replyTo ? withoutReply(replyTo.wire) : opened
    const wire: Message = {
      message_id: messageId,
      from,
      chat: room.chat,
      date: Math.floor(this.now() / 1000),
      ...(threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true as const }),
      ...(repliedTo ? { reply_to_message: repliedTo } : {}),
      ...content,
    }
    const said = { wire, versions: [{ text: textOf(wire), atMs: this.now() }], reactions: [] }
    room.messages.set(messageId, said)
    this.changed(room)
    return said
  }

  rewrite(said: Said, content: Content): void {
    said.wire = { ...said.wire, ...content, edit_date: Math.floor(this.now() / 1000) }
    said.versions.push({ text: textOf(said.wire), atMs: this.now() })
    this.changed(this.rooms.get(said.wire.chat.id))
  }
}

export function textOf(message: Message): string {
  return message.text ?? message.caption ?? ''
}

/** What is replied to comes without what that replied to in its turn. */
function withoutReply(message: Message): Message {
  const { reply_to_message, ...own } = message
  return reply_to_message ? own : message
}
