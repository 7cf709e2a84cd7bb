import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Driver } from './driver.ts'
import { EngineError } from '../contract.ts'
import { StatusError } from './faults.ts'

/**
 * Counts tokens by the server's own tokenizer, with control marks in the text as plain text. What was counted is
 * remembered by the text's hash, since the same system prompt and history are counted at every turn; no word of a
 * person stays here. A server without a tokenizer gets an estimate that is rather too high.
 */
export class TokenCounter {
  readonly #driver: Driver
  readonly #model: string
  readonly #counts = new Map<string, number>()
  #hasTokenizer = true

  constructor(driver: Driver, model: string) {
    this.#driver = driver
    this.#model = model
  }

  async count(text: string, signal: AbortSignal): Promise<number> {
    if (text === '') return 0
    const key = createHash('sha256').update(text).digest('base64')
    const known = this.#counts.get(key)
    const count = known ?? (await this.#ask(text, signal))
    this.#counts.delete(key)
    this.#counts.set(key, count)
    if (this.#counts.size > COUNTS_MAX) this.#counts.delete(this.#counts.keys().next().value ?? key)
    return count
  }

  async #ask(text: string, signal: AbortSignal): Promise<number> {
    if (!this.#hasTokenizer) return estimatedTokens(text)
    try {
      return await tokensOf(this.#driver, { model: this.#model, text, readsMarks: false }, signal)
    } catch (error) {
      if (signal.aborted || !isAnswer(error)) throw error
      // One that fails at the moment has not lost its tokenizer.
      this.#hasTokenizer = error instanceof StatusError && (error.status >= 500 || error.status === 429)
      return estimatedTokens(text)
    }
  }
}

/** Something came back, though no count. */
const isAnswer = (error: unknown) =>
  error instanceof StatusError || error instanceof z.ZodError || (error instanceof EngineError && error.code === 'failed')

/**
 * Asks a server how many tokens a text has by its own tokenizer. `readsMarks`: control marks in it are tokens, where the
 * server lets us choose.
 * @throws {EngineError} {ZodError} where there is no such tokenizer
 */
export async function tokensOf(
  driver: Driver,
  { model, text, readsMarks }: { model: string; text: string; readsMarks: boolean },
  signal: AbortSignal,
): Promise<number> {
  // llama-server reads the first three fields, vLLM and SGLang the rest.
  const fields = { content: text, add_special: false, parse_special: readsMarks }
  const body = { ...fields, model, prompt: text, add_special_tokens: false }
  return tokenCount.parse(await driver.question('POST', '/tokenize', signal, body))
}

/** English has about four bytes a token, other scripts fewer: three is on the safe side for most. */
export const estimatedTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

const BYTES_PER_TOKEN = 3
const COUNTS_MAX = 4_096

const tokenCount = z.union([
  z.object({ count: z.int().nonnegative() }).transform(({ count }) => count),
  z.object({ tokens: z.array(z.unknown()) }).transform(({ tokens }) => tokens.length),
])
