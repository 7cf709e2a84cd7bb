import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import { systemClock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import { jsonIn } from '#machine/json-in.ts'
import { proxiedAgent } from '#machine/proxy.mjs'
import { wholeBody } from '#machine/whole-body.ts'
import { pipeline } from 'node:stream/promises'
import { watchConnected } from '../shared/connected.ts'
import type { Effect } from '../shared/call-failure.ts'
import { type Answer, brokenOff, failureIn, GraphFailure } from './failure.ts'
import type { OpenForm } from './form.ts'
import type { Secret } from './options.ts'

export type GraphOptions = {
  readonly root: string
  readonly version: string
  /** Proves with each call that it is known here; absent where the product does not ask for that. */
  readonly appSecret?: string | undefined
  readonly token: Secret
  /** The environment name of the token, for what operators read. */
  readonly tokenSetting: string
  readonly callTimeoutMs?: number | undefined
  /** Called after each call: what Meta says of the token may have changed. */
  readonly answered: (failure: GraphFailure | undefined) => void
}

export type GraphCall = {
  /** Below the version: `me`, `1064…/messages`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly effect: Effect
  /** By default the time limit of all calls. */
  readonly timeoutMs?: number
} & (
  | { readonly method: 'GET' }
  | { readonly method: 'POST'; readonly body: object }
  | { readonly method: 'POST'; readonly form: OpenForm }
)

type Watched = { watched?: { readonly wasConnected: boolean } }

const CALL_TIMEOUT_MS = 30_000
const ANSWER_BYTES_MAX = 1 << 20
// A socket that was idle for longer may already be closed at the other end; a send over it would then have an unknown
// outcome.
const IDLE_SOCKET_MS = 15_000

/** The Graph API: every call has a time limit, and every failure is a `GraphFailure`. The token is in no address. */
export class GraphClient {
  readonly #options: GraphOptions
  readonly #agent: http.Agent
  #token: string

  constructor(options: GraphOptions) {
    this.#options = options
    this.#token = options.token.value
    this.#agent = proxiedAgent(new URL(options.root).protocol, { keepAlive: true, timeout: IDLE_SOCKET_MS })
  }

  get root(): URL {
    return new URL(this.#options.root)
  }

  /** For downloads. */
  get authorisation(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.#token}` }
  }

  /** The answer's JSON, not checked. A refused token is read from its file again, where it may have been replaced. */
  async call(call: GraphCall, signal: AbortSignal): Promise<unknown> {
    const used = this.#token
    try {
      return await this.#reported(call, signal)
    } catch (error) {
      const isRefused = error instanceof GraphFailure && error.isTokenRefused
      if (!isRefused || !(await this.#hasOther(used))) throw error
      return await this.#reported(call, signal)
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  async #reported(call: GraphCall, signal: AbortSignal): Promise<unknown> {
    try {
      const result = await this.#once(call, signal)
      this.#options.answered(undefined)
      return result
    } catch (error) {
      if (error instanceof GraphFailure) this.#options.answered(error)
      throw error
    }
  }

  async #once(call: GraphCall, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    const connection: Watched = {}
    // Sockets run on real time, also in tests with a manual clock.
    const limit = { limitMs: call.timeoutMs ?? this.#options.callTimeoutMs ?? CALL_TIMEOUT_MS, clock: systemClock }
    let answer: Answer
    try {
      answer = await withDeadline(limit, (inner) => this.#request(call, connection, inner), signal)
    } catch (error) {
      throw brokenOff(error, { effect: call.effect, wasConnected: connection.watched?.wasConnected ?? false })
    }
    const result = jsonIn(answer.body)
    if (answer.status === 200 && result !== undefined) return result
    throw failureIn(answer, { effect: call.effect, tokenSetting: this.#options.tokenSetting })
  }

  #request(call: GraphCall, connection: Watched, signal: AbortSignal): Promise<Answer> {
    const url = this.#address(call)
    const json = 'body' in call ? Buffer.from(JSON.stringify(call.body)) : undefined
    const form = 'form' in call ? call.form : undefined
    const headers = {
      ...this.authorisation,
      accept: 'application/json',
      ...(json && { 'content-type': 'application/json', 'content-length': json.length }),
      ...form?.headers,
    }
    const { request: open } = url.protocol === 'https:' ? https : http
    return new Promise((resolve, reject) => {
      const request = open(url, { method: call.method, headers, agent: this.#agent, signal }, (response) => {
        const { statusCode: status = 0, headers } = response
        wholeBody(response, ANSWER_BYTES_MAX).then(
          (bytes) => resolve({ status, headers, body: bytes.toString('utf8') }),
          (error: unknown) => {
            response.destroy()
            reject(error)
          },
        )
      })
      connection.watched = watchConnected(request)
      request.on('error', reject)
      // A request ignores its signal while a proxy's tunnel is being built for it.
      signal.addEventListener('abort', () => request.destroy(signal.reason as Error), { once: true })
      if (form) pipeline(form.content(), request).catch((error: unknown) => request.destroy(error as Error))
      else request.end(json)
    })
  }

  /** With the proof that whoever calls knows the app's secret: a stolen token alone is of no use to who asks for it. */
  #address({ path, query = {} }: GraphCall): URL {
    const { root, version, appSecret } = this.#options
    const url = new URL(`${root.replace(/\/$/, '')}/${version}/${path}`)
    const proof = appSecret && createHmac('sha256', appSecret).update(this.#token).digest('hex')
    url.search = new URLSearchParams({ ...query, ...(proof && { appsecret_proof: proof }) }).toString()
    return url
  }

  /** Another token than the one that was refused; a call at the same time may have read it already. */
  async #hasOther(refused: string): Promise<boolean> {
    const { file } = this.#options.token
    const token = file === undefined ? '' : (await readFile(file, 'utf8').catch(() => '')).trim()
    if (token !== '') this.#token = token
    return this.#token !== refused
  }
}
