import { networkOf } from './address-limit.ts'
import type { WebLimits } from './limits.ts'
import { WebError } from './web-error.ts'

const RETRY_AFTER_SECONDS = 5

type Limits = Pick<WebLimits, 'uploadsPerPersonMax' | 'uploadsPerNetworkMax' | 'uploadsMax'>
type Uploader = { readonly person: string; readonly address: string }

/**
 * How many forms with pictures are under way at one time. A form may come as slowly as its sender likes, so neither one
 * visitor nor one network gets all of the slots: cookies are free.
 */
export class UploadSlots {
  readonly #limits: Limits
  readonly #taken = new Map<string, number>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Returns what gives the slot back. Throws `WebError` `too-many-uploads`. */
  take({ person, address }: Uploader): () => void {
    const { uploadsPerPersonMax, uploadsPerNetworkMax, uploadsMax } = this.#limits
    const wanted = [
      { key: `person ${person}`, max: uploadsPerPersonMax },
      { key: `network ${networkOf(address)}`, max: uploadsPerNetworkMax },
      { key: 'all', max: uploadsMax },
    ]
    if (wanted.some(({ key, max }) => this.#count(key) >= max)) {
      throw new WebError('too-many-uploads', 'Too much is being sent at once. Please try again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      })
    }
    for (const { key } of wanted) this.#taken.set(key, this.#count(key) + 1)
    return () => {
      for (const { key } of wanted) this.#giveBack(key)
    }
  }

  #count(key: string): number {
    return this.#taken.get(key) ?? 0
  }

  #giveBack(key: string): void {
    const left = this.#count(key) - 1
    if (left > 0) this.#taken.set(key, left)
    else this.#taken.delete(key)
  }
}
