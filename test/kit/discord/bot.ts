import {
  Client,
  DiscordAPIError,
  type ClientEvents,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Message,
  Partials,
} from 'discord.js'
import { type DiscordDouble, openDiscordDouble } from './double.ts'
import type { DoubleOptions } from './double-options.ts'

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
  GatewayIntentBits.MessageContent,
]
const PARTIALS = [Partials.Channel, Partials.Message, Partials.Reaction, Partials.User]

/** A bot of discord.js as anybody writes it: only its addresses are changed. It notes every event that it gets. */
export class Bot {
  readonly client: Client<true>
  readonly #double: DiscordDouble
  readonly #events: [name: string, ...values: unknown[]][] = []

  constructor(double: DiscordDouble, options: Partial<ClientOptions> = {}) {
    const rest = { api: double.apiRoot, cdn: double.cdnRoot, ...options.rest }
    this.#double = double
    this.client = new Client({ intents: INTENTS, partials: PARTIALS, ...options, rest })
    const emit = this.client.emit.bind(this.client)
    this.client.emit = (name: string | symbol, ...values: unknown[]) => {
      this.#events.push([String(name), ...values])
      queueMicrotask(() => double.state.changed())
      return emit(name, ...values)
    }
    // Without a listener an error event would end the process.
    this.client.on(Events.Error, () => {})
  }

  async login(token = this.#double.token): Promise<this> {
    await this.client.login(token)
    await this.#double.until(() => (this.client.isReady() ? true : undefined), { withinMs: 20_000 })
    return this
  }

  /** The values of all events of this name, in order. */
  heard<Name extends keyof ClientEvents>(name: Name): ClientEvents[Name][] {
    return this.#events.filter(([one]) => one === name).map(([, ...values]) => values as ClientEvents[Name])
  }

  async hearsMessage(content: string): Promise<Message> {
    return await this.hears(Events.MessageCreate, (message) => message.content === content)
  }

  /** Resolves with the first event that `fits`, be it past or to come. */
  async hears<Name extends keyof ClientEvents>(
    name: Name,
    fits: (...values: ClientEvents[Name]) => boolean = () => true,
  ): Promise<ClientEvents[Name][0]> {
    const [value] = await this.#double.until(() => this.heard(name).find((values) => fits(...values)))
    return value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.destroy()
  }
}

/** A double and a bot for it, whose double's clock is moved by hand and whose windows are short. */
export class Stage {
  readonly double: DiscordDouble
  readonly bot: Bot
  readonly #time: { movedMs: number }

  constructor(double: DiscordDouble, bot: Bot, time: { movedMs: number }) {
    this.double = double
    this.bot = bot
    this.#time = time
  }

  passes(forMs: number): void {
    this.#time.movedMs += forMs
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bot[Symbol.asyncDispose]()
    await this.double[Symbol.asyncDispose]()
  }
}

export async function openStage(options: DoubleOptions = {}, botOptions: Partial<ClientOptions> = {}): Promise<Stage> {
  const time = { movedMs: 0 }
  const now = () => Date.now() + time.movedMs
  const double = await openDiscordDouble({ bucketWindowMs: 400, now, ...options })
  return new Stage(double, new Bot(double, botOptions), time)
}

/** The code by which Discord refused a call; `none` when it did not. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
    return 'none'
  } catch (error) {
    return error instanceof DiscordAPIError ? error.code : error
  }
}
