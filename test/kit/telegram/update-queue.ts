import { ApiError } from './api-error.ts'
import type { TelegramFaults } from './faults.ts'
import type { Update } from './wire.ts'

/** An update with its number; what is sent to the bot may be anything. */
type Waiting = { readonly id: number; readonly update: unknown }

// Telegram sends these only to who asks for them by name.
const UNASKED = ['message_reaction', 'message_reaction_count', 'chat_member']
const BATCH_MAX = 100
const CONFLICT = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'

type Poller = { readonly answer: () => void; readonly fail: (error: ApiError) => void }

/** Updates until they are confirmed: by the offset of a later question, or by a webhook's 200. */
export class UpdateQueue {
  readonly #faults: TelegramFaults
  readonly #changed: () => void
  #waiting: Waiting[] = []
  #nextId: number
  #allowed: readonly string[] | undefined
  #poller: Poller | undefined
  /** Called when there is something to fetch. */
  onAdded: () => void = () => {}

  constructor({ faults, firstId, changed }: { faults: TelegramFaults; firstId: number; changed: () => void }) {
    this.#faults = faults
    this.#changed = changed
    this.#nextId = firstId
  }

  /** Not confirmed yet. */
  get waiting(): readonly Waiting[] {
    return this.#waiting
  }

  /** Somebody waits for the next update. */
  get isPolled(): boolean {
    return this.#poller !== undefined
  }

  /** After a week without updates Telegram's numbers go on from anywhere. */
  renumberFrom(id: number): void {
    this.#nextId = id
  }

  allow(kinds: readonly string[] | undefined): void {
    if (kinds !== undefined) this.#allowed = kinds.length > 0 ? kinds : undefined
  }

  add(kind: string, body: unknown): Update | undefined {
    const isWanted = this.#allowed ? this.#allowed.includes(kind) : !UNASKED.includes(kind)
    if (!isWanted) return undefined
    const update = { update_id: this.#nextId, [kind]: body }
    this.addRaw(update)
    return update
  }

  /** Adds what today's Telegram would not send. Several are answered together. */
  addRaw(...updates: readonly unknown[]): void {
    for (const update of updates) this.#waiting.push({ id: this.#nextId++, update })
    this.onAdded()
    this.#poller?.answer()
    this.#changed()
  }

  confirmBelow(id: number): void {
    this.#waiting = this.#waiting.filter((each) => each.id >= id)
    this.#changed()
  }

  /** The answer to getUpdates. `gone` aborts when the asker hangs up. A second asker ends the first one's question. */
  async poll({ offset, limit, timeoutMs }: { offset: number; limit: number; timeoutMs: number }, gone: AbortSignal) {
    this.endPoll(new ApiError(409, CONFLICT))
    if (offset > 0) this.confirmBelow(offset)
    if (offset < 0) this.#waiting = this.#waiting.slice(offset)
    const take = () => this.#waiting.slice(0, Math.min(BATCH_MAX, limit || BATCH_MAX)).map(({ update }) => update)
    if (take().length === 0 && timeoutMs > 0) await this.#added(timeoutMs, gone)
    return this.#marred(gone.aborted ? [] : take())
  }

  endPoll(error: ApiError): void {
    this.#poller?.fail(error)
  }

  #added(timeoutMs: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        gone.removeEventListener('abort', done)
        if (this.#poller === poller) this.#poller = undefined
      }
      const done = () => {
        end()
        resolve()
      }
      const fail = (error: ApiError) => {
        end()
        reject(error)
      }
      const timer = setTimeout(done, timeoutMs)
      const poller = { answer: done, fail }
      this.#poller = poller
      this.#changed()
      gone.addEventListener('abort', done, { once: true })
    })
  }

  #marred(batch: unknown[]): unknown[] {
    if (batch.length === 0) return batch
    const fault = this.#faults.take('getUpdates', (fault) => 'duplicate' in fault || 'reorder' in fault)
    if (!fault) return batch
    return 'duplicate' in fault ? [...batch, ...batch] : batch.toReversed()
  }
}
