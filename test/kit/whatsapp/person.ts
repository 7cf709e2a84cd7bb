import { accountId, identityId } from '#core/contract/ids.ts'
import { pictureSize } from '../picture-size.ts'
import type { PlatformGroup, PlatformPerson, ShownMessage, WaitOptions } from '../platform.ts'
import { ChatView } from './chat-view.ts'
import type { Inbox } from './inbox.ts'
import { delivered, EDIT_WITHIN_S, sealedOpened } from './sends.ts'
import type { Devices } from './devices.ts'
import { mentionsIn } from './shown.ts'
import { type Chat, type Contact, type Said, STATUSES, userIn, type WhatsAppState } from './state.ts'
import type { WireMedia, WireMessage } from './wire.ts'

export type PersonDeps = { readonly state: WhatsAppState; readonly devices: Devices; readonly inbox: Inbox }

/** Any content of a message. `ageS`: it comes late, so many seconds after it was written. */
type Content = Partial<Omit<WireMessage, 'chat' | 'fromMe' | 'ack' | 't'>> & { readonly ageS?: number }

/** Between the pictures of an album, which come one by one. */
const ALBUM_GAP_MS = 3

/** Somebody with WhatsApp, in one chat: their private one with the account, or a group. */
export class Person implements PlatformPerson {
  readonly contact: Contact
  readonly chat: Chat
  readonly #deps: PersonDeps
  readonly #view: ChatView

  constructor(deps: PersonDeps, contact: Contact, chat: Chat, view?: ChatView) {
    this.#deps = deps
    this.contact = contact
    this.chat = chat
    this.#view = view?.of(chat) ?? new ChatView(deps.state, contact.name, chat)
  }

  get name(): string {
    return this.contact.name
  }

