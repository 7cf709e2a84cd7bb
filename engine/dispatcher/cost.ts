import type { GenerateEvent, GenerateRequest } from '../contract.ts'
import { estimatedTokens } from '../driver/token-counter.ts'

/** Of VTC: making a token takes the engine about twice as long as reading one. What it has cached costs nothing. */
const OUTPUT_WEIGHT = 2
/** Of an answer that has not begun. Most are not longer, and whoever is, is charged as it grows. */
const ANSWER_TOKENS_EXPECTED = 100
/** A slot that is held costs others what it could have made meanwhile, about 20 tokens a second on a small machine. */
const HELD_MS_PER_TOKEN = 50

/**
 * What one request takes of the engine, in virtual tokens: an estimate at first, then what is seen of it, in the end
 * what the engine says. Where the engine says nothing, because the request failed, the time for which it held its slot
 * counts, too.
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

  /** While it runs, and before. */
  get soFarTokens(): number {
    return Math.max(this.#expectedTokens, this.#seenTokens)
  }

  /** Once it is over. */
  finalTokens(heldMs: number): number {
    return this.#usageTokens ?? Math.max(this.#seenTokens, heldMs / HELD_MS_PER_TOKEN)
  }

  get #seenTokens(): number {
    return this.#hasStarted ? this.#promptTokens + OUTPUT_WEIGHT * this.#pieces : 0
  }
}
