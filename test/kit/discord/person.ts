import {
  type APIUser,
  ApplicationCommandType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10'
import type { PlatformGroup, PlatformPerson, ShownMessage, WaitOptions } from '../platform.ts'
import { pictureSize } from '../picture-size.ts'
import { ChatView } from './chat-view.ts'
import { buttonsOf } from './components.ts'
import { messageCreated, messageUpdated, reactionChanged } from './events.ts'
import { InteractionMaker, type PersonDeps } from './interaction-maker.ts'
import { withdraw } from './messages.ts'
import { mimeOf, pictureName } from './mime.ts'
import { pingsIn } from './pings.ts'
import type { Channel, Post, Said } from './platform-objects.ts'

type FileOptions = { readonly name?: string; readonly caption?: string; readonly seconds?: number }

/** A person with an account, in one chat: their private one with the bot, a channel of a server, or a thread. */
export class Person implements PlatformPerson {
  readonly user: APIUser
  /** Where they are, as Discord names it; a thread has an id of its own. */
  readonly channel: Channel
  readonly #deps: PersonDeps
  readonly #locale: string
  readonly #view: ChatView

  constructor(deps: PersonDeps, user: APIUser, locale: string, channel?: Channel, view?: ChatView) {
    this.#deps = deps
    this.user = user
    this.#locale = locale
    this.channel = channel ?? deps.state.addChannel(user.username, { recipient: user })
    this.#view = view?.of(this.channel) ?? new ChatView(deps.state, user, this.channel)
  }

  get name(): string {
    return this.user.global_name ?? this.user.username
  }

  get id(): string {
    return this.user.id
  }

  get identity(): string {
    return `discord:${this.#deps.state.bot.id}:${this.user.id}`
  }

  get chatId(): string {
    return this.channel.parent?.id ?? this.channel.id
  }

  /** The same person, in a channel or a thread of it. */
  in(group: PlatformGroup, thread?: string): Person {
    const channel = this.#deps.state.channels.get(thread ?? group.id)
    if (!channel?.guild) throw new Error(`there is no channel ${thread ?? group.id}`)
    channel.guild.members.set(this.user.id, this.user)
    return new Person(this.#deps, this.user, this.#locale, channel, this.#view)
  }

  says(text: string): string {
    return this.posts({ content: text })
  }

  mentions(text: string): string {
    return this.says(`<@${this.#deps.state.bot.id}> ${text}`)
  }

  replies(to: string, text: string): string {
    return this.posts({ content: text, type: MessageType.Reply, replyTo: this.#find(to) })
  }

  /** What is no command of the bot is sent as text, as a client does. */
  commands(name: string, argument?: string): string {
    const command = this.#command(name, ApplicationCommandType.ChatInput)
    if (!command) return this.says(`/${name}${argument === undefined ? '' : ` ${argument}`}`)
    return this.#interactions.command(command, argument).id
  }

  /** Chooses the bot's command of this name in the menu of a message. */
  choosesFor(messageId: string, name: string): string {
    const command = this.#command(name, ApplicationCommandType.Message)
    if (!command) throw new Error(`the bot has no command "${name}" for messages`)
    return this.#interactions.messageCommand(command, this.#find(messageId)).id
  }

  presses(id: string, label: string | RegExp): void {
    const said = this.#find(id)
    const buttons = buttonsOf(said).filter(({ isDisabled }) => !isDisabled)
    const button = buttons.find((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)))
    if (!button) throw new Error(`message ${id} shows no button ${label}: ${JSON.stringify(buttons)}`)
    this.#interactions.press(said, button.customId)
  }

  photo(bytes: Uint8Array, caption = ''): string {
    return this.posts({ content: caption, files: [this.#file(bytes, { name: pictureName(bytes, 0) })] })
  }

  /** One message with several pictures, and one id. */
  album(pictures: readonly Uint8Array[], caption = ''): string[] {
    const files = pictures.map((bytes, index) => this.#file(bytes, { name: pictureName(bytes, index) }))
    return [this.posts({ content: caption, files })]
  }

  sendsFile(bytes: Uint8Array, { caption = '', ...file }: FileOptions = {}): string {
    return this.posts({ content: caption, files: [this.#file(bytes, file)] })
  }

  sendsVoice(bytes: Uint8Array = new Uint8Array(64)): string {
    const files = [this.#file(bytes, { name: 'voice-message.ogg', seconds: 3 })]
    return this.posts({ content: '', files, flags: MessageFlags.IsVoiceMessage })
  }

  sendsSticker(name = 'Wave'): string {
    const sticker_items = [{ id: this.#deps.state.unique(), name, format_type: 1 }]
    return this.posts({ content: '', more: { sticker_items } })
  }

  /** https://discord.com/developers/docs/resources/message#message-snapshot-object */
  forwards(text: string): string {
    const { state } = this.#deps
    const from = { type: MessageReferenceType.Forward, message_id: state.unique(), channel_id: state.unique() }
    const message = {
      type: 0,
      content: text,
      embeds: [],
      attachments: [],
      timestamp: new Date(state.now()).toISOString(),
    }
    const snapshot = { message: { ...message, edited_timestamp: null, flags: 0, mentions: [], mention_roles: [] } }
    const more = { message_reference: from, message_snapshots: [snapshot] }
    return this.posts({ content: '', flags: MessageFlags.HasSnapshot, more })
  }

  /** Sends a message of any content, such as a kind that is newer than this double. */
  posts(post: Omit<Post, 'author'>): string {
    const { state, tell } = this.#deps
    const replied = post.replyTo ? { replyTo: post.replyTo } : {}
    const pinged = pingsIn(state, post.content, replied)
    const said = state.post(this.channel, { ...post, pinged, author: this.user })
    if (this.channel.guild?.isLeft || this.channel.isClosed) return said.id
    state.unread.add(said)
    tell(messageCreated(this.#deps, said))
    return said.id
  }

  edits(id: string, text: string): void {
    const { state, tell } = this.#deps
    const said = this.#find(id)
    const pinged = pingsIn(state, text, said.replyTo ? { replyTo: said.replyTo } : {})
    Object.assign(said, { content: text, pinged, editedAtMs: state.now() })
    said.versions.push({ content: text, atMs: state.now() })
    tell(messageUpdated(this.#deps, said))
    state.changed(this.channel)
  }

  /** Discord found what is behind an address: the same message comes once more as an update, without an edit. */
  unfurls(id: string): void {
    this.#deps.tell(messageUpdated(this.#deps, this.#find(id)))
  }

  deletes(id: string): void {
    withdraw(this.#deps, this.#find(id))
  }

  reacts(id: string, ...emoji: string[]): void {
    const said = this.#find(id)
    for (const name of new Set([...said.reactions.keys(), ...emoji])) {
      const users = said.reactions.get(name) ?? new Set()
      said.reactions.set(name, users)
      const isAdded = emoji.includes(name)
      if (isAdded === users.has(this.user.id)) continue
      if (isAdded) users.add(this.user.id)
      else users.delete(this.user.id)
      this.#deps.tell(reactionChanged({ said, user: this.user, emoji: name, isAdded }))
    }
    this.#deps.state.changed(this.channel)
  }

  repeats(id: string): void {
    this.#deps.tell(messageCreated(this.#deps, this.#find(id)))
  }

  /** Allows the bot no private messages any more; what this person writes does not reach it either. */
  blocks(): void {
    this.channel.isClosed = true
  }

  unblocks(): void {
    this.channel.isClosed = false
  }

  async hears(pattern: RegExp, wait: WaitOptions = {}): Promise<ShownMessage> {
    return await this.#view.hears(pattern, wait)
  }

  transcript(): ShownMessage[] {
    return this.#view.transcript()
  }

  get #interactions(): InteractionMaker {
    return new InteractionMaker(this.#deps, { user: this.user, channel: this.channel, locale: this.#locale })
  }

  #command(name: string, type: ApplicationCommandType) {
    return this.#deps.state.commands.find((one) => one.type === type && namesOf(one).includes(name))
  }

  #find(id: string): Said {
    return this.#view.find(id)
  }

  #file(bytes: Uint8Array, { name = 'file.bin', seconds }: FileOptions) {
    const mime = mimeOf(name, bytes)
    const size = mime.startsWith('image/') ? { size: pictureSize(bytes) } : {}
    const voice = seconds === undefined ? {} : { seconds }
    return this.#deps.state.addFile({ channelId: this.channel.id, name, bytes, mime, ...size, ...voice })
  }
}

/** In every language that the bot gave: each person reads their own. */
function namesOf({ name, name_localizations: localised }: Readonly<Record<string, unknown>>): unknown[] {
  return [name, ...Object.values((localised ?? {}) as Record<string, string>)]
}
