import { ApiError } from './api-error.ts'
import { eventually } from '../changes.ts'
import type { WaitOptions } from '../platform.ts'
import { TelegramFaults } from './faults.ts'
import { Group } from './group.ts'
import { Person } from './person.ts'
import { RateLimits } from './rate-limits.ts'
import { type Called, listen } from './server.ts'
import { type Dated, Transcript } from '../transcript.ts'
import { UpdateQueue } from './update-queue.ts'
import { Webhook } from './webhook.ts'
import type { User } from './wire.ts'
import { PlatformState } from './platform-state.ts'

export type DoubleOptions = {
  /** 0 or nothing: a free one. */
  readonly port?: number
  readonly token?: string
  /** `strict`, as Telegram's own, unless switched off. */
  readonly limits?: 'strict' | 'off'
  /** With privacy mode off the bot reads everything in its groups. */
  readonly readsWholeGroups?: boolean
  readonly now?: () => number
  /** Ids up to this one are used: another number at each opening, where what the service stored outlives the double. */
  readonly idsAfter?: number
}

const TOKEN = '4242:AAdouble-of-telegram_for-tests'
const UPDATE_IDS_AFTER = 700_000_000
const FIRST_PERSON_ID = 9001

/**
 * A Telegram of our own on 127.0.0.1: speaks the Bot API on the wire, and has people that a test acts as. It knows only
 * what comes over the wire, and so continues when the bot is killed and started again.
 */
export async function openTelegramDouble(options: DoubleOptions = {}): Promise<TelegramDouble> {
  const double = new TelegramDouble(options)
  await double.open(options.port ?? 0)
  return double
}

export class TelegramDouble {
  readonly state: PlatformState
  readonly faults = new TelegramFaults()
  /** For `TELEGRAM_API_ROOT`. */
  apiRoot = ''
  readonly #transcript: Transcript<Called>
  readonly #queue: UpdateQueue
  readonly #webhook: Webhook
  readonly #people = new Map<string, Person>()
  #limits: RateLimits | undefined
  #token: string
  #isRevoked = false
  #close = async () => {}

  constructor(options: DoubleOptions) {
    const { token = TOKEN, limits = 'strict', readsWholeGroups = false, now = Date.now, idsAfter = 0 } = options
    const botId = Number(token.split(':')[0])
    const bot: User = { id: botId, is_bot: true, first_name: 'Double', username: 'chasqui_double_bot' }
    this.#token = token
    this.state = new PlatformState({ bot, now, readsWholeGroups, idsAfter })
    this.#transcript = new Transcript(this.state)
    const changed = () => this.state.changed()
    this.#queue = new UpdateQueue({ faults: this.faults, firstId: UPDATE_IDS_AFTER + idsAfter + 1, changed })
    this.#webhook = new Webhook({ queue: this.#queue, faults: this.faults, changed, now })
    this.state.sendUpdate = (kind, body) => this.#queue.add(kind, body)
    this.limits(limits)
  }

  get token(): string {
    return this.#token
  }

  async open(port: number): Promise<void> {
    const { state, faults } = this
    const token = () => (this.#isRevoked ? undefined : this.token)
    const deps = { state, faults, token, queue: this.#queue, webhook: this.#webhook, transcript: this.#transcript }
    const { root, close } = await listen({ ...deps, limits: () => this.#limits }, port)
    this.apiRoot = root
    this.#close = close
  }

  /** The person of this name; made when first named. */
  person(name: string, { language = 'en' }: { language?: string } = {}): Person {
    const id = FIRST_PERSON_ID + this.#people.size
    const user = {
      id,
      is_bot: false,
      first_name: name,
      username: `${name.toLowerCase()}_${id}`,
      language_code: language,
    }
    const person = this.#people.get(name) ?? new Person(this.state, user)
    this.#people.set(name, person)
    return person
  }

  group(title: string, options: { topics?: boolean } = {}): Group {
    return new Group(this.state, title, options)
  }

  limits(limits: 'strict' | 'off'): void {
    this.#limits = limits === 'strict' ? new RateLimits(this.state.now) : undefined
  }

  revokeToken(): void {
    this.#isRevoked = true
    this.#queue.endPoll(new ApiError(401, 'Unauthorized'))
  }

  restoreToken(): void {
    this.#isRevoked = false
  }

  /** The token is another one from now on. */
  rotateToken(): string {
    this.#token = `${this.#token}r`
    this.#queue.endPoll(new ApiError(401, 'Unauthorized'))
    return this.#token
  }

  /** Everything the bot asked of Telegram, or all calls of one method. */
  calls(method?: string): readonly Dated<Called>[] {
    return this.#transcript.calls.filter((call) => method === undefined || call.method === method)
  }

  /** Resolves with the calls of a method once there are as many. */
  async called(method: string, options: WaitOptions & { times?: number } = {}): Promise<readonly Dated<Called>[]> {
    const { times = 1, ...wait } = options
    const look = () => (this.calls(method).length >= times ? this.calls(method) : undefined)
    const otherwise = () => `the bot called ${method} ${this.calls(method).length} times, not ${times}`
    return await eventually(this.state, look, { ...wait, otherwise })
  }

  /** The bot waits for the next update in a long poll. */
  get isPolled(): boolean {
    return this.#queue.isPolled
  }

  /** Updates that the bot has not confirmed. */
  get unconfirmed(): readonly unknown[] {
    return this.#queue.waiting.map(({ update }) => update)
  }

  /** What the bot's webhook answered, attempt by attempt. */
  get webhookStatuses(): readonly number[] {
    return this.#webhook.statuses
  }

  async until<T>(look: () => T | undefined, wait: WaitOptions = {}): Promise<T> {
    return await eventually(this.state, look, { ...wait, otherwise: () => 'it did not come to that' })
  }

  /** Update numbers go on from here, as they do anywhere after a week without updates. */
  renumberUpdates(id: number): void {
    this.#queue.renumberFrom(id)
  }

  /** Sends the bot any update. */
  sendsUpdate(kind: string, body: unknown): void {
    this.state.sendUpdate(kind, body)
  }

  /** Sends the bot what may be no update at all; several in one answer. */
  sendsRaw(...updates: readonly unknown[]): void {
    this.#queue.addRaw(...updates)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#webhook.close()
    await this.#close()
  }
}
