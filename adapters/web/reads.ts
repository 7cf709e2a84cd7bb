import type { ServerResponse } from 'node:http'
import type { Clock } from '#machine/clock.ts'
import { cut, onEnd } from '#http/response-end.ts'
import type { WebLimits } from './limits.ts'
import { Shares, type Holder, type Share } from '#http/shares.ts'
import { WebError } from '#http/web-error.ts'

export type ReadLimits = Pick<WebLimits, 'readsPerPersonMax' | 'readsPerNetworkMax' | 'readsMax' | 'readWaitMsMax'>

/** A page asks for all visible pictures at once; a client that asks for more than this is no page. */
const WAITING_PER_READ_MAX = 16

type Waiter = {
  readonly holder: Holder
  readonly response: ServerResponse
  /** Ends the wait; without a share the reader is refused. */
  readonly end: (share?: Share) => void
}

/**
 * History and pictures are read few at a time: an answer stays in memory until its reader has taken it, and readers may
 * be as slow as they like. Others wait in line for a while.
 */
export class Reads {
  readonly #clock: Clock
  readonly #waitMsMax: number
  readonly #reading: Shares
  readonly #waiting: Shares
  /** In the order in which they came. */
  readonly #line = new Set<Waiter>()

  constructor({ clock, limits }: { clock: Clock; limits: ReadLimits }) {
    const { readsPerPersonMax: perPersonMax, readsPerNetworkMax: perNetworkMax, readsMax: max } = limits
    this.#clock = clock
    this.#waitMsMax = limits.readWaitMsMax
    this.#reading = new Shares({ perPersonMax, perNetworkMax, max }, tooMany)
    const times = (most: number) => most * WAITING_PER_READ_MAX
    const inLine = { perPersonMax: times(perPersonMax), perNetworkMax: times(perNetworkMax), max: times(max) }
    this.#waiting = new Shares(inLine, tooMany)
  }

  /** Resolves when it is this reader's turn, which ends with the response. Rejects with `WebError` `too-many-reads`. */
  async enter(holder: Holder, response: ServerResponse): Promise<void> {
    const share = this.#tryNow(holder, response) ?? (await this.#wait(holder, response))
    onEnd(response, () => {
      share.release()
      this.#serveLine()
    })
  }

  #tryNow(holder: Holder, response: ServerResponse): Share | undefined {
    try {
      return this.#reading.take(holder, { close: () => cut(response) })
    } catch {
      return undefined
    }
  }

  #wait(holder: Holder, response: ServerResponse): Promise<Share> {
    return new Promise((resolve, reject) => {
      const ended = new AbortController()
      const giveUp = () => waiter.end()
      const inLine = this.#waiting.take(holder, { close: giveUp })
      const end = (share?: Share) => {
        if (!this.#line.delete(waiter)) return
        inLine.release()
        ended.abort()
        if (share === undefined) reject(tooMany())
        else resolve(share)
      }
      const waiter = { holder, response, end }
      this.#line.add(waiter)
      ended.signal.addEventListener('abort', onEnd(response, giveUp))
      this.#clock.sleep(this.#waitMsMax, ended.signal).then(giveUp, () => undefined)
    })
  }

  #serveLine(): void {
    for (const waiter of this.#line) {
      const share = this.#tryNow(waiter.holder, waiter.response)
      if (share !== undefined) waiter.end(share)
    }
  }
}

const tooMany = () =>
  new WebError('too-many-reads', 'Too much is being read at once. Please try again in a moment.', {
    retryAfterSeconds: 3,
  })