  get identity(): string {
    return identityId(accountId('whatsapp', userIn(this.#deps.state.me.pn)), this.contact.pn)
  }

  get chatId(): string {
    return this.chat.id
  }

  in({ id }: PlatformGroup): Person {
    const chat = this.#deps.state.chats.get(id)
    if (!chat?.members) throw new Error(`there is no group ${id}`)
    chat.members.set(this.contact.pn, this.contact)
    return new Person(this.#deps, this.contact, chat, this.#view)
  }

  /** `@` and a number names somebody, as a client does it. */
  says(text: string): string {
    return this.sends({ type: 'chat', ...this.#text(text) })
  }

  mentions(text: string): string {
    return this.says(`@${userIn(this.#deps.state.me.pn)} ${text}`)
  }

  /** In a group a slash is for nobody, unless the bot is named. */
  commands(name: string, argument = ''): string {
    const command = `/${name} ${argument}`.trim()
    return this.chat.members ? this.mentions(command) : this.says(command)
  }

  photo(bytes: Uint8Array, caption?: string): string {
    return this.sends(this.#picture(bytes, caption))
  }

  /** One message for each picture; nothing in them says that they belong together. */
  album(pictures: readonly Uint8Array[], caption?: string): string[] {
    return pictures.map((bytes, index) => {
      const id = this.#deps.state.messageId()
      const content = { id, ...this.#picture(bytes, index === 0 ? caption : undefined) }
      if (index === 0) this.sends(content)
      else this.#deps.inbox.later(index * ALBUM_GAP_MS, () => void this.sends(content))
      return id
    })
  }

  /** It can be opened once, on the phone alone. */
  sendsViewOnce(bytes: Uint8Array): string {
    return this.sends({ ...this.#picture(bytes), isViewOnce: true })
  }

  sendsSticker(bytes: Uint8Array): string {
    return this.sends({ type: 'sticker', media: this.#media(bytes, 'image/webp', { width: 512, height: 512 }) })
  }

  sendsVoice(bytes: Uint8Array = new Uint8Array(64), seconds = 3): string {
    return this.sends({ type: 'ptt', media: this.#media(bytes, 'audio/ogg; codecs=opus', { duration: seconds }) })
  }

  sendsFile(bytes: Uint8Array, { name = 'file.pdf', mime = 'application/pdf', caption = '' } = {}): string {
    const media = this.#media(bytes, mime, { filename: name })
    return this.sends({ type: 'document', media, ...this.#caption(caption) })
  }

  sendsLocation(lat: number, lng: number): string {
    return this.sends({ type: 'location', body: '', extra: { lat, lng, isLive: false } })
  }

  sendsContact(name: string): string {
    const body = `BEGIN:VCARD\nVERSION:3.0\nN:;${name};;;\nFN:${name}\nEND:VCARD`
    return this.sends({ type: 'vcard', body, extra: { vcardFormattedName: name } })
  }

  sendsPoll(question: string, ...options: readonly string[]): string {
    const pollOptions = options.map((name, localId) => ({ name, localId }))
    const extra = { pollName: question, pollOptions, pollSelectableOptionsCount: 1 }
    return this.sends({ type: 'poll_creation', body: question, extra })
  }

  replies(to: string, text: string): string {
    return this.sends({ type: 'chat', ...this.#text(text), quoted: this.#quoted(this.#view.find(to)) })
  }

  /** It comes so many seconds after it was written. */
  saidLate(text: string, ageS: number): string {
    return this.sends({ type: 'chat', ...this.#text(text), ageS })
  }

  /** The page cannot decrypt it. Once it asks the phone again it can, unless nobody answers it. */
  sendsUnreadable(text: string, { isLost = false } = {}): string {
    const id = this.sends({ type: 'ciphertext' })
    this.#view.find(id).sealed = isLost ? undefined : { type: 'chat', ...this.#text(text) }
    return id
  }

  /** The phone sends again what the page could not decrypt, unasked. */
  sendsReadable(id: string): void {
    sealedOpened(this.#deps.state, this.#deps.inbox, id)
  }

  /** To many at once, each in their own chat. */
  broadcasts(text: string): string {
    return this.sends({ type: 'chat', body: text, extra: { broadcast: true } })
  }

  /** A status, which everybody sees who knows them. */
  postsStatus(text: string): string {
    const { state } = this.#deps
    const chat = state.chats.get(STATUSES) ?? state.addChat({ id: STATUSES, name: 'Statuses' })
    const extra = { isStatusV3: true }
    return this.#sendsTo(chat, { type: 'chat', body: text, author: this.contact.pn, extra })
  }

  /** Sends a message of any content, such as a kind that is newer than this double. */
  sends(content: Content): string {
    const { chat } = this
    const author = chat.members && this.#deps.state.nameIn(chat, this.contact)
    return this.#sendsTo(chat, { ...(author !== undefined && { author }), ...content })
  }

  edits(id: string, text: string): void {
    const { state, inbox } = this.#deps
    const said = this.#own(id)
    if (state.seconds - said.wire.t > EDIT_WITHIN_S) throw new Error('a message can be edited for 15 minutes')
    const changed = said.wire.media ? this.#caption(text) : this.#text(text)
    state.rewrite(said, { ...changed, editedAtMs: state.now() })
    inbox.bring({ push: 'changed', message: said.wire })
  }

  /** For everybody. */
  deletes(id: string): void {
    const said = this.#own(id)
    const { media: _, caption: __, quoted: ___, mentions: ____, ...wire } = said.wire
    said.wire = wire
    this.#deps.state.rewrite(said, { type: 'revoked', body: '' })
    this.#deps.inbox.bring({ push: 'changed', message: said.wire })
  }

  /** One of each person: the newest counts. */
  reacts(id: string, ...emoji: string[]): void {
    const { state, inbox } = this.#deps
    const said = this.#view.find(id)
    const sender = state.nameIn(this.chat, this.contact)
    const newest = emoji.at(-1) ?? ''
    if (newest === '') said.reactions.delete(sender)
    else said.reactions.set(sender, newest)
    inbox.bring({ push: 'reaction', chat: this.chatId, id, fromMe: false, sender, emoji: newest, atMs: state.now() })
  }

  presses(): never {
    throw new Error('there are no buttons')
  }

  repeats(id: string): void {
    this.#tells(this.chat, this.#view.find(id))
  }

  /** The files of a message are no longer at WhatsApp. */
  expires(id: string): void {
    const { media } = this.#view.find(id).wire
    if (media) this.#deps.state.media.delete(media.path)
  }

  /** Opens the chat: what the bot sent is read. */
  reads(): void {
    const { state, devices } = this.#deps
    for (const said of this.chat.messages.values()) {
      if (!said.wire.fromMe || said.wire.ack < 1 || said.wire.ack >= 3) continue
      state.acknowledge(this.chat, said, 3)
      devices.tell({ push: 'ack', chat: this.chatId, id: said.wire.id, ack: 3 })
    }
  }

  /** The phone has no network: what is sent to it is not delivered until it has one. */
  goesOffline(): void {
    this.contact.isOn = false
  }

  comesOnline(): void {
    this.contact.isOn = true
    for (const said of this.chat.messages.values()) if (said.by === 'bot') delivered(this.#deps, this.chat, said)
  }

  /** The bot shows that it is typing. */
  get seesTyping(): boolean {
    return this.chat.signals.findLast(({ kind }) => kind !== 'seen')?.kind === 'typing'
  }

  async hears(pattern: RegExp, wait: WaitOptions = {}): Promise<ShownMessage> {
    return await this.#view.hears(pattern, wait)
  }

  transcript(): ShownMessage[] {
    return this.#view.transcript()
  }

  #sendsTo(chat: Chat, { ageS = 0, ...content }: Content): string {
    const { state } = this.#deps
    const about = { id: state.messageId(), t: state.seconds - ageS, ack: 1 as const, notifyName: this.name }
    const said = state.post(chat, 'person', { ...about, type: 'chat', ...content })
    this.#tells(chat, said)
    return said.wire.id
  }

  #tells(chat: Chat, { wire: message }: Said): void {
    const { state, inbox } = this.#deps
    inbox.bring({ push: 'message', message, chat: state.wireChat(chat), isNew: true })
  }

  #own(id: string): Said {
    const said = this.#view.find(id)
    const isOwn = said.by === 'person' && [undefined, this.contact.pn, this.contact.lid].includes(said.wire.author)
    if (!isOwn) throw new Error(`message ${id} is not from ${this.name}`)
    return said
  }

  #text(text: string) {
    return mentionsIn(this.#deps.state, this.chat, text)
  }

  #caption(text: string) {
    const { body: caption, ...mentions } = this.#text(text)
    return { ...(caption !== '' && { caption }), ...mentions }
  }

  #picture(bytes: Uint8Array, caption = '') {
    const media = this.#media(bytes, mimeOf(bytes), pictureSize(bytes))
    return { type: 'image', media, ...this.#caption(caption) }
  }

  #media(bytes: Uint8Array, mimetype: string, about: Partial<Omit<WireMedia, 'path'>>): WireMedia {
    return this.#deps.state.mediaOf({ bytes, mimetype }, about)
  }

  #quoted({ by, wire }: Said): NonNullable<WireMessage['quoted']> {
    const { state } = this.#deps
    const { id, fromMe, type, body, caption, media, author } = wire
    const writer = by === 'person' ? this.contact : state.me
    return {
      id,
      fromMe,
      author: author ?? state.nameIn(this.chat, writer),
      type,
      ...(body !== undefined && { body }),
      ...(caption !== undefined && { caption }),
      ...(media && { media }),
    }
  }
}

function mimeOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (text.startsWith('\u0089PNG')) return 'image/png'
  return text.startsWith('RIFF') && text.endsWith('WEBP') ? 'image/webp' : 'image/jpeg'
}
