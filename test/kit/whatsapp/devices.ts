import { randomBytes } from 'node:crypto'
import type { PageSocket, Push } from './wire.ts'

/** A page of a browser, while its socket is open. */
export class OpenPage {
  state: 'unpaired' | 'paired' = 'unpaired'
  /** What the QR code that it shows begins with; empty while it shows none. */
  ref = ''
  device: string | undefined
  /** The library hears of messages. */
  isListening = false
  /** How many pushes it has handed on. */
  took = 0
  pushed = 0
  readonly #socket: PageSocket

  constructor(socket: PageSocket) {
    this.#socket = socket
  }

  push(push: Push): void {
    this.pushed += 1
    this.#socket.push(push)
  }

  close(): void {
    this.#socket.close()
  }
}

const REF_BYTES = 24
const TOKEN_BYTES = 16
/** Without letters that look alike, as WhatsApp's. */
const CODE_LETTERS = '123456789ABCDEFGHJKLMNPQRSTVWXYZ'
const CODE_LENGTH = 8

/** The devices that are linked to the account, and the pages that are open. */
export class Devices {
  readonly pages = new Map<PageSocket, OpenPage>()
  readonly #linked = new Set<string>()
  #pairing: { readonly code: string; readonly page: OpenPage } | undefined

  opened(socket: PageSocket): OpenPage {
    const page = this.pages.get(socket) ?? new OpenPage(socket)
    this.pages.set(socket, page)
    return page
  }

  closed(socket: PageSocket): void {
    this.pages.delete(socket)
  }

  /** Whether the device that it names is linked. */
  greets(page: OpenPage, device: string | undefined): boolean {
    const isLinked = device !== undefined && this.#linked.has(device)
    page.state = isLinked ? 'paired' : 'unpaired'
    page.device = isLinked ? device : undefined
    page.isListening = false
    if (!isLinked) this.newRef(page)
    return isLinked
  }

  newRef(page: OpenPage): string {
    page.ref = `2@${randomBytes(REF_BYTES).toString('base64')}`
    return page.ref
  }

  newCode(page: OpenPage): string {
    const letters = [...randomBytes(CODE_LENGTH)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length])
    const code = letters.join('')
    this.#pairing = { code, page }
    return code
  }

  /** The page that shows this text as a QR code now. */
  showing(qrText: string): OpenPage | undefined {
    const [ref, ...keys] = qrText.split(',')
    // The library joins a ref, three keys and the platform.
    if (ref === undefined || keys.length < 4) return undefined
    return this.unpaired.find((page) => page.ref === ref)
  }

  /** The page that shows this pairing code now. */
  withCode(code: string): OpenPage | undefined {
    const pairing = this.#pairing
    if (pairing?.code !== code.replaceAll(/[\s-]/g, '').toUpperCase()) return undefined
    return this.unpaired.includes(pairing.page) ? pairing.page : undefined
  }

  link(page: OpenPage): void {
    const device = randomBytes(TOKEN_BYTES).toString('hex')
    this.#linked.add(device)
    this.#pairing = undefined
    page.ref = ''
    page.push({ push: 'linked', device })
  }

  /** All of them. */
  unlink(): void {
    this.#linked.clear()
    for (const page of this.paired) {
      page.state = 'unpaired'
      page.isListening = false
      page.push({ push: 'unlinked' })
    }
  }

  forget(device: string | undefined): void {
    if (device !== undefined) this.#linked.delete(device)
  }

  get unpaired(): OpenPage[] {
    return [...this.pages.values()].filter(({ state, ref }) => state === 'unpaired' && ref !== '')
  }

  get paired(): OpenPage[] {
    return [...this.pages.values()].filter(({ state }) => state === 'paired')
  }

  get listening(): OpenPage[] {
    return this.paired.filter(({ isListening }) => isListening)
  }

  /** Tells every page of a linked device. */
  tell(push: Push): void {
    for (const page of this.paired) page.push(push)
  }

  /** Something waits in a page for the library. */
  get isBehind(): boolean {
    return this.listening.some(({ pushed, took }) => took < pushed)
  }
}
