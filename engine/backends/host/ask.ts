import type { GenerateEvent, GenerateRequest, PromptPart, Sampling } from '../../contract.ts'
import type { Driver } from '../../driver/driver.ts'

export type Question = Pick<GenerateRequest, 'firstTokenChoices' | 'schema'> & {
  readonly parts: readonly PromptPart[]
  readonly tokensMax: number
}

export type Answer = {
  readonly text: string
  readonly hasChoices: boolean
  /** Undefined when the host does not report it. */
  readonly promptTokens: number | undefined
}

/** Sends a question of the service itself; by default the smallest that needs the model: one token after "hello". */
export type Ask = (question?: Partial<Question>) => Promise<Answer>

export const HELLO: PromptPart = { type: 'text', text: 'hello' }

export function asking(driver: Driver, sampling: Sampling, signal: AbortSignal): Ask {
  return ({ parts = [HELLO], tokensMax = 1, ...more } = {}) => {
    const messages = [{ role: 'user' as const, parts }]
    const named = { id: 'self-test', class: 'chat', cacheKey: 'self-test' } as const
    const request = { ...named, messages, tokensMax, sampling, ...more }
    return answerOf(driver.generate(request, signal))
  }
}

export async function answerOf(events: AsyncIterable<GenerateEvent>): Promise<Answer> {
  let [text, hasChoices] = ['', false]
  let promptTokens: number | undefined
  for await (const event of events) {
    if (event.type === 'text-delta') text += event.text
    if (event.type === 'restart') text = ''
    if (event.type === 'first-token') hasChoices ||= event.choices.length > 0
    if (event.type === 'usage') promptTokens = event.promptTokens
  }
  return { text, hasChoices, promptTokens }
}
