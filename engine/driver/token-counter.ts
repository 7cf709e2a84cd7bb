import { createHash } from 'node:crypto'
import { BoundedMap } from '#machine/bounded.ts'
import { z } from 'zod'
import type { Driver } from './driver.ts'
import { EngineError } from '../contract.ts'
import { StatusError } from './faults.ts'

/**
 * Counts tokens with the server's own tokenizer; control marks in it count as plain text. Counts are cached by the
 * hash of the text, since each turn counts the same system prompt and history; the text itself is not kept. Without a
 * tokenizer the count is an estimate that is rather too high.
 */
export class TokenCounter {
  readonly #driver: Driver
  readonly #model: string
  readonly #counts = new BoundedMap<string, number>(COUNTS_MAX)
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
    this.#counts.set(key, count)
    return count
  }

  async #ask(text: string, signal: AbortSignal): Promise<number> {
    if (!this.#hasTokenizer) return estimatedTokens(text)
    try {
      return await tokensOf(this.#driver, { model: this.#model, text, readsMarks: false }, signal)
    } catch (error) {
      if (signal.aborted || !isAnswer(error)) throw error
      // A transient failure does not mean that the server has no tokenizer.
      this.#hasTokenizer = error instanceof StatusError && (error.status >= 500 || error.status === 429)
      return estimatedTokens(text)
    }
  }
}

/** The server answered, but not with a count. */
const isAnswer = (error: unknown) =>
  error instanceof StatusError ||
  error instanceof z.ZodError ||
  (error instanceof EngineError && error.code === 'failed')

/**
 * Asks the server's tokenizer how many tokens a text has. `readsMarks`: control marks count as tokens, if the server
 * lets us choose.
 * @throws {EngineError} {ZodError} when there is no such tokenizer
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

/** English has about four bytes a token, other scripts fewer: three is safe for most. */
export const estimatedTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

const BYTES_PER_TOKEN = 3
const COUNTS_MAX = 4_096

const tokenCount = z.union([
  z.object({ count: z.int().nonnegative() }).transform(({ count }) => count),
  z.object({ tokens: z.array(z.unknown()) }).transform(({ tokens }) => tokens.length),
])
