import { withEntities } from './entities.ts'
import { eventually } from '../changes.ts'
import type { WaitOptions } from '../platform.ts'
import type { Group } from './group.ts'
import { pictureSize } from '../picture-size.ts'
import type { Chat, Content, KeyboardButton, Message, User } from './wire.ts'
import { type PlatformState, type Room, type Said, textOf } from './platform-state.ts'

export type Shown = {
  readonly from: string
  readonly fromBot: boolean
  readonly messageId: number
  readonly text: string
  /** The texts it had before, oldest first. */
  readonly earlier: readonly string[]
  /** What its buttons say. */
  readonly buttons: readonly string[]
  readonly replyTo: number | undefined
  readonly hasPhoto: boolean
  /** That the bot sent. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | undefined
  readonly atMs: number
}

type ChatLocation = { readonly room: Room; readonly threadId?: number | undefined }
type FileOptions = { readonly caption?: string; readonly name?: string; readonly mime?: string }

/** A person with an account, in one chat: their private one with the bot, or a group. Sending returns an id. */
export class Person {
  readonly user: User
  readonly #state: PlatformState
  readonly #location: ChatLocation
  // The messages that `hears` has returned, so that the next call waits for something new.
  readonly #heard: Map<Said, string>

  constructor(state: PlatformState, user: User, location?: ChatLocation, heard = new Map<Said, string>()) {
    this.user = user
    this.#state = state
    this.#location = location ?? { room: state.addRoom(privateChat(user), [user.id]) }
    this.#heard = heard
  }

  get id(): number {
    return this.user.id
  }

  get chatId(): number {
    return this.#location.room.chat.id
  }

  /** The same person, in a group or in a topic of it. */
  in(group: Group, topic?: number): Person {
    group.room.memberIds.add(this.id)
    return new Person(this.#state, this.user, { room: group.room, threadId: topic }, this.#heard)
  }

  sends(text: string): number {
    return this.#says({ text, ...withEntities('entities', text) })
  }

  replies(messageId: number, text: string, options: { quote?: string } = {}): number {
    const quote = options.quote === undefined ? {} : { quote: { text: options.quote, position: 0 } }
    return this.#says({ text, ...withEntities('entities', text), ...quote }, this.#find(messageId))
  }

  /** Names someone who has no user name, as a client does when one is picked from the list. */
  mentions(user: User, text: string): number {
    const name = user.first_name
    const entities = [{ type: 'text_mention', offset: 0, length: name.length, user }]
    return this.#says({ text: `${name} ${text}`, entities })
  }

  forwards(text: string, from: string): number {
    const origin = { type: 'hidden_user', sender_user_name: from, date: Math.floor(this.#state.now() / 1000) }
    return this.#says({ text, ...withEntities('entities', text), forward_origin: origin })
  }

  sendsPhoto(bytes: Uint8Array, caption?: string): number {
    return this.#says({ ...this.#photo(bytes), ...captioned(caption) })
  }

  /** Pictures sent as one: separate messages that share an album id; the words are on the first. */
  sendsAlbum(pictures: readonly Uint8Array[], caption?: string): number[] {
    const media_group_id = `album${this.#state.idsAfter + this.#state.unique()}`
    return pictures.map((bytes, index) =>
      this.#says({ ...this.#photo(bytes), media_group_id, ...captioned(index === 0 ? caption : undefined) }),
    )
  }

  sendsFile(bytes: Uint8Array, options: FileOptions = {}): number {
    const { caption, name = 'file.bin', mime = 'application/octet-stream' } = options
    const file = this.#state.addFile('documents', bytes, name.split('.').at(-1) ?? 'bin')
    const document = { file_id: file.id, file_size: bytes.length, file_name: name, mime_type: mime }
    return this.#says({ document, ...captioned(caption) })
  }

  sendsVoice(bytes: Uint8Array = new Uint8Array(64)): number {
    const file = this.#state.addFile('voice', bytes, 'oga')
    return this.#says({ voice: { file_id: file.id, file_size: bytes.length, mime_type: 'audio/ogg', duration: 3 } })
  }

  sendsSticker(emoji = '👍'): number {
    const file = this.#state.addFile('stickers', new Uint8Array(64), 'webp')
    const kind = { type: 'regular', is_animated: false, is_video: false }
    return this.#says({ sticker: { file_id: file.id, file_size: 64, width: 512, height: 512, ...kind, emoji } })
  }

  sendsLocation(latitude = 48.2, longitude = 16.37): number {
    return this.#says({ location: { latitude, longitude } })
  }

  sendsContact(firstName: string, phone = '+10000000'): number {
    return this.#says({ contact: { first_name: firstName, phone_number: phone } })
  }

  /** Sends any content of the Bot API, such as a kind that is newer than this double. */
  sendsRaw(content: Content): number {
    return this.#says(content)
  }

  edits(messageId: number, text: string): void {
    const said = this.#find(messageId)
    const isText = said.wire.text !== undefined
    const content = isText ? { text, ...withEntities('entities', text) } : captioned(text)
    this.#state.rewrite(said, content)
    this.#sendUpdate('edited_message', said.wire)
  }

  reacts(messageId: number, ...emoji: string[]): void {
    this.#state.sendUpdate('message_reaction', {
      chat: this.#location.room.chat,
      message_id: messageId,
      user: this.user,
      date: Math.floor(this.#state.now() / 1000),
      old_reaction: [],
      new_reaction: emoji.map((one) => ({ type: 'emoji', emoji: one })),
    })
  }

  /** Presses a button under a message; returns the id that the bot has to answer. */
  presses(messageId: number, data: string): string {
    const id = String(this.#state.idsAfter + this.#state.unique())
    this.#state.openCallbacks.add(id)
    const message = this.#find(messageId).wire
    this.#state.sendUpdate('callback_query', { id, from: this.user, message, data, chat_instance: String(this.chatId) })
    return id
  }

  /** Presses the button that says so. */
  pressesButton(messageId: number, label: string | RegExp): string {
    const fits = ({ text }: KeyboardButton) => (typeof label === 'string' ? text === label : label.test(text))
    const button = buttonsOf(this.#find(messageId).wire).find(fits)
    if (button === undefined) throw new Error(`message ${messageId} has no button ${label}`)
    return this.presses(messageId, button.callback_data)
  }

  blocks(): void {
    this.#membership('member', 'kicked')
  }

  unblocks(): void {
    this.#membership('kicked', 'member')
  }

  /** Resolves as soon as a message of the bot reads so; one that was heard counts again when it reads differently. */
  async hears(pattern: RegExp, wait: WaitOptions = {}): Promise<Shown> {
    const said = await eventually(this.#state, () => this.#unheard(pattern), {
      ...wait,
      room: this.#location.room,
      otherwise: () => `${this.user.first_name} did not hear ${pattern}; heard: ${JSON.stringify(this.#botTexts())}`,
    })
    this.#heard.set(said, textOf(said.wire))
    return this.#shown(said)
  }

  /** Resolves with the files that the bot has sent here, once there are as many. */
  async getsFiles(count: number, wait: WaitOptions = {}): Promise<NonNullable<Shown['file']>[]> {
    const look = () => {
      const files = this.transcript().flatMap(({ fromBot, file }) => (fromBot && file ? [file] : []))
      return files.length >= count ? files : undefined
    }
    const otherwise = () => `${this.user.first_name} got no ${count} files; heard: ${JSON.stringify(this.#botTexts())}`
    return await eventually(this.#state, look, { ...wait, room: this.#location.room, otherwise })
  }

  /** Everything said here, as it reads now. */
  transcript(): Shown[] {
    return this.#here().map((said) => this.#shown(said))
  }

  #unheard(pattern: RegExp): Said | undefined {
    return this.#here().find((said) => {
      const heard = this.#heard.get(said)
      const isNew = heard === undefined || !pattern.test(heard)
      return this.#isBots(said) && isNew && pattern.test(textOf(said.wire))
    })
  }

  #here(): Said[] {
    const { room, threadId } = this.#location
    return [...room.messages.values()].filter(({ wire }) => wire.message_thread_id === threadId)
  }

  #botTexts(): string[] {
    return this.#here()
      .filter((said) => this.#isBots(said))
      .map(({ wire }) => textOf(wire))
  }

  /** By id: a group's anonymous admins have the name of a bot, too. */
  #isBots({ wire }: Said): boolean {
    return wire.from.id === this.#state.bot.id
  }

  #shown(said: Said): Shown {
    const { wire, versions } = said
    return {
      from: wire.from.first_name,
      fromBot: this.#isBots(said),
      messageId: wire.message_id,
      text: textOf(wire),
      earlier: versions.slice(0, -1).map(({ text }) => text),
      buttons: buttonsOf(wire).map(({ text }) => text),
      replyTo: wire.reply_to_message?.message_id,
      hasPhoto: wire.photo !== undefined,
      file: this.#fileOf(wire),
      atMs: versions.at(-1)?.atMs ?? 0,
    }
  }

  #fileOf({ document }: Message): Shown['file'] {
    const { file_id: id, file_name: name } = (document ?? {}) as { file_id?: string; file_name?: string }
    const file = this.#state.files.get(id ?? '')
    return file && { name: name ?? '', bytes: file.bytes }
  }

  #says(content: Content, replyTo?: Said): number {
    const { room, threadId } = this.#location
    const said = this.#state.post(room, { from: this.user, content, threadId, replyTo })
    this.#sendUpdate('message', said.wire)
    return said.wire.message_id
  }

  #sendUpdate(kind: 'message' | 'edited_message', message: Message): void {
    if (!this.#location.room.isClosed && isSeenByBot(this.#state, message)) this.#state.sendUpdate(kind, message)
  }

  #membership(from: string, to: string): void {
    this.#location.room.isClosed = to === 'kicked'
    const state = (status: string) => ({ user: this.#state.bot, status })
    this.#state.sendUpdate('my_chat_member', {
      chat: this.#location.room.chat,
      from: this.user,
      date: Math.floor(this.#state.now() / 1000),
      old_chat_member: state(from),
      new_chat_member: state(to),
    })
  }

  #find(messageId: number): Said {
    const said = this.#location.room.messages.get(messageId)
    if (!said) throw new Error(`there is no message ${messageId} in this chat`)
    return said
  }

  // Like Telegram, small sizes first; the first one is no usable picture.
  #photo(bytes: Uint8Array): Content {
    const { width, height } = pictureSize(bytes)
    const small = this.#state.addFile('photos', new Uint8Array(16), 'jpg')
    const whole = this.#state.addFile('photos', bytes, 'jpg')
    return {
      photo: [
        { file_id: small.id, file_size: 16, width: Math.ceil(width / 8), height: Math.ceil(height / 8) },
        { file_id: whole.id, file_size: bytes.length, width, height },
      ],
    }
  }
}

const buttonsOf = ({ reply_markup: markup }: Message): readonly KeyboardButton[] => markup?.inline_keyboard.flat() ?? []

function privateChat(user: User): Chat {
  return { id: user.id, type: 'private', first_name: user.first_name }
}

function captioned(caption: string | undefined): Content {
  return caption === undefined ? {} : { caption, ...withEntities('caption_entities', caption) }
}

/** With privacy mode on, a bot in a group sees commands, replies to it, and messages that name it. */
function isSeenByBot({ bot, readsWholeGroups }: PlatformState, message: Message): boolean {
  if (message.chat.type === 'private' || readsWholeGroups) return true
  const text = textOf(message)
  const entities = message.entities ?? message.caption_entities ?? []
  const names = entities.some(({ type, offset, length, user }) => {
    const words = text.slice(offset, offset + length).toLowerCase()
    const isCommand = type === 'bot_command' && (!words.includes('@') || words.endsWith(`@${bot.username}`))
    return isCommand || user?.id === bot.id || (type === 'mention' && words === `@${bot.username}`)
  })
  return names || message.reply_to_message?.from.id === bot.id
}
