import { EngineError, type EngineCapabilities, type GenerateEvent, type PromptPart } from '../../contract.ts'
import type { Driver } from '../../driver/driver.ts'
import { LLAMA_SAMPLING } from '../../models/card.ts'
import { KNOWN_MARKS } from '../../models/control-marks.ts'
import { testPicture } from '../embedded/test-picture.ts'

/** What is assumed of a host whose model we know nothing about. */
export const HOST_CAPABILITIES: EngineCapabilities = {
  model: '',
  contextTokens: 8192,
  promptTokens: 4096,
  vision: true,
  picturesMax: 5,
  pictureTokens: 1024,
  tilePixels: 672,
  pad: 'none',
  schema: true,
  firstTokenChoices: true,
  sampling: LLAMA_SAMPLING,
  guard: 'none',
  guardSeesPictures: false,
  guardThreshold: 0.5,
  controlMarks: KNOWN_MARKS,
}

type Abilities = Pick<EngineCapabilities, 'vision' | 'visionFault' | 'schema' | 'firstTokenChoices' | 'pictureTokens'>

/** Tries with one token each whether a host takes pictures and schemas and gives probabilities. */
export async function hostAbilities(
  driver: Driver,
  promised: EngineCapabilities,
  signal: AbortSignal,
): Promise<Abilities> {
  const { sampling } = promised
  const trial = (more: Partial<Trial>) => tried(driver, { sampling, parts: [HELLO], ...more }, signal)
  let plain = await trial({ firstTokenChoices: 2 })
  if (!plain && !(await trial({}))) {
    driver.leaveOutExtensions()
    plain = await trial({ firstTokenChoices: 2 })
  }
  const blind = plain ?? (await trial({}))
  if (!blind) throw new EngineError('unavailable', 'The host refuses the simplest request: look at its log.')
  const schema = (await trial({ schema: { type: 'string', enum: ['yes', 'no'] } })) !== undefined
  const found = { schema, firstTokenChoices: plain?.hasChoices ?? false }
  if (!promised.vision) return { ...found, vision: false, pictureTokens: promised.pictureTokens }
  const { tilePixels } = promised
  const bytes = testPicture({ width: tilePixels, height: tilePixels })
  const seen = await trial({ parts: [{ type: 'picture', mime: 'image/png', bytes }, HELLO] })
  const pictureTokens = seen ? seen.promptTokens - blind.promptTokens : 0
  if (pictureTokens >= PICTURE_TOKENS_MIN) return { ...found, vision: true, pictureTokens }
  const visionFault = seen ? 'The host takes pictures and does not look at them.' : 'The host refuses pictures.'
  return { ...found, vision: false, visionFault, pictureTokens: promised.pictureTokens }
}

type Trial = {
  sampling: EngineCapabilities['sampling']
  parts: readonly PromptPart[]
  firstTokenChoices: number
  schema: object
}

const HELLO = { type: 'text', text: 'hello' } as const
const PICTURE_TOKENS_MIN = 8
const TRIAL_TOKENS = 8

/** Undefined when the host refuses it. */
async function tried(
  driver: Driver,
  { parts, ...rest }: Partial<Trial> & Pick<Trial, 'sampling' | 'parts'>,
  signal: AbortSignal,
): Promise<{ promptTokens: number; hasChoices: boolean } | undefined> {
  const messages = [{ role: 'user' as const, parts }]
  const found = { promptTokens: 0, hasChoices: false }
  try {
    const request = { id: 'self-test', class: 'chat' as const, messages, tokensMax: TRIAL_TOKENS, ...rest }
    for await (const event of driver.generate(request, signal)) note(event, found)
    return found
  } catch (error) {
    if (error instanceof EngineError && error.code === 'refused') return undefined
    throw error
  }
}

function note(event: GenerateEvent, found: { promptTokens: number; hasChoices: boolean }): void {
  if (event.type === 'usage') found.promptTokens = event.promptTokens
  if (event.type === 'first-token') found.hasChoices = event.choices.length > 0
}
