import { Collection } from './collection.js'
import { connection } from './connection.js'
import { fieldsOf, quotedFieldsOf } from './message-fields.js'
import { Model } from './model.js'
import { MsgKey } from './msg-key.js'
import { me } from './people.js'

class Message extends Model {
  /** Not a field: it is not part of what the library reads out. */
  #mediaData = { mediaStage: 'INIT' }

  get mediaData() {
    return this.directPath === undefined ? undefined : this.#mediaData
  }

  get mediaObject() {
    return this.mediaData
  }

  /** Whether the file is still there shows when its bytes are fetched. */
  async downloadMedia() {
    this.#mediaData.mediaStage = 'RESOLVED'
  }

  /** WhatsApp's models refuse to be read from outside unless asked so. */
  unsafe() {
    return this
  }

  /** What a reply carries of the message that it quotes. */
  msgContextInfo() {
    const { type, body, caption, mimetype, directPath, size, width, height, filename } = this
    return {
      quotedMsg: { type, body, caption, mimetype, directPath, size, width, height, filename },
      quotedStanzaID: this.id.id,
      quotedParticipant: this.author ?? (this.id.fromMe ? me.pn : this.id.remote),
    }
  }
}

export const newMessage = (wire, { isNew }) => new Message(fieldsOf(wire, { isNew }))

/** Of what the page itself sends: the fields are the library's. */
export const ownMessage = (fields) => new Message(fields)

export const getQuotedMsgObj = (message) => new Message(quotedFieldsOf(message))

class Messages extends Collection {
  #listening = Promise.withResolvers()

  /** The library listens for new messages last of all. */
  on(names, handler) {
    if (names === 'add') this.#listening.resolve()
    return super.on(names, handler)
  }

  whenListenedTo() {
    return this.#listening.promise
  }

  /** Also those that the page has not loaded. */
  async getMessagesById(ids) {
    const found = await Promise.all(ids.map((id) => this.get(id) ?? asked(id)))
    return { messages: found.filter((message) => message !== undefined) }
  }
}

async function asked(serialized) {
  const key = MsgKey.fromString(String(serialized))
  if (key === undefined) return undefined
  const { message } = await connection.call('message', { chat: key.remote._serialized, id: key.id })
  return message && newMessage(message, { isNew: false })
}

export const Msg = new Messages()
