import http from 'node:http'
import { nextEvent, pause, postJson } from '../webhook-request.ts'
import type { TelegramFaults } from './faults.ts'
import type { UpdateQueue } from './update-queue.ts'

const RETRY_MS = { first: 20, most: 1000 }
const ANSWER_TIMEOUT_MS = 60_000
const EMOJI_FIRST_BYTE = 0xf0
const BETWEEN_PACKETS_MS = 5

/** Posts each update to the bot's address, until that answers 2xx. A body with an emoji is sent in two packets. */
export class Webhook {
  readonly #queue: UpdateQueue
  readonly #faults: TelegramFaults
  readonly #changed: () => void
  readonly #now: () => number
  #running: AbortController | undefined
  url = ''
  /** What each attempt was answered; 0 where no answer came. */
  readonly statuses: number[] = []
  /** The last one stays, also when deliveries succeed again. */
  #lastError: { date: number; message: string } | undefined

  constructor(deps: { queue: UpdateQueue; faults: TelegramFaults; changed: () => void; now: () => number }) {
    this.#queue = deps.queue
    this.#faults = deps.faults
    this.#changed = deps.changed
    this.#now = deps.now
  }

  /** As getWebhookInfo answers. */
  get info() {
    const last = this.#lastError
    return {
      url: this.url,
      has_custom_certificate: false,
      pending_update_count: this.#queue.waiting.length,
      ...(last && { last_error_date: last.date, last_error_message: last.message }),
    }
  }

  set(url: string, secret: string | undefined): void {
    this.#running?.abort()
    this.url = url
    this.#running = undefined
    if (url === '') return
    const running = new AbortController()
    this.#running = running
    this.#queue.onAdded = () => wake.dispatchEvent(new Event('added'))
    const wake = new EventTarget()
    void this.#deliver({ url, secret, wake, signal: running.signal })
  }

  close(): void {
    this.#running?.abort()
  }

  async #deliver({ url, secret, wake, signal }: Delivery): Promise<void> {
    let waitMs = RETRY_MS.first
    while (!signal.aborted) {
      const next = this.#queue.waiting[0]
      if (!next) {
        await nextEvent(wake, 'added', signal)
        continue
      }
      const body = Buffer.from(JSON.stringify(next.update))
      const status = await post(url, secret, body, signal).catch((error: NodeJS.ErrnoException) => {
        this.#failed(error.code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection reset by peer')
        return 0
      })
      if (signal.aborted) return
      this.statuses.push(status)
      this.#changed()
      const isTaken = status >= 200 && status < 300
      if (isTaken && !this.#faults.take('webhook', (fault) => 'duplicate' in fault)) {
        this.#queue.confirmBelow(next.id + 1)
        waitMs = RETRY_MS.first
      } else {
        if (status > 0) this.#failed(`Wrong response from the webhook: ${status} ${http.STATUS_CODES[status]}`)
        await pause(waitMs, signal)
        waitMs = Math.min(RETRY_MS.most, waitMs * 2)
      }
    }
  }

  #failed(message: string): void {
    this.#lastError = { date: Math.floor(this.#now() / 1000), message }
  }
}

type Delivery = { url: string; secret: string | undefined; wake: EventTarget; signal: AbortSignal }

function post(url: string, secret: string | undefined, body: Buffer, signal: AbortSignal): Promise<number> {
  const headers: Record<string, string> = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }
  const write = (request: http.ClientRequest) => {
    request.setNoDelay(true)
    const middle = body.findIndex((byte) => byte >= EMOJI_FIRST_BYTE) + 2
    if (middle < 2) return void request.end(body)
    request.write(body.subarray(0, middle))
    setTimeout(() => request.end(body.subarray(middle)), BETWEEN_PACKETS_MS)
  }
  return postJson(url, body, { headers, signal, timeoutMs: ANSWER_TIMEOUT_MS, write })
}
