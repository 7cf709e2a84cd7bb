import { randomBytes } from 'node:crypto'
import { Changes } from '../changes.ts'
import type { Ack, Jid, WireChat, WireMe, WireMedia, WireMessage } from './wire.ts'

/** Somebody with a number; groups may name them by their hidden id instead. */
export type Contact = {
  readonly name: string
  readonly pn: Jid
  readonly lid: Jid
  /** The phone has a network: what is sent to it is delivered. */
  isOn: boolean
}

/** A private chat of the account, a group, or another place where messages are. */
export type Chat = {
  readonly id: Jid
  readonly name: string
  /** Of a private chat: who is at the other end. */
  readonly contact?: Contact
  /** Of a group, without the account itself. */
  readonly members?: Map<Jid, Contact>
  readonly isLidAddressing?: boolean
  readonly messages: Map<string, Said>
  unreadCount: number
  /** What the account shows without saying something, in order. */
  readonly signals: { readonly kind: 'typing' | 'recording' | 'stop' | 'seen'; readonly atMs: number }[]
}

/** A message, as it reads now and as it read before. */
export type Said = {
  wire: WireMessage
  readonly by: 'person' | 'bot' | 'owner'
  readonly versions: { readonly text: string; readonly atMs: number }[]
  /** One of each person, by the name that the chat has for them. */
  readonly reactions: Map<Jid, string>
  /** Of a message that the page could not decrypt: what it reads once the phone has sent it again. */
  sealed: Partial<WireMessage> | undefined
}

export type MediaFile = { readonly bytes: Uint8Array; readonly mimetype: string }

export const STATUSES = 'status@broadcast'
const MS_PER_SECOND = 1000
const FIRST_NUMBER = 436_640_000_001
const FIRST_LID = 220_000_000_000_001
const FIRST_GROUP = 120_363_000_000_000_001n
/** Hex digits of an id that a phone makes. */
const ID_LENGTH = 32

export const userIn = (jid: Jid) => jid.slice(0, jid.indexOf('@'))

/** Everything that is at WhatsApp: people, chats, messages, files. It outlives every browser, and never uses an id twice. */
export class WhatsAppState extends Changes<Chat> {
  readonly now: () => number
  readonly me: WireMe = { pn: '436600000001@c.us', lid: '210000000000001@lid', name: 'Chasqui Double' }
  readonly contacts = new Map<Jid, Contact>()
  readonly chats = new Map<Jid, Chat>()
  readonly media = new Map<string, MediaFile>()
  // The service may outlive this double, and knows ids of the one before.
  readonly #run = randomBytes(6).toString('hex').toUpperCase()
  #nextId = 1

  constructor(now: () => number) {
    super()
    this.now = now
  }

  addContact(name: string): Contact {
    const number = this.contacts.size
    const contact = { name, pn: `${FIRST_NUMBER + number}@c.us`, lid: `${FIRST_LID + number}@lid`, isOn: true }
    this.contacts.set(contact.pn, contact)
    return contact
  }

  addChat(chat: Omit<Chat, 'messages' | 'unreadCount' | 'signals'>): Chat {
    const added: Chat = { ...chat, messages: new Map(), unreadCount: 0, signals: [] }
    this.chats.set(chat.id, added)
    return added
  }

  addGroup(name: string, { isLidAddressing }: { readonly isLidAddressing: boolean }): Chat {
    const id = `${FIRST_GROUP + BigInt(this.#nextId++)}@g.us`
    return this.addChat({ id, name, members: new Map(), isLidAddressing })
  }

  /** A private one begins when somebody is first written to. Undefined: nobody has this number. */
  knownChat(jid: Jid): Chat | undefined {
    const known = this.chats.get(jid)
    if (known) return known
    const contact = this.contactOf(jid)
    if (!contact) return undefined
    // A private chat goes by one of both names.
    const other = [...this.chats.values()].find((chat) => chat.contact === contact)
    return other ?? this.addChat({ id: jid, name: contact.name, contact })
  }

  /** Throws where `knownChat` finds none. */
  chat(id: Jid): Chat {
    const chat = this.knownChat(id)
    if (!chat) throw new Error(`there is no chat ${id}`)
    return chat
  }

  contactOf(jid: Jid): Contact | undefined {
    return this.contacts.get(jid) ?? [...this.contacts.values()].find(({ lid }) => lid === jid)
  }

  /** As this chat names somebody. */
  nameIn(chat: Chat, { pn, lid }: Pick<Contact, 'pn' | 'lid'>): Jid {
    return chat.isLidAddressing ? lid : pn
  }

  /** By its path. */
  addMedia(file: MediaFile): string {
    const path = `${this.#run.toLowerCase()}-${this.#nextId++}`
    this.media.set(path, file)
    return path
  }

  /** Never used before. `3A`: of a phone. */
  messageId(): string {
    const number = (this.#nextId++).toString(16).toUpperCase()
    return `3A${this.#run}${number.padStart(ID_LENGTH - 2 - this.#run.length, '0')}`
  }

  /** Adds a message to a chat; tells nobody of it yet. */
  post(chat: Chat, by: Said['by'], wire: Omit<WireMessage, 'chat' | 'fromMe'>): Said {
    const message = { ...wire, chat: chat.id, fromMe: by !== 'person' }
    const said: Said = {
      wire: message,
      by,
      versions: [{ text: textOf(message), atMs: this.now() }],
      reactions: new Map(),
      sealed: undefined,
    }
    chat.messages.set(message.id, said)
    if (by === 'person') chat.unreadCount += 1
    return said
  }

  /** The same of what a message reads from now on. */
  rewrite(said: Said, changed: Partial<WireMessage>): void {
    said.wire = { ...said.wire, ...changed }
    said.versions.push({ text: textOf(said.wire), atMs: this.now() })
  }

  acknowledge(chat: Chat, said: Said, ack: Ack): void {
    said.wire = { ...said.wire, ack }
    this.changed(chat)
  }

  find(id: string): { readonly chat: Chat; readonly said: Said } | undefined {
    for (const chat of this.chats.values()) {
      const said = chat.messages.get(id)
      if (said) return { chat, said }
    }
    return undefined
  }

  get seconds(): number {
    return Math.floor(this.now() / MS_PER_SECOND)
  }

  /** As a page is told of it. */
  wireChat(chat: Chat): WireChat {
    const { id, name, unreadCount, members, isLidAddressing } = chat
    const newest = [...chat.messages.values()].at(-1)
    const participants = members && [this.me, ...members.values()].map((one) => this.nameIn(chat, one))
    return {
      id,
      name,
      t: newest?.wire.t ?? this.seconds,
      unreadCount,
      ...(participants && { participants, isLidAddressing: isLidAddressing ?? false }),
    }
  }

  mediaOf(file: MediaFile, about: Partial<Omit<WireMedia, 'path'>> = {}): WireMedia {
    return { path: this.addMedia(file), mimetype: file.mimetype, size: file.bytes.length, ...about }
  }
}

export const textOf = ({ body, caption, media }: Pick<WireMessage, 'body' | 'caption' | 'media'>) =>
  media ? (caption ?? '') : (body ?? '')
