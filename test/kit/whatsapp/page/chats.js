import { Collection } from './collection.js'
import { connection } from './connection.js'
import { Model } from './model.js'
import { Msg, newMessage } from './messages.js'
import { Contact, queryWidExists } from './people.js'
import { createWid } from './wid.js'

class Chat extends Model {
  #msgs = []
  #groupMetadata

  constructor(wire) {
    super({ id: createWid(wire.id), archive: false, isLocked: false, muteExpiration: 0, mute: { expiration: 0 } })
    this.describe(wire)
  }

  describe({ name, t, unreadCount, participants, isLidAddressing = false }) {
    if (this.id.isGroup()) {
      const fields = { id: this.id, subject: name, isLidAddressingMode: isLidAddressing, announce: false }
      const members = (participants ?? []).map((jid) => ({ id: createWid(jid), isAdmin: false, isSuperAdmin: false }))
      this.#groupMetadata = new Model({ ...fields, participants: members })
    }
    this.set({ name, formattedTitle: name, t, unreadCount })
  }

  get groupMetadata() {
    return this.#groupMetadata
  }

  get msgs() {
    return { getModelsArray: () => [...this.#msgs] }
  }

  message(id) {
    return this.#msgs.findLast((message) => message.id.id === id)
  }

  get lastReceivedKey() {
    return this.#msgs.at(-1)?.id
  }

  /** The library is told of it once the chat has it. */
  take(message) {
    this.#msgs.push(message)
    this.set({ t: Math.max(this.t, message.t) })
    Msg.add(message)
  }

  takeEarlier(messages) {
    this.#msgs.unshift(...messages)
    for (const message of messages) Msg.add(message)
  }

  serialize() {
    return { ...super.serialize(), msgs: this.#msgs.map(({ id }) => id._serialized) }
  }
}

class Chats extends Collection {
  async find(id) {
    const found = await findOrCreateLatestChat(createWid(id))
    if (found === undefined) throw new Error('no such chat')
    return found.chat
  }

  /** As the server tells of it. */
  upsert(wire) {
    const known = this.get(wire.id)
    if (known === undefined) return this.add(new Chat(wire))
    known.describe(wire)
    return known
  }

  /** By the part of an id that is never used twice. */
  knows({ chat, id }) {
    return this.get(chat)?.message(id) !== undefined
  }

  /** False if it is there already. */
  receive(wire, { isNew }) {
    if (this.knows(wire)) return false
    const message = newMessage(wire, { isNew })
    if (!wire.fromMe) Contact.named(message.author ?? message.id.remote, wire.notifyName)
    this.get(wire.chat)?.take(message)
    return true
  }
}

export const ChatCollection = new Chats()

export function receiveAll(messages, { isNew }) {
  for (const message of messages) ChatCollection.receive(message, { isNew })
}

/** What came while the socket was broken: the newest of each chat, and what is between them and those known. */
export async function receiveMissed(newest) {
  for (const [chat, messages] of Map.groupBy(newest, (message) => message.chat)) {
    while (!ChatCollection.knows(messages[0])) {
      const before = { chat, before: messages[0].id, count: EARLIER }
      const earlier = await connection.call('history', before).catch(() => ({ messages: [] }))
      if (earlier.messages.length === 0) break
      messages.unshift(...earlier.messages)
    }
    receiveAll(messages, { isNew: true })
  }
}

const EARLIER = 50

/** A chat nobody has written in yet begins with a number that is on WhatsApp. */
export async function findOrCreateLatestChat(wid) {
  const known = ChatCollection.get(wid)
  if (known) return { chat: known }
  if ((await queryWidExists(wid)) === undefined) return undefined
  const id = wid._serialized
  return { chat: ChatCollection.get(wid) ?? ChatCollection.add(new Chat({ id, name: id, t: 0, unreadCount: 0 })) }
}

/** Undefined once there are no earlier ones. */
export async function loadEarlierMsgs({ chat }) {
  const [first] = chat.msgs.getModelsArray()
  const { messages } = await connection.call('history', {
    chat: chat.id._serialized,
    before: first?.id.id,
    count: EARLIER,
  })
  const earlier = messages.map((wire) => newMessage(wire, { isNew: false })).filter(({ id }) => !Msg.get(id))
  if (earlier.length === 0) return undefined
  chat.takeEarlier(earlier)
  return earlier
}

export async function sendSeen({ chat }) {
  await connection.call('seen', { chat: chat.id._serialized })
  chat.set({ unreadCount: 0 })
}
