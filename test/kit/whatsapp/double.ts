import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { eventually } from '../changes.ts'
import { FaultQueue } from '../fault-queue.ts'
import type { PlatformDouble, PlatformGroup, WaitOptions } from '../platform.ts'
import { DoubleAccount } from './account.ts'
import { BrowserPage } from './browser-page.ts'
import { commandsOf } from './commands.ts'
import { Devices, type OpenPage } from './devices.ts'
import { Inbox } from './inbox.ts'
import { Person } from './person.ts'
import { Phone } from './phone.ts'
import { serveWhatsApp } from './server.ts'
import { userIn, WhatsAppState } from './state.ts'
import { syncTimes } from './sync-times.ts'

export type WhatsAppDoubleOptions = {
  /** 0 or nothing: a free one. */
  readonly port?: number
  /** WhatsApp's own, `strict` unless switched off. */
  readonly limits?: 'strict' | 'off'
  readonly now?: () => number
  /** Whether the phone scans a QR code as soon as the library has read it. */
  readonly scans?: Scans
  /** Of the times after which pages have synchronised. */
  readonly seed?: number
}

type Scans = 'at once' | 'when asked'
type GroupOptions = { readonly isLidAddressing?: boolean }
type PersonOptions = {
  readonly language?: string
  /** Their private chat goes by their hidden id, too. */
  readonly hidesNumber?: boolean
}

const CONNECTED_WITHIN_MS = 30_000
/** Longer than anything waits. */
const NEVER_MS = 2 ** 31 - 1

/**
 * A WhatsApp of our own on 127.0.0.1: its web page, everything behind it, the phone of the account's owner, and people
 * that a test acts as. Chats, messages and linked devices are here, and outlive every browser.
 */
export async function openWhatsAppDouble(options: WhatsAppDoubleOptions = {}): Promise<WhatsAppDouble> {
  const double = new WhatsAppDouble(options)
  await double.open(options.port ?? 0)
  return double
}

export class WhatsAppDouble implements PlatformDouble {
  readonly name = 'whatsapp'
  readonly cannot = {
    thread: 'WhatsApp has no threads.',
    press: 'WhatsApp takes buttons from businesses alone.',
    'growing answer': 'On WhatsApp every edit is a message to all phones of the chat: an answer comes as one message.',
    token: 'A linked account has no token.',
  }
  readonly next =
    'Link the account before: npm run whatsapp -- link --image qr.png in a third terminal, and /scan qr.png here. Or ' +
    'with a pairing code: npm run whatsapp -- link --phone 436600000001, and /code CODE.'
  readonly config = 'whatsapp:\n  access: open\n  sendsPerMinute: 600\n'
  readonly state: WhatsAppState
  readonly faults = new FaultQueue()
  readonly devices = new Devices()
  readonly phone: Phone
  readonly page: BrowserPage
  readonly account: DoubleAccount
  /** Whether the phone scans a QR code as soon as the library has read it. */
  scans: Scans
  /** For `WHATSAPP_WEB_ROOT`. */
  root = ''
  readonly #inbox: Inbox
  readonly #people = new Map<string, Person>()
  readonly #groups = new Map<string, PlatformGroup>()
  readonly #syncTimes: () => number
  #limits: 'strict' | 'off'
  #close = async () => {}

  constructor({ limits = 'strict', now = Date.now, scans = 'when asked', seed = 1 }: WhatsAppDoubleOptions) {
    this.state = new WhatsAppState(now)
    this.scans = scans
    this.#limits = limits
    this.#syncTimes = syncTimes(seed)
    const { state, devices, faults } = this
    this.#inbox = new Inbox(state, devices, faults)
    this.phone = new Phone({ state, devices, inbox: this.#inbox, unlinked: () => this.#loggedOut() })
    this.page = new BrowserPage(devices, () => this.root)
    this.account = new DoubleAccount({
      state,
      devices,
      faults,
      inbox: this.#inbox,
      limits: () => this.#limits,
      syncMs: () => (this.page.isNeverReady ? NEVER_MS : this.#syncTimes()),
      shown: (page) => this.#shown(page),
      loggedOut: () => this.#loggedOut(),
    })
  }

  async open(port: number): Promise<void> {
    const { root, close } = await serveWhatsApp(this.account, port)
    this.root = root
    this.#close = close
  }

  get env(): Record<string, string> {
    return { WHATSAPP_ENABLED: 'true', WHATSAPP_WEB_ROOT: this.root }
  }

  get also() {
    return commandsOf(this)
  }

  get mention(): string {
    return `@${userIn(this.state.me.pn)}`
  }

  /** Writes down in the service's data folder that somebody asked to link, and was told of the risk. */
  async prepare(dataFolder: string): Promise<void> {
    const file = path.join(dataFolder, 'whatsapp', 'account.json')
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, JSON.stringify({ acknowledgedAtMs: this.state.now() }), { mode: 0o600 })
  }

  person(name: string, { hidesNumber = false }: PersonOptions = {}): Person {
    const known = this.#people.get(name)
    if (known) return known
    const contact = this.state.addContact(name)
    const chat = this.state.chat(hidesNumber ? contact.lid : contact.pn)
    const person = new Person({ state: this.state, devices: this.devices, inbox: this.#inbox }, contact, chat)
    this.#people.set(name, person)
    return person
  }

  /** Names people by their numbers, unless `isLidAddressing`. */
  group(title: string, { isLidAddressing = false }: GroupOptions = {}): PlatformGroup {
    const group = this.#groups.get(title) ?? { id: this.state.addGroup(title, { isLidAddressing }).id }
    this.#groups.set(title, group)
    return group
  }

  /** Posts to a channel that the account follows. */
  newsletter(title: string, text: string): string {
    const { state } = this
    const id = '120363000000000001@newsletter'
    const chat = state.chats.get(id) ?? state.addChat({ id, name: title })
    const about = { id: state.messageId(), t: state.seconds, type: 'chat', ack: 1 as const }
    const said = state.post(chat, 'person', { ...about, body: text })
    this.#inbox.bring({ push: 'message', message: said.wire, chat: state.wireChat(chat), isNew: true })
    return said.wire.id
  }

  limits(limits: 'strict' | 'off'): void {
    this.#limits = limits
  }

  revokeToken(): never {
    throw new Error(this.cannot.token)
  }

  restoreToken(): never {
    throw new Error(this.cannot.token)
  }

  async connected(): Promise<void> {
    const look = () => (this.devices.listening.length > 0 ? true : undefined)
    const otherwise = () => `no linked page listens; open pages: ${this.devices.pages.size}`
    await eventually(this.state, look, { withinMs: CONNECTED_WITHIN_MS, otherwise })
  }

  get isTaken(): boolean {
    return !this.#inbox.isBusy
  }

  async until<T>(look: () => T | undefined, wait: WaitOptions = {}): Promise<T> {
    return await eventually(this.state, look, { ...wait, otherwise: () => 'it did not come to that' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#inbox.close()
    await this.#close()
  }

  #shown(page: OpenPage): void {
    if (this.scans !== 'at once') return
    // After the answer to what the page has asked.
    setImmediate(() => {
      if (this.devices.unpaired.includes(page)) this.devices.link(page)
    })
  }

  /** Who logs out does not link again at once. */
  #loggedOut(): void {
    this.scans = 'when asked'
  }
}
