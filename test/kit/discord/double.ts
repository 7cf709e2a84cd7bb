import { type APIUser, GatewayCloseCodes } from 'discord-api-types/v10'
import type { PlatformDouble, WaitOptions } from '../platform.ts'
import { eventually } from '../changes.ts'
import { Buckets } from './buckets.ts'
import { Cdn } from './cdn.ts'
import { ALL_PRIVILEGED, DEFAULTS, type DoubleOptions, INTERACTION_TOKEN_MS } from './double-options.ts'
import { FaultQueue } from '../fault-queue.ts'
import { Gateway } from './gateway.ts'
import { Group } from './group.ts'
import { applicationFlags, type PrivilegedIntent } from './intents.ts'
import type { Interaction } from './platform-objects.ts'
import { Person } from './person.ts'
import { PlatformState } from './platform-state.ts'
import { type Called, listen } from './server.ts'
import type { Dispatch } from './session.ts'
import { type Dated, Transcript } from '../transcript.ts'

const BOT_ID = '1100000000000000042'
const TOKEN = `${Buffer.from(BOT_ID).toString('base64url')}.Double.of-discord-for-tests-0123456789`

/**
 * A Discord of our own on 127.0.0.1: gateway, REST and CDN on the wire, and people that a test acts as. It knows only
 * what comes over the wire, and so continues when the bot is killed and started again.
 */
export async function openDiscordDouble(options: DoubleOptions = {}): Promise<DiscordDouble> {
  const double = new DiscordDouble(options)
  await double.open(options.port ?? 0)
  return double
}

export class DiscordDouble implements PlatformDouble {
  readonly name = 'discord'
  readonly mention = `<@${BOT_ID}>`
  readonly cannot = { 'missed first message': 'Discord does not tell a bot which private chats it has.' }
  readonly state: PlatformState
  readonly faults = new FaultQueue()
  readonly gateway: Gateway
  /** For `DISCORD_API_ROOT`. */
  apiRoot = ''
  readonly #options: Required<Omit<DoubleOptions, 'port' | 'token' | 'limits' | 'now' | 'allowedIntents'>>
  readonly #transcript: Transcript<Called>
  readonly #cdn: Cdn
  readonly #people = new Map<string, Person>()
  readonly #groups = new Map<string, Group>()
  readonly #allowedIntents: Set<PrivilegedIntent>
  #limits: Buckets | undefined
  #token: string
  #isRevoked = false
  #pausedUntilMs = 0
  #close = async () => {}

