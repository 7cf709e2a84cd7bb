import { identityId, accountId } from '#core/contract/ids.ts'
import type { PlatformPerson, ShownMessage, WaitOptions } from '../platform.ts'
import { eventually } from '../changes.ts'
import type { GraphState, Room, Said, StoredFile } from './graph-state.ts'
import { MEDIA_LIFETIME_MS } from './media.ts'
import { deletionEvent, echoEvent, editEvent, messageEvent, reactionEvent, readEvent } from './page-events.ts'
import type { WebhookItem } from './webhook-body.ts'
import { editMessage, messagesOf, rawMessage, reactionMessage, revokeMessage, statusOf } from './whatsapp-events.ts'
import { renderWhatsApp } from '../whatsapp-markup.ts'

// The app of the page's own inbox, as its echoes name it.
const INBOX_APP_ID = '263902037430900'

export type PersonKnobs = {
  /** Whether the words to pictures come with them, or in a message of their own, as Messenger's phone apps send them. */
  captions: 'together' | 'apart'
  /** The number is also used in the WhatsApp Business app: then WhatsApp tells of edits and deletions. */
  coexists: boolean
}

/** A person in their chat with the bot; what they do is told to the bot by its webhook. */
export class Person implements PlatformPerson {
  readonly name: string
  readonly room: Room
  readonly #state: GraphState
  readonly #knobs: PersonKnobs
  // What `hears` has returned, so that the next call waits for something new.
  readonly #heard = new Map<Said, string>()

  constructor(state: GraphState, room: Room, knobs: PersonKnobs) {
    this.#state = state
    this.room = room
    this.name = room.account.name
    this.#knobs = knobs
  }

  get chatId(): string {
    return this.room.account.id
  }

