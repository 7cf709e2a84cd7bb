import { createWid } from './wid.js'

const ID_BYTES = 9

/** Of a message: `true_<chat>_<id>`, in groups and of statuses with who wrote it. */
export class MsgKey {
  /** As the library makes one to send (`from`, `to`, `selfDir`), or as messages come (`remote`, `fromMe`). */
  constructor({ fromMe, remote, id, participant, from, to, selfDir }) {
    this.fromMe = fromMe ?? selfDir === 'out'
    this.remote = createWid(remote ?? (this.fromMe ? to : from))
    this.id = id
    if (participant) this.participant = createWid(participant)
    const parts = [this.fromMe, this.remote, this.id, ...(this.participant ? [this.participant] : [])]
    this._serialized = parts.join('_')
  }

  static async newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES))
    return `3EB0${[...bytes]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase()}`
  }

  /** Undefined if it is not one. */
  static fromString(serialized) {
    const [fromMe, remote, id, participant] = serialized.split('_')
    return id === undefined ? undefined : new MsgKey({ fromMe: fromMe === 'true', remote, id, participant })
  }

  toString() {
    return this._serialized
  }
}
