/** The page's object for a jid. As JSON it is the text; what puppeteer returns is the object. */
export class Wid {
  constructor(serialized) {
    const [user, server] = serialized.split('@')
    this.server = server
    this.user = user
    this._serialized = serialized
  }

  isUser() {
    return this.server === 'c.us' || this.isLid()
  }

  isLid() {
    return this.server === 'lid'
  }

  isGroup() {
    return this.server === 'g.us'
  }

  isStatus() {
    return this._serialized === 'status@broadcast'
  }

  isBroadcast() {
    return this.server === 'broadcast'
  }

  isNewsletter() {
    return this.server === 'newsletter'
  }

  equals(other) {
    return this._serialized === other?._serialized
  }

  toJid() {
    return this._serialized.replace('@c.us', '@s.whatsapp.net')
  }

  toString() {
    return this._serialized
  }

  toJSON() {
    return this._serialized
  }
}

const JID = /^[\w.:-]+@[\w.]+$/

/** From the text, from another one, or from what JSON or puppeteer made of one. */
export function createWid(of) {
  const text = typeof of === 'string' ? of : of?._serialized
  if (text === undefined || !JID.test(text)) throw new Error('wid error: invalid wid')
  return new Wid(text)
}

export const asWid = (of) => (of == null ? undefined : createWid(of))
