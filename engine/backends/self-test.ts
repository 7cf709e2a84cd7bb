import { z } from 'zod'
import {
  EngineError,
  type EngineCapabilities,
  type GenerateEvent,
  type GenerateRequest,
  type GuardPrompt,
} from '../contract.ts'
import type { Driver } from '../driver/driver.ts'
import type { ModelCard } from '../models/card.ts'
import { promisedBy, promptTokensIn, tilePixelsFor } from './capabilities.ts'
import { testGuard, type GuardTrial } from './guard-canary.ts'
import { guardSight } from './guard-sight.ts'
import { testPicture } from './embedded/test-picture.ts'

/**
 * Tests what an engine can do before it serves: it answers, it reads a picture, it joins tiles correctly, and its guard
 * gives a verdict, also on pictures if its card says so. Only an engine that does not answer, or a full guard that
 * misjudges the canary texts, is not ready; missing vision is reported in the capabilities.
 */
export async function selfTested(
  driver: Driver,
  { card, guardPrompt }: { readonly card: ModelCard; readonly guardPrompt: GuardPrompt },
  signal: AbortSignal,
): Promise<EngineCapabilities> {
  const promised = promisedBy(card)
  const test = new SelfTest(driver, card, signal)
  const contextTokens = (await slotTokens(driver, signal)) ?? promised.contextTokens
  const blind = await test.answer([HELLO])
  const guard = card.guard.level === 'none' ? undefined : test.guard(guardPrompt)
  if (guard) await testGuard(guard)
  const seen = card.projector ? await test.sight(blind.promptTokens) : { vision: false }
  const promptTokens = promptTokensIn(contextTokens, promised.promptTokens)
  const found = { ...promised, contextTokens, promptTokens, ...seen }
  const isPromised = guard !== undefined && promised.guardSeesPictures && found.vision
  const sight = isPromised ? await guardSight(guard, found) : { guardSeesPictures: false }
  // The number and the cost of pictures come from the test of the model's own vision.
  return { ...sight, ...found, guardSeesPictures: sight.guardSeesPictures }
}

class SelfTest {
  readonly #driver: Driver
  readonly #card: ModelCard
  readonly #signal: AbortSignal

  constructor(driver: Driver, card: ModelCard, signal: AbortSignal) {
    this.#driver = driver
    this.#card = card
    this.#signal = signal
  }

  /** Any answer with a finish reason is accepted: the answers of small models may make no sense. */
  async answer(parts: GenerateRequest['messages'][number]['parts'], more?: Partial<GenerateRequest>): Promise<Answer> {
    const { sampling } = this.#card
    const messages = [{ role: 'user' as const, parts }]
    const request = { id: 'self-test', class: 'chat' as const, messages, tokensMax: 1, sampling, ...more }
    return answerOf(this.#driver.generate(request, this.#signal))
  }

  /** `blind`: the tokens of the same prompt without a picture. */
  async sight(blind: number): Promise<Sight> {
    try {
      const tilePixels = tilePixelsFor(this.#card, await this.#tiles(blind))
      const pictureTokens = (await this.#tokens(tilePixels, tilePixels)) - blind
      const measured = { tilePixels, pictureTokens: Math.max(1, pictureTokens) }
      if (pictureTokens >= PICTURE_TOKENS_MIN) return { ...measured, vision: true }
      return { ...measured, ...unseen(`a picture adds only ${pictureTokens} tokens to the prompt.`) }
    } catch (error) {
      // A crash of the child fails the whole start; other errors mean an engine that refuses pictures.
      if (!(error instanceof EngineError) || !['refused', 'failed'].includes(error.code)) throw error
      const { tilePixels, pictureTokens } = promisedBy(this.#card)
      return { tilePixels, pictureTokens, ...unseen(error.message) }
    }
  }

  guard(prompt: GuardPrompt): GuardTrial {
    const { name, guard, sampling } = this.#card
    const generate = (request: GenerateRequest) => this.#driver.generate(request, this.#signal)
    return { name, level: guard.level, sampling, prompt, generate }
  }

  /** How many tiles may be used: one, unless two side by side take exactly the tokens that Llama 4's format needs. */
  async #tiles(blind: number): Promise<number> {
    const { tilesMax, tileTokens, tilePixels } = this.#card
    if (tilesMax === 1) return 1
    const found = (await this.#tokens(tilePixels * 2, tilePixels)) - blind
    const tiles = 2
    return found === tileTokens * (tiles + 1) + tiles + 3 ? tilesMax : 1
  }

  /** Tokens of a prompt that holds a picture of this size. */
  async #tokens(width: number, height: number): Promise<number> {
    const picture = { type: 'picture' as const, mime: 'image/png' as const, bytes: testPicture({ width, height }) }
    return (await this.answer([picture, HELLO], { class: 'photo' })).promptTokens
  }
}

type Sight = Pick<EngineCapabilities, 'vision' | 'visionFault' | 'tilePixels' | 'pictureTokens'>
type Answer = { text: string; promptTokens: number }

const HELLO = { type: 'text', text: 'hello' } as const
const PICTURE_TOKENS_MIN = 8

const unseen = (why: string) => ({ vision: false, visionFault: `The picture test failed: ${why}` })

async function answerOf(events: AsyncIterable<GenerateEvent>): Promise<Answer> {
  const answer = { text: '', promptTokens: 0 }
  for await (const event of events) {
    if (event.type === 'text-delta') answer.text += event.text
    if (event.type === 'usage') answer.promptTokens = event.promptTokens
  }
  return answer
}

/** The real context of a slot: llama-server may reduce the requested one to the model's maximum. */
async function slotTokens(driver: Driver, signal: AbortSignal): Promise<number | undefined> {
  const props = z.object({ default_generation_settings: z.object({ n_ctx: z.int().positive() }) })
  const parsed = props.safeParse(await driver.question('GET', '/props', signal))
  return parsed.data?.default_generation_settings.n_ctx
}
