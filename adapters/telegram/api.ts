import type http from 'node:http'
import type { LookupFunction } from 'node:net'
import { systemClock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import { proxiedAgent } from '#machine/proxy.mjs'
import { Telegram } from 'telegraf'
import { watchConnected } from '../shared/connected.ts'
import type { Effect } from '../shared/call-failure.ts'
import { failureOf } from './failure.ts'

export type ApiOptions = {
  readonly token: string
  readonly apiRoot: string
  readonly callTimeoutMs?: number | undefined
  /** In place of the system's DNS lookup. */
  readonly lookup?: LookupFunction | undefined
}

export type Call = {
  readonly method: string
  readonly payload?: Readonly<Record<string, unknown>>
  readonly effect: Effect
  /** For long polls; by default the time limit of all calls. */
  readonly timeoutMs?: number
}

const CALL_TIMEOUT_MS = 30_000
// A socket that was idle for longer may already be closed at the other end; a send over it would then have an unknown
// outcome.
const IDLE_SOCKET_MS = 15_000

/** The Bot API by way of telegraf: every call has a time limit, and every failure is a `TelegramFailure`. */
export class TelegramApi {
  readonly #options: ApiOptions
  #agent: http.Agent

  constructor(options: ApiOptions) {
    this.#options = options
    this.#agent = agentFor(options)
  }

  /** The result as Telegram gives it, not checked. */
  async call({ method, payload = {}, effect, timeoutMs }: Call, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted()
    // Sockets run on real time, also in tests with a manual clock.
    const limit = { limitMs: timeoutMs ?? this.#options.callTimeoutMs ?? CALL_TIMEOUT_MS, clock: systemClock }
    const attempt = new Attempt(this.#agent)
    const callApi = callApiOf(this.#options, attempt.agent)
    try {
      return await withDeadline(limit, (inner) => callApi(method, { ...payload }, { signal: inner }), signal)
    } catch (error) {
      throw failureOf(error, { effect, wasConnected: attempt.wasConnected })
    }
  }

  /** Holds the token: never log or show it. */
  fileUrl(filePath: string): URL {
    const path = filePath.split('/').map(encodeURIComponent).join('/')
    return new URL(`./file/bot${this.#options.token}/${path}`, this.#options.apiRoot)
  }

  /** Opens new connections when the old ones keep failing. Calls under way end on the old ones, which then time out. */
  renew(): void {
    this.#agent = agentFor(this.#options)
  }

  close(): void {
    this.#agent.destroy()
  }
}

type CallApi = (method: string, payload: object, options: { signal: AbortSignal }) => Promise<unknown>

function agentFor({ apiRoot, lookup }: ApiOptions): http.Agent {
  const own = lookup === undefined ? {} : { lookup }
  return proxiedAgent(new URL(apiRoot).protocol, { keepAlive: true, timeout: IDLE_SOCKET_MS, ...own })
}

function callApiOf({ token, apiRoot }: ApiOptions, agent: http.Agent): CallApi {
  const client = new Telegram(token, { apiRoot, webhookReply: false })
  // telegraf ignores an agent option for an http address.
  client.options.agent = agent
  // Its types are of an older Bot API and another AbortSignal: this is the only cast around them.
  return client.callApi.bind(client) as unknown as CallApi
}

type SharedAgent = http.Agent & { addRequest(request: http.ClientRequest, options: object): void }

/** One call, over the connections of an agent that all calls share. */
class Attempt {
  /** Used by this call only. */
  readonly agent: http.Agent
  #connection: { readonly wasConnected: boolean } | undefined

  constructor(shared: http.Agent) {
    const addRequest = (request: http.ClientRequest, options: object) => {
      this.#connection = watchConnected(request)
      const agent = shared as SharedAgent
      agent.addRequest(request, options)
    }
    // Node's client needs an instance of `Agent` with `addRequest`.
    this.agent = Object.create(shared, { addRequest: { value: addRequest } }) as http.Agent
  }

  get wasConnected(): boolean {
    return this.#connection?.wasConnected ?? false
  }
}
