import type { Fault } from '../faults.ts'
import type { FaultQueue } from '../fault-queue.ts'
import { nextEvent, pause, postJson } from '../webhook-request.ts'
import type { GraphState } from './graph-state.ts'
import { bytesOf, envelopeOf, signed, type WebhookItem } from './webhook-body.ts'

const PATH = '/webhooks/meta'
const ANSWER_TIMEOUT_MS = 20_000
const CONNECT = { everyMs: 50, withinMs: 20_000 }
const REORDER_WAIT_MS = 1000

export type WebhookOptions = {
  /** The pause after the first failed delivery, and the longest one. Meta's grow to hours, over seven days. */
  readonly retryMs: { readonly first: number; readonly most: number }
  /** How many events one request brings, when as many wait. */
  batchMax: number
}

type Deps = { readonly state: GraphState; readonly faults: FaultQueue; readonly options: WebhookOptions }

/** Events in order, until the service took them: each is sent again until it is answered 200. */
export class Webhook {
  readonly #deps: Deps
  readonly #waiting: WebhookItem[] = []
  readonly #ended = new AbortController()
  readonly #wake = new EventTarget()
  #url: string | undefined
  /** What each attempt was answered; 0 where no answer came. */
  readonly statuses: number[] = []

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get waiting(): readonly WebhookItem[] {
    return this.#waiting
  }

  add(item: WebhookItem): void {
    this.#waiting.push(item)
    this.#wake.dispatchEvent(new Event('added'))
    this.#deps.state.changed()
  }

  /** Sets the webhook up as Meta does it: asks the address whether it knows the verify token. Tries until it does. */
  async connect(serviceUrl: string): Promise<void> {
    const url = new URL(PATH, serviceUrl).href
    const endMs = Date.now() + CONNECT.withinMs
    for (;;) {
      const answer = await this.#verify(url).catch((error: Error) => error.message)
      if (answer === true) break
      if (Date.now() > endMs) throw new Error(`the webhook ${url} could not be verified: ${answer}`)
      await pause(CONNECT.everyMs, this.#ended.signal)
      this.#ended.signal.throwIfAborted()
    }
    const isFirst = this.#url === undefined
    this.#url = url
    if (isFirst) void this.#deliver(this.#ended.signal)
  }

  /** Posts bytes as they are, once; resolves with the status that they are answered. */
  async post(bytes: Buffer, headers: Readonly<Record<string, string>>, serviceUrl?: string): Promise<number> {
    const url = serviceUrl === undefined ? this.#url : new URL(PATH, serviceUrl).href
    if (url === undefined) throw new Error('the webhook is not connected')
    return await post(url, bytes, headers, this.#ended.signal)
  }

  close(): void {
    this.#ended.abort()
  }

  async #verify(url: string): Promise<true | string> {
    const challenge = String(1_158_201_444 + this.statuses.length)
    const query = {
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': this.#deps.state.app.verifyToken,
    }
    const response = await fetch(`${url}?${new URLSearchParams(query).toString()}`, {
      signal: AbortSignal.timeout(5000),
    })
    const text = await response.text()
    return (response.status === 200 && text === challenge) || `${response.status} ${text.slice(0, 100)}`
  }

  async #deliver(signal: AbortSignal): Promise<void> {
    const { first, most } = this.#deps.options.retryMs
    let waitMs = first
    while (!signal.aborted) {
      if (this.#waiting.length === 0) {
        await nextEvent(this.#wake, 'added', signal)
        continue
      }
      const fault = this.#fault()
      if (fault && 'reorder' in fault) await this.#reverse(signal)
      const batch = this.#waiting.slice(0, this.#deps.options.batchMax)
      const isTaken = await this.#attempt(batch, fault, signal)
      if (signal.aborted) return
      if (isTaken) {
        this.#waiting.splice(0, batch.length)
        waitMs = first
      }
      this.#deps.state.changed()
      if (isTaken) continue
      await pause(waitMs, signal)
      waitMs = Math.min(most, waitMs * 2)
    }
  }

  /** Faults are for what people did. */
  #fault(): Fault | undefined {
    return this.#waiting[0]?.isPersons ? this.#deps.faults.take('receive') : undefined
  }

  /** Whether the service took these events. */
  async #attempt(batch: readonly WebhookItem[], fault: Fault | undefined, signal: AbortSignal): Promise<boolean> {
    if (fault && ('drop' in fault || 'status' in fault || 'html' in fault || 'retryAfter' in fault)) return false
    if (fault && 'delayMs' in fault) await pause(fault.delayMs, signal)
    const isTaken = await this.#send(batch, signal)
    if (fault && ('dropAfterAccept' in fault || 'silent' in fault)) return false
    return fault && 'duplicate' in fault ? await this.#send(batch, signal) : isTaken
  }

  async #send(batch: readonly WebhookItem[], signal: AbortSignal): Promise<boolean> {
    const { state } = this.#deps
    const bytes = bytesOf(envelopeOf(state.profile, batch, state.now()))
    const headers = signed(bytes, state.app.secret)
    const status = await post(this.#url ?? '', bytes, headers, signal).catch(() => 0)
    this.statuses.push(status)
    return status === 200
  }

  /** The next two things that people did change places; waits a little for the second. */
  async #reverse(signal: AbortSignal): Promise<void> {
    const second = () => this.#waiting.findIndex(({ isPersons }, index) => index > 0 && isPersons)
    const endMs = Date.now() + REORDER_WAIT_MS
    while (second() < 0 && Date.now() < endMs && !signal.aborted) await pause(5, signal)
    const at = second()
    if (at > 0) this.#waiting.unshift(...this.#waiting.splice(at, 1))
  }
}

function post(
  url: string,
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const all = { 'user-agent': 'facebookexternalua', ...headers }
  return postJson(url, bytes, { headers: all, signal, timeoutMs: ANSWER_TIMEOUT_MS })
}