  constructor(options: DoubleOptions) {
    const { token = TOKEN, limits = 'strict', allowedIntents = ALL_PRIVILEGED, now = Date.now } = options
    const bot: APIUser = {
      id: BOT_ID,
      username: 'chasqui',
      discriminator: '0',
      global_name: null,
      avatar: null,
      bot: true,
    }
    this.#token = token
    this.#options = { ...DEFAULTS, ...options }
    this.state = new PlatformState({ bot, now })
    this.#transcript = new Transcript(this.state)
    this.#cdn = new Cdn(this.state, this.#options.linkMs)
    this.#allowedIntents = new Set(allowedIntents)
    const common = { state: this.state, faults: this.faults, token: () => this.#validToken() }
    this.gateway = new Gateway({
      ...common,
      allowedIntents: this.#allowedIntents,
      heartbeatMs: this.#options.heartbeatMs,
    })
    this.limits(limits)
  }

  get token(): string {
    return this.#token
  }

  async open(port: number): Promise<void> {
    const { state, faults, gateway } = this
    const { signedUrl } = this.#cdn
    const tell = (event: Dispatch) => gateway.dispatch(event)
    const parts = { tell, state, faults, gateway, signedUrl, cdn: this.#cdn, transcript: this.#transcript }
    const {
      root,
      port: taken,
      close,
    } = await listen(
      {
        ...parts,
        ...this.#options,
        interactionTokenMs: INTERACTION_TOKEN_MS,
        gatewayUrl: () => gateway.url,
        flags: () => applicationFlags(this.#allowedIntents),
        token: () => this.#validToken(),
        limits: () => this.#limits,
        pausedUntilMs: () => this.#pausedUntilMs,
      },
      port,
    )
    this.apiRoot = `${root}/api`
    this.#cdn.root = `${root}/cdn`
    gateway.url = `ws://127.0.0.1:${taken}/gateway/`
    this.#close = close
  }

  get env(): Record<string, string> {
    return { DISCORD_BOT_TOKEN: this.token, DISCORD_API_ROOT: this.apiRoot }
  }

  /** The CDN, which the adapter finds beside the API. */
  get cdnRoot(): string {
    return this.#cdn.root
  }

  person(name: string, { language = 'en-US' }: { readonly language?: string } = {}): Person {
    const person = this.#people.get(name) ?? new Person(this.#deps, this.state.addUser(name), language)
    this.#people.set(name, person)
    return person
  }

  /** The first channel of a server. */
  group(title: string): Group {
    const group =
      this.#groups.get(title) ?? new Group({ ...this.#deps, tell: (event) => this.gateway.dispatch(event) }, title)
    this.#groups.set(title, group)
    return group
  }

  limits(limits: 'strict' | 'off'): void {
    this.#limits = limits === 'strict' ? new Buckets(this.state.now, this.#options.bucketWindowMs) : undefined
  }

  /** As in the developer portal: switches a privileged intent on for the bot. */
  allowIntent(intent: PrivilegedIntent): void {
    this.#allowedIntents.add(intent)
  }

  /** Discord answers 429 to everything for some time. */
  pauses(forMs: number): void {
    this.#pausedUntilMs = this.state.now() + forMs
  }

  revokeToken(): void {
    this.#isRevoked = true
    for (const connection of this.gateway.connections) connection.closeWith(GatewayCloseCodes.AuthenticationFailed)
  }

  restoreToken(): void {
    this.#isRevoked = false
  }

  /** The token is another one from now on. */
  rotateToken(): string {
    this.#token = `${this.#token}r`
    for (const connection of this.gateway.connections) connection.closeWith(GatewayCloseCodes.AuthenticationFailed)
    return this.#token
  }

  /** Sends the bot any event, such as a kind that is newer than this double. */
  sendsEvent(t: string, d: unknown): void {
    this.gateway.bring({ t, d: () => d, intents: 0, guildId: undefined })
  }

  /** Everything the bot asked of Discord, or all calls of one route: `POST /channels/:channel/messages`. */
  calls(route?: string): readonly Dated<Called>[] {
    return this.#transcript.calls.filter((call) => route === undefined || call.route === route)
  }

  /** Interactions that the bot left without an answer: their people read "The application did not respond". */
  get unanswered(): Interaction[] {
    const { state } = this
    return [...state.interactions.values()].filter(
      ({ isAcknowledged, createdAtMs }) => !isAcknowledged && state.now() - createdAtMs > this.#options.interactionMs,
    )
  }

  async connected(): Promise<void> {
    const look = () => (this.gateway.isConnected ? true : undefined)
    await eventually(this.state, look, { withinMs: 20_000, otherwise: () => 'no bot connected to the gateway' })
  }

  /** What people wrote and the gateway will not bring any more: the bot can only read it in the channel. */
  get missed(): string[] {
    return this.gateway.isBusy ? [] : [...this.state.unread].map(({ id }) => id)
  }

  get isTaken(): boolean {
    return !this.gateway.isBusy
  }

  async until<T>(look: () => T | undefined, wait: WaitOptions = {}): Promise<T> {
    return await eventually(this.state, look, { ...wait, otherwise: () => 'it did not come to that' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.gateway.close()
    await this.#close()
  }

  get #deps() {
    const tell = (event: Dispatch) => this.gateway.bring(event)
    return { state: this.state, signedUrl: this.#cdn.signedUrl, tell }
  }

  #validToken(): string | undefined {
    return this.#isRevoked ? undefined : this.token
  }
}
