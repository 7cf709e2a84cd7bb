import type { GenerateEvent, GenerateRequest } from '../contract.ts'
import { estimatedTokens } from '../driver/token-counter.ts'

/** From VTC: an output token takes the engine about twice as long as an input token. Cached tokens are free. */
const OUTPUT_WEIGHT = 2
/** Expected length of an answer. Most are not longer; a longer one is charged as it grows. */
const ANSWER_TOKENS_EXPECTED = 100
/** A held permit costs others what the engine could have produced meanwhile: about 20 tokens/s on a small machine. */
const HELD_MS_PER_TOKEN = 50

/**
 * The cost of one request in virtual tokens: first an estimate, then what its events show, at the end the engine's own
 * usage report. When there is no report, because the request failed, the time for which it held its permit counts, too.
 */
export class Cost {
  readonly #promptTokens: number
  readonly #expectedTokens: number
  #hasStarted = false
  #pieces = 0
  #usageTokens: number | undefined

  constructor({ messages, tokensMax }: GenerateRequest, pictureTokens: number) {
    const parts = messages.flatMap((message) => message.parts)
    const tokens = parts.map((part) => (part.type === 'text' ? estimatedTokens(part.text) : pictureTokens))
    this.#promptTokens = tokens.reduce((sum, each) => sum + each, 0)
    this.#expectedTokens = this.#promptTokens + OUTPUT_WEIGHT * Math.min(tokensMax, ANSWER_TOKENS_EXPECTED)
  }

  observe(event: GenerateEvent): void {
    if (event.type === 'start') this.#hasStarted = true
    if (event.type === 'text-delta') this.#pieces += 1
    if (event.type !== 'usage') return
    this.#usageTokens = event.promptTokens - event.cachedTokens + OUTPUT_WEIGHT * event.answerTokens
  }

  /** Before and while it runs. */
  get soFarTokens(): number {
    return Math.max(this.#expectedTokens, this.#seenTokens)
  }

  /** After its end. */
  finalTokens(heldMs: number): number {
    return this.#usageTokens ?? Math.max(this.#seenTokens, heldMs / HELD_MS_PER_TOKEN)
  }

  get #seenTokens(): number {
    return this.#hasStarted ? this.#promptTokens + OUTPUT_WEIGHT * this.#pieces : 0
  }
}
