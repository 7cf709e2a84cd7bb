import type { PlatformDouble, WaitOptions } from '../platform.ts'
import type { DoubleCommand } from '../double-command.ts'
import type { WhatsAppErrorCode } from './api-error.ts'
import { eventually } from '../changes.ts'
import { FaultQueue } from '../fault-queue.ts'
import { GraphState, type Room } from './graph-state.ts'
import { Person, type PersonKnobs } from './person.ts'
import type { GraphProduct } from './products.ts'
import { RateLimits } from './rate-limits.ts'
import { type Called, listen } from './server.ts'
import { type Dated, Transcript } from '../transcript.ts'
import { Webhook, type WebhookOptions } from './webhook.ts'
import { bytesOf, signed } from './webhook-body.ts'
import { statusOf, type WhatsAppStatus } from './whatsapp-events.ts'

export type GraphDoubleOptions = {
  readonly product: GraphProduct
  /** 0 or nothing: a free one. */
  readonly port?: number
  /** `strict`, as Meta's own, unless switched off. */
  readonly limits?: 'strict' | 'off'
  /** The platform's clock: windows, addresses of files and limits go by it. */
  readonly now?: () => number
  readonly webhook?: Partial<WebhookOptions>
}

/**
 * Meta's Graph API of our own on 127.0.0.1, for one of its three products: answers its calls, has people that a test
 * acts as, and tells the service's webhook what they do. It knows only what comes over the wire, and so continues when
 * the service is killed and started again.
 */
export async function openGraphDouble(options: GraphDoubleOptions): Promise<GraphDouble> {
  const double = new GraphDouble(options)
  await double.open(options.port ?? 0)
  return double
}

type PersonOptions = {
  readonly language?: string
  /** Only on WhatsApp: has a user name, and is known by an id. */
  readonly hidesNumber?: boolean
}

const RETRY_MS = { first: 20, most: 500 }
const STATUSES: readonly WhatsAppStatus[] = ['sent', 'delivered']

export class GraphDouble implements PlatformDouble {
  readonly name: GraphProduct
  readonly state: GraphState
  readonly faults = new FaultQueue()
  readonly #transcript: Transcript<Called>
  readonly #people = new Map<string, Person>()
  readonly #webhookOptions: WebhookOptions
  readonly #webhook: Webhook
  readonly #failing: WhatsAppErrorCode[] = []
  /** May be changed at any time. */
  readonly people: PersonKnobs = { captions: 'together', coexists: false }
  #statuses: readonly WhatsAppStatus[] = STATUSES
  #limits: RateLimits | undefined
  #isRevoked = false
  #token: string
  #turnedMs = 0
  #close = async () => {}