  get identity(): string {
    return identityId(accountId(this.#state.product, this.#state.profile.botId), this.chatId)
  }

  in(): never {
    throw new Error('Meta has no group chats for bots')
  }

  says(text: string): string {
    return this.#tells({ text })
  }

  /** Nobody else is in this chat, so nobody is named. */
  mentions(text: string): string {
    return this.says(text)
  }

  commands(name: string, argument = ''): string {
    return this.says(`/${name} ${argument}`.trim())
  }

  photo(bytes: Uint8Array, caption?: string): string {
    return this.album([bytes], caption)[0] ?? ''
  }

  /** WhatsApp sends N messages, the others one with N pictures. */
  album(pictures: readonly Uint8Array[], caption?: string): string[] {
    const files = pictures.map((bytes) => this.#picture(bytes))
    if (this.#state.isWhatsApp) {
      return files.map((file, index) => this.#tells({ pictures: [file], text: index === 0 ? (caption ?? '') : '' }))
    }
    if (caption === undefined || this.#knobs.captions === 'together')
      return [this.#tells({ pictures: files, text: caption ?? '' })]
    return [this.#tells({ pictures: files }), this.says(caption)]
  }

  sendsFile(bytes: Uint8Array, { name = 'file.pdf', mime = 'application/pdf' } = {}): string {
    return this.#tells({ document: this.#stored({ bytes, name, mime }) })
  }

  replies(to: string, text: string): string {
    this.#find(to)
    return this.#tells({ text, replyTo: to })
  }

  edits(id: string, text: string): void {
    const said = this.#find(id)
    said.text = text
    said.versions.push({ text, atMs: this.#state.now() })
    this.#state.changed(this.room)
    if (this.#state.product === 'messenger') this.#did(editEvent(this.#state, this.room, said))
    if (this.#coexists) this.#did(editMessage(this.#state, this.room, said))
  }

  deletes(id: string): void {
    const said = this.#find(id)
    said.isDeleted = true
    this.#state.changed(this.room)
    if (this.#state.product === 'instagram') this.#did(deletionEvent(this.#state, this.room, said))
    if (this.#coexists) this.#did(revokeMessage(this.#state, this.room, said))
  }

  reacts(id: string, ...emoji: string[]): void {
    const said = this.#find(id)
    const newest = emoji.at(-1)
    if (newest === undefined) said.reactions.delete('person')
    else said.reactions.set('person', newest)
    const event = this.#state.isWhatsApp ? reactionMessage : reactionEvent
    this.#did(event(this.#state, this.room, id, newest))
  }

  /** A quick reply: its title is said, and its payload comes with it. */
  presses(id: string, label: string | RegExp): void {
    const buttons = this.#buttonsOf(this.#find(id))
    const matches = (title: string) => (typeof label === 'string' ? title === label : label.test(title))
    const pressed = buttons.find(({ title }) => matches(title))
    if (!pressed) throw new Error(`there is no button ${label}; buttons: ${JSON.stringify(buttons)}`)
    this.#tells({ text: pressed.title }, pressed.payload)
  }

  repeats(id: string): void {
    const { item } = this.#find(id)
    if (!item) throw new Error(`the bot was not told of ${id}`)
    this.#state.tell(item)
  }

  /** Opens the chat: what the bot sent is read. */
  reads(): void {
    const mine = [...this.room.messages.values()].filter(({ fromBot }) => fromBot)
    const last = mine.at(-1)
    if (!last) return
    if (!this.#state.isWhatsApp) return this.#state.tell(readEvent(this.#state, this.room, last))
    for (const said of mine) this.#state.tell(statusOf(this.#state, this.room, said, 'read'))
  }

  /** Sends what this double has no word for: fields of a `message`, by the names of the product. */
  sendsRaw(content: Readonly<Record<string, unknown>>): string {
    const said = this.#state.post(this.room, { fromBot: false })
    const page = () => {
      const item = messageEvent(this.#state, this.room, said)
      return { ...item, body: { ...item.body, message: { mid: said.id, ...content } } }
    }
    this.#wrote(said, this.#state.isWhatsApp ? rawMessage(this.#state, this.room, said, content) : page())
    return said.id
  }

  /** Somebody of the page writes to this person; the bot is told by an echo. */
  isWrittenTo(text: string): string {
    const said = this.#state.post(this.room, { fromBot: true, text })
    this.#state.tell(echoEvent(this.#state, this.room, said, INBOX_APP_ID))
    return said.id
  }

  blocks(): void {
    this.room.isClosed = true
  }

  unblocks(): void {
    this.room.isClosed = false
  }

  /** The bot shows that it is typing. */
  get seesTyping(): boolean {
    return this.room.signals.findLast(({ kind }) => kind !== 'mark_seen')?.kind === 'typing_on'
  }

  async hears(pattern: RegExp, wait: WaitOptions = {}): Promise<ShownMessage> {
    const said = await eventually(this.#state, () => this.#unheard(pattern), {
      ...wait,
      room: this.room,
      otherwise: () => `${this.name} did not hear ${pattern}; heard: ${JSON.stringify(this.#botTexts())}`,
    })
    this.#heard.set(said, said.text)
    return this.#shown(said)
  }

  transcript(): ShownMessage[] {
    return [...this.room.messages.values()].filter(({ isDeleted }) => !isDeleted).map((said) => this.#shown(said))
  }

  get #coexists(): boolean {
    return this.#state.isWhatsApp && this.#knobs.coexists
  }

  #unheard(pattern: RegExp): Said | undefined {
    return [...this.room.messages.values()].find((said) => {
      const heard = this.#heard.get(said)
      const isNew = heard === undefined || heard !== said.text
      return said.fromBot && isNew && pattern.test(this.#rendered(said.text).text)
    })
  }

  #botTexts(): string[] {
    return this.transcript().flatMap(({ fromBot, text }) => (fromBot ? [text] : []))
  }

  #shown(said: Said): ShownMessage {
    const { text, marks } = this.#rendered(said.text)
    const link = /https?:\/\/\S+/.exec(text)?.[0]
    return {
      id: said.id,
      fromBot: said.fromBot,
      text,
      marks: said.showsPreview && link !== undefined ? [...marks, { type: 'preview', text: link }] : marks,
      earlier: said.versions.slice(0, -1).map((version) => this.#rendered(version.text).text),
      replyTo: said.replyTo,
      buttons: this.#buttonsOf(said).map(({ title }) => title),
      hasPicture: said.pictures.length > 0,
      file: said.document && { name: said.document.name, bytes: said.document.bytes },
      atMs: said.versions.at(-1)?.atMs ?? 0,
    }
  }

  #rendered(text: string) {
    return this.#state.isWhatsApp ? renderWhatsApp(text) : { text, marks: [] }
  }

  /** Quick replies are offered until something else is said. */
  #buttonsOf(said: Said): Said['quickReplies'] {
    return [...this.room.messages.values()].at(-1) === said ? said.quickReplies : []
  }

  #tells(what: Parameters<GraphState['post']>[1] extends infer Post ? Omit<Post, 'fromBot'> : never, payload?: string) {
    const said = this.#state.post(this.room, { fromBot: false, ...what })
    const extra = payload === undefined ? {} : { quickReplyPayload: payload }
    const item = this.#state.isWhatsApp
      ? messagesOf(this.#state, this.room, said)
      : messageEvent(this.#state, this.room, said, extra)
    this.#wrote(said, item)
    return said.id
  }

  #wrote(said: Said, item: WebhookItem): void {
    said.item = item
    this.#did(item)
  }

  #did(item: WebhookItem): void {
    this.room.lastFromPersonMs = this.#state.now()
    this.#state.tell(item)
  }

  #find(id: string): Said {
    const said = this.room.messages.get(id)
    if (!said) throw new Error(`there is no message ${id} in this chat`)
    return said
  }

  #picture(bytes: Uint8Array): StoredFile {
    const isPng = bytes[0] === 0x89
    return this.#stored({
      bytes,
      name: isPng ? 'picture.png' : 'picture.jpg',
      mime: isPng ? 'image/png' : 'image/jpeg',
    })
  }

  #stored(file: Pick<StoredFile, 'bytes' | 'name' | 'mime'>): StoredFile {
    return this.#state.addFile({ ...file, lifetimeMs: MEDIA_LIFETIME_MS.received })
  }
}
