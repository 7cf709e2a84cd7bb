import { z } from 'zod'
import { EngineError, type EngineCapabilities, type GenerateRequest, type GuardPrompt } from '../contract.ts'
import { toldAs, type Said } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import type { Driver } from '../driver/driver.ts'
import type { ModelCard } from '../models/card.ts'
import { promisedBy, promptTokensIn, tilePixelsFor } from './capabilities.ts'
import { PICTURE_TOKENS_MIN, testPicture } from './embedded/test-picture.ts'
import { testGuard } from './guard-canary.ts'
import { guardSight } from './guard-sight.ts'
import { asking, HELLO, type Ask } from './host/ask.ts'

/**
 * Tests what an engine can do before it serves: it answers, it reads a picture, it joins tiles correctly, and its guard
 * gives a verdict, also on pictures if its card says so. Only an engine that does not answer, or a full guard that
 * misjudges the canary texts, is not ready; missing vision is reported in the capabilities. Any answer with a finish
 * reason is accepted: the answers of small models may make no sense.
 */
export async function selfTested(
  driver: Driver,
  { card, guardPrompt: prompt }: { readonly card: ModelCard; readonly guardPrompt: GuardPrompt },
  signal: AbortSignal,
): Promise<EngineCapabilities> {
  const {
    name,
    sampling,
    guard: { level },
  } = card
  const promised = promisedBy(card)
  const ask = asking(driver, sampling, signal)
  const contextTokens = (await slotTokens(driver, signal)) ?? promised.contextTokens
  const { promptTokens: blind = 0 } = await ask()
  const generate = (request: GenerateRequest) => driver.generate(request, signal)
  const guard = level === 'none' ? undefined : { name, level, sampling, prompt, generate }
  if (guard) await testGuard(guard)
  const seen = card.projector ? await sightOf(card, ask, blind) : { vision: false }
  const promptTokens = promptTokensIn(contextTokens, promised.promptTokens)
  const found = { ...promised, contextTokens, promptTokens, ...seen }
  const isPromised = guard !== undefined && promised.guardSeesPictures && found.vision
  const sight = isPromised ? await guardSight(guard, found) : { guardSeesPictures: false }
  // The number and the cost of pictures come from the test of the model's own vision.
  return { ...sight, ...found, guardSeesPictures: sight.guardSeesPictures }
}

type Sight = Pick<EngineCapabilities, 'vision' | 'visionFault' | 'tilePixels' | 'pictureTokens'>

/** `blind`: the tokens of the same prompt without a picture. */
async function sightOf(card: ModelCard, ask: Ask, blind: number): Promise<Sight> {
  try {
    const tilePixels = tilePixelsFor(card, await tilesOf(card, ask, blind))
    const pictureTokens = (await tokensWith({ width: tilePixels, height: tilePixels }, ask)) - blind
    const measured = { tilePixels, pictureTokens: Math.max(1, pictureTokens) }
    if (pictureTokens >= PICTURE_TOKENS_MIN) return { ...measured, vision: true }
    return { ...measured, ...unseen(say('vision.few-tokens', { tokens: pictureTokens })) }
  } catch (error) {
    // A crash of the child fails the whole start; other errors mean an engine that refuses pictures.
    if (!(error instanceof EngineError) || !['refused', 'failed'].includes(error.code)) throw error
    const { tilePixels, pictureTokens } = promisedBy(card)
    return { tilePixels, pictureTokens, ...unseen(say('vision.failed', { said: { quote: error.message } })) }
  }
}

const unseen = (said: Said) => ({ vision: false, visionFault: toldAs('detail', said) })

/** How many tiles may be used: one, unless two side by side take exactly the tokens that Llama 4's format needs. */
async function tilesOf({ tilesMax, tileTokens, tilePixels }: ModelCard, ask: Ask, blind: number): Promise<number> {
  if (tilesMax === 1) return 1
  const found = (await tokensWith({ width: tilePixels * 2, height: tilePixels }, ask)) - blind
  const tiles = 2
  return found === tileTokens * (tiles + 1) + tiles + 3 ? tilesMax : 1
}

/** Tokens of a prompt that holds a picture of this size. */
async function tokensWith(size: { width: number; height: number }, ask: Ask): Promise<number> {
  const picture = { type: 'picture', mime: 'image/png', bytes: testPicture(size) } as const
  return (await ask({ parts: [picture, HELLO] })).promptTokens ?? 0
}

/** The real context of a slot: llama-server may reduce the requested one to the model's maximum. */
async function slotTokens(driver: Driver, signal: AbortSignal): Promise<number | undefined> {
  const props = z.object({ default_generation_settings: z.object({ n_ctx: z.int().positive() }) })
  const parsed = props.safeParse(await driver.question('GET', '/props', signal))
  return parsed.data?.default_generation_settings.n_ctx
}