  constructor({ product, limits = 'strict', now = Date.now, webhook = {} }: GraphDoubleOptions) {
    this.name = product
    this.state = new GraphState(product, () => now() + this.#turnedMs)
    this.#transcript = new Transcript(this.state)
    this.#token = this.state.profile.token
    this.#webhookOptions = { retryMs: RETRY_MS, batchMax: 1, ...webhook }
    this.#webhook = new Webhook({ state: this.state, faults: this.faults, options: this.#webhookOptions })
    this.state.tell = (item) => this.#webhook.add(item)
    this.limits(limits)
  }

  async open(port: number): Promise<void> {
    const { state, faults } = this
    const { root, close } = await listen(
      {
        state,
        faults,
        limits: () => this.#limits,
        knobs: { failing: this.#failing, follow: (room, messageId) => this.#follow(room, messageId) },
        token: () => (this.#isRevoked ? undefined : this.#token),
        note: (called) => this.#transcript.add(called),
      },
      port,
    )
    state.root = root
    this.#close = close
  }

  get token(): string {
    return this.#token
  }

  get env(): Readonly<Record<string, string>> {
    const { app, profile, root } = this.state
    return {
      META_APP_SECRET: app.secret,
      META_VERIFY_TOKEN: app.verifyToken,
      META_GRAPH_ROOT: root,
      [profile.tokenName]: this.#token,
      ...(this.state.isWhatsApp ? { WHATSAPP_CLOUD_PHONE_ID: profile.botId } : {}),
    }
  }

  /** What `chasqui.yaml` must hold beside the environment. */
  get config(): string {
    return this.state.profile.config
  }

  get cannot() {
    return this.state.profile.cannot
  }

  /** The person of this name; made when first named. */
  person(name: string, { language = 'en_GB', hidesNumber = false }: PersonOptions = {}): Person {
    const known = this.#people.get(name)
    if (known) return known
    const number = String(this.state.profile.firstPersonId + BigInt(this.#people.size))
    const userId = `AT.1${number}`
    const id = this.state.isWhatsApp && hidesNumber ? userId : number
    const room = this.state.addRoom({ id, name, language, ...(this.state.isWhatsApp ? { userId } : {}) })
    const person = new Person(this.state, room, this.people)
    this.#people.set(name, person)
    return person
  }

  limits(limits: 'strict' | 'off'): void {
    this.#limits = limits === 'strict' ? new RateLimits(this.state) : undefined
  }

  revokeToken(): void {
    this.#isRevoked = true
  }

  restoreToken(): void {
    this.#isRevoked = false
  }

  /** The token is another one from now on. */
  rotateToken(): string {
    this.#token = `${this.state.profile.token}${this.#transcript.calls.length}r`
    return this.#token
  }

  /** As in the app's dashboard: what Meta asks the webhook with from now on. */
  setVerifyToken(token: string): void {
    this.state.app.verifyToken = token
  }

  /** For a service whose verify token was made up in the console. */
  get also(): Readonly<Record<string, DoubleCommand>> {
    const run = (token: string) => {
      this.setVerifyToken(token.trim())
      return '(the webhook is asked with this verify token)'
    }
    return { verify: { line: '/verify TOKEN', meaning: 'sets the webhook up with another verify token', run } }
  }

  async connected({ url }: { readonly url: string }): Promise<void> {
    await this.#webhook.connect(url)
  }

  get isTaken(): boolean {
    return !this.#webhook.waiting.some(({ isPersons }) => isPersons)
  }

  async until<T>(look: () => T | undefined, wait: WaitOptions = {}): Promise<T> {
    return await eventually(this.state, look, { ...wait, otherwise: () => 'it did not come to that' })
  }

  /** Moves the platform's clock on. */
  turn(ms: number): void {
    this.#turnedMs += ms
  }

  /** How many events one delivery brings from now on, when as many wait. */
  batches(count: number): void {
    this.#webhookOptions.batchMax = count
  }

  /** What WhatsApp tells of each message from now on, in this order; nothing: no status. */
  tellsStatuses(...statuses: readonly WhatsAppStatus[]): void {
    this.#statuses = statuses
  }

  /** A late status of one message. */
  tellsStatusOf(messageId: string, status: WhatsAppStatus, code?: WhatsAppErrorCode): void {
    const found = this.state.find(messageId)
    if (!found) throw new Error(`there is no message ${messageId}`)
    this.state.tell(statusOf(this.state, found.room, found.said, status, code))
  }

  /** The next messages are accepted, and then a status says why they failed. */
  failsNext(...codes: readonly WhatsAppErrorCode[]): void {
    this.#failing.push(...codes)
  }

  /** Everything the bot asked of Meta, or all of one sort. */
  calls(op?: Called['op']): readonly Dated<Called>[] {
    return this.#transcript.calls.filter((call) => op === undefined || call.op === op)
  }

  /** What the service's webhook answered, attempt by attempt. */
  get webhookStatuses(): readonly number[] {
    return this.#webhook.statuses
  }

  /** Tells the bot any event, in its place after what waits. */
  tellsRaw(body: Readonly<Record<string, unknown>>): void {
    this.state.tell({ body, isPersons: true })
  }

  /**
   * Posts to the webhook once, now: JSON as Meta writes and signs it, or bytes with headers of one's own. Resolves with
   * the status.
   */
  async posts(
    body: unknown,
    options: { headers?: Readonly<Record<string, string>>; url?: string } = {},
  ): Promise<number> {
    const bytes = Buffer.isBuffer(body) ? body : bytesOf(body)
    return await this.#webhook.post(bytes, options.headers ?? signed(bytes, this.state.app.secret), options.url)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#webhook.close()
    await this.#close()
  }

  #follow(room: Room, messageId: string): void {
    const said = room.messages.get(messageId)
    if (!said) return
    for (const status of this.#statuses) this.state.tell(statusOf(this.state, room, said, status))
  }
}
