import type http from 'node:http'
import type { LookupFunction, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { systemClock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import { proxiedAgent } from '#machine/proxy.mjs'
import { Telegram } from 'telegraf'
import { type Effect, failureOf } from './failure.ts'

export type ApiOptions = {
  readonly token: string
  readonly apiRoot: string
  readonly callTimeoutMs?: number | undefined
  /** In place of the system's own. */
  readonly lookup?: LookupFunction | undefined
}

export type Call = {
  readonly method: string
  readonly payload?: Readonly<Record<string, unknown>>
  readonly effect: Effect
  /** For long polls; otherwise that of all calls. */
  readonly timeoutMs?: number
}

const CALL_TIMEOUT_MS = 30_000
// A socket that was idle for longer may be closed at the other end without our knowing, and a send over it would then
// end in an outcome that nobody knows.
const IDLE_SOCKET_MS = 15_000

/** The Bot API by way of telegraf: every call has a time limit, and every failure is a `TelegramFailure`. */
export class TelegramApi {
  readonly #options: ApiOptions
  #agent: http.Agent

  constructor(options: ApiOptions) {
    this.#options = options
    this.#agent = agentFor(options)
  }

  /** The result as Telegram gives it, unread. */
  async call({ method, payload = {}, effect, timeoutMs }: Call, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted()
    // Sockets are real even where a test turns the clock.
    const limit = { limitMs: timeoutMs ?? this.#options.callTimeoutMs ?? CALL_TIMEOUT_MS, clock: systemClock }
    const attempt = new Attempt(this.#agent)
    const callApi = callApiOf(this.#options, attempt.agent)
    try {
      return await withDeadline(limit, (inner) => callApi(method, { ...payload }, { signal: inner }), signal)
    } catch (error) {
      throw failureOf(error, { effect, wasConnected: attempt.wasConnected })
    }
  }

  /** Holds the token: for opening, never for telling. */
  fileUrl(filePath: string): URL {
    const path = filePath.split('/').map(encodeURIComponent).join('/')
    return new URL(`./file/bot${this.#options.token}/${path}`, this.#options.apiRoot)
  }

  /** New connections, for when the old ones keep failing. Calls under way end on the old ones, which then idle out. */
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
  // telegraf leaves an http address without an agent of its own, whatever it was given.
  client.options.agent = agent
  // Its types end at an older Bot API and know another AbortSignal: the one place where they are set aside.
  return client.callApi.bind(client) as unknown as CallApi
}

type SharedAgent = http.Agent & { addRequest(request: http.ClientRequest, options: object): void }

/**
 * One call on its way, by the connections of an agent that all calls share. Nothing of a request leaves this computer
 * before its connection stands, with its proxy's tunnel and its encryption: as long as it never did, the call was
 * certainly not made, whatever ended it.
 */
class Attempt {
  /** For this call alone. */
  readonly agent: http.Agent
  #wasConnected = false

  constructor(shared: http.Agent) {
    const addRequest = (request: http.ClientRequest, options: object) => {
      request.once('socket', (socket) => this.#watch(socket))
      const agent = shared as SharedAgent
      agent.addRequest(request, options)
    }
    // What Node's client asks of an agent: to be one, and `addRequest`.
    this.agent = Object.create(shared, { addRequest: { value: addRequest } }) as http.Agent
  }

  get wasConnected(): boolean {
    return this.#wasConnected
  }

  #watch(socket: Socket): void {
    const connected = () => {
      this.#wasConnected = true
    }
    if (!socket.connecting) return connected()
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', connected)
  }
}
