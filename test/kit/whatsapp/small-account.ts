import { randomBytes } from 'node:crypto'
import type { Account, PageAnswers, PageOp, PageSocket, Push, StoredMedia, WireChat, WireMessage } from './wire.ts'

type Answers = { readonly [Name in PageOp['op']]: (op: Extract<PageOp, { op: Name }>) => unknown }

export const ME = { pn: '4915100000@c.us', lid: '99000@lid', name: 'Bot' }
export const ANNA = '4917011111@c.us'
export const ANNA_LID = '88111@lid'
export const GROUP = '120363000000@g.us'

/** For the tests of the page: no more than it needs to show what it does. The double's own account is another. */
export class SmallAccount implements Account {
  readonly ops: PageOp[] = []
  readonly pages = new Set<PageSocket>()
  readonly messages: WireMessage[] = []
  readonly files = new Map<string, StoredMedia>()
  readonly chats: WireChat[] = [
    { id: ANNA, name: 'Anna', t: 1, unreadCount: 0 },
    { id: GROUP, name: 'Friends', t: 1, unreadCount: 0, participants: [ME.lid, ANNA_LID], isLidAddressing: true },
  ]
  readonly devices = new Set<string>()
  syncMs = 400
  scansAtOnce = true
  nextSend: 'taken' | 'refused' | 'drop' | 'silent' = 'taken'
  greeting: 'answered' | 'dropped' | 'refused' = 'answered'
  takesFiles = true
  readonly #waiting: { readonly name: PageOp['op']; readonly count: number; readonly found: () => void }[] = []

  connected(page: PageSocket): void {
    this.pages.add(page)
  }

  disconnected(page: PageSocket): void {
    this.pages.delete(page)
  }

  push(push: Push): void {
    for (const page of this.pages) page.push(push)
  }

  now(): number {
    return Date.now()
  }

  async media(path: string): Promise<StoredMedia | undefined> {
    return this.files.get(path)
  }

  async upload(bytes: Uint8Array, mimetype = ''): Promise<string | undefined> {
    if (!this.takesFiles) return undefined
    const path = randomBytes(8).toString('hex')
    this.files.set(path, { bytes, mimetype })
    return path
  }

  async answer<Op extends PageOp>(op: Op): Promise<PageAnswers[Op['op']] | 'silent' | 'drop'> {
    const act = this.#answers[op.op] as (op: PageOp) => PageAnswers[Op['op']] | 'silent' | 'drop'
    const answer = act(op)
    this.ops.push(op)
    for (const { name, count, found } of this.#waiting) if (this.named(name).length >= count) found()
    return answer
  }

  named<Name extends PageOp['op']>(name: Name) {
    return this.ops.filter((op): op is Extract<PageOp, { op: Name }> => op.op === name)
  }

  /** Resolves once pages have asked this so often. */
  async asked(name: PageOp['op'], count = 1): Promise<void> {
    if (this.named(name).length >= count) return
    await new Promise<void>((found) => this.#waiting.push({ name, count, found }))
  }

  /** What somebody wrote; unpushed, it was missed. */
  says(message: Partial<WireMessage> & { chat: string }, { isPushed = true } = {}): WireMessage {
    const id = `3A${randomBytes(9).toString('hex').toUpperCase()}`
    const t = Math.floor(Date.now() / 1000)
    const said: WireMessage = { id, type: 'chat', fromMe: false, t, ack: 1, notifyName: 'Anna', ...message }
    this.messages.push(said)
    const chat = this.chats.find((each) => each.id === said.chat)
    if (isPushed && chat) {
      const unread = { ...chat, unreadCount: chat.unreadCount + 1 }
      this.push({ push: 'message', message: said, chat: unread, isNew: true })
    }
    return said
  }

  readonly #answers: Answers = {
    hello: ({ device }) => {
      if (this.greeting === 'dropped') return 'drop'
      if (this.greeting === 'refused') throw new Error('not now')
      if (device === undefined || !this.devices.has(device)) return { state: 'unpaired', ref: newRef() }
      const newest = this.chats.flatMap(({ id }) => this.messages.filter(({ chat }) => chat === id).slice(-1))
      const lids = [[ANNA_LID, ANNA]]
      return { state: 'paired', me: ME, chats: this.chats, messages: newest, lids, syncMs: this.syncMs }
    },
    send: ({ message }) => {
      const how = this.nextSend
      this.nextSend = 'taken'
      if (how === 'silent') return 'silent'
      const t = Math.floor(Date.now() / 1000)
      if (how === 'refused') return { ack: -1, t }
      this.messages.push({ ...message, fromMe: true, t, ack: 1 })
      return how === 'drop' ? 'drop' : { ack: 1, t }
    },
    edit: () => ({ isDone: true }),
    react: () => ({}),
    revoke: () => ({}),
    seen: () => ({}),
    chatstate: () => ({}),
    history: ({ chat, before, count }) => {
      const all = this.messages.filter((message) => message.chat === chat)
      const end = before === undefined ? all.length : all.findIndex(({ id }) => id === before)
      return { messages: all.slice(Math.max(0, end - count), end) }
    },
    message: ({ id }) => ({ message: this.messages.find((message) => message.id === id) }),
    exists: ({ jid }) => ({ exists: jid === '4918099999@c.us' }),
    'pairing-code': () => ({ code: 'ABCD1234' }),
    'refresh-qr': () => ({ ref: newRef() }),
    'qr-read': () => {
      if (this.scansAtOnce) this.scan()
      return {}
    },
    resend: ({ ids }) => {
      for (const message of this.messages.filter(({ id }) => ids.includes(id))) {
        this.push({ push: 'changed', message: { ...message, type: 'chat', body: 'opened' } })
      }
      return {}
    },
    logout: () => {
      this.devices.clear()
      return {}
    },
    listening: () => ({}),
    took: () => ({}),
  }

  /** The phone scans the code that is shown. */
  scan(): void {
    const device = randomBytes(8).toString('hex')
    this.devices.add(device)
    this.push({ push: 'linked', device })
  }
}

const newRef = () => `2@${randomBytes(8).toString('hex')}`
