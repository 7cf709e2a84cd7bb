import type { Engine, EngineCapabilities, PromptMessage, PromptPart } from '#engine/contract.ts'
import { framed, openingOf, speakerOf } from './conversation.ts'
import type { Judged, JudgedPicture } from './guard.ts'
import { GuardFault } from './guard-fault.ts'
import { askText, policyText } from './policy.ts'
import { windowsOf } from './text-windows.ts'

/** What the chat template puts around one message, and what joining texts may add. */
const WRAPPING_TOKENS = 24
/** A guard that cannot read this much beside its policy is of no use. */
const ROOM_TOKENS_MIN = 64

export type GuardPromptOptions = { readonly engine: Engine; readonly answerTokensMax: number }

/**
 * The questions that judge one content: one as a rule, more where text or pictures do not fit into one. The policy
 * comes first, then the conversation, so that only what is new must be read by the engine.
 */
export async function promptsFor(
  content: Judged,
  { engine, answerTokensMax }: GuardPromptOptions,
  signal: AbortSignal,
): Promise<PromptMessage[]> {
  const capabilities = engine.capabilities()
  if (!capabilities.firstTokenChoices) {
    throw new GuardFault('unsupported', `${capabilities.model} gives no token probabilities: choose another guard.`)
  }
  const groups = pictureGroups(content.pictures, capabilities)
  const picturesTokens = Math.max(0, ...groups.map((group) => group.length)) * capabilities.pictureTokens
  const promptTokens = Math.min(capabilities.promptTokens, capabilities.contextTokens - answerTokensMax)
  const texts = await textsOf(content, { engine, tokensMax: promptTokens - WRAPPING_TOKENS - picturesTokens }, signal)
  const [first = [], ...others] = groups
  const [text = ''] = texts
  return [...texts.map((each) => message(each, first)), ...others.map((group) => message(text, group))]
}

function pictureGroups(pictures: readonly JudgedPicture[], capabilities: EngineCapabilities): JudgedPicture[][] {
  if (!capabilities.guardSeesPictures) return []
  const size = Math.max(1, capabilities.picturesMax)
  const count = Math.ceil(pictures.length / size)
  return Array.from({ length: count }, (_, index) => pictures.slice(index * size, (index + 1) * size))
}

const message = (text: string, pictures: readonly JudgedPicture[]): PromptMessage => ({
  role: 'user',
  parts: [
    ...pictures.map(({ mime, bytes }): PromptPart => ({ type: 'picture', mime, bytes })),
    { type: 'text', text },
  ],
})

type Room = { readonly engine: Engine; readonly tokensMax: number }

async function textsOf(content: Judged, { engine, tokensMax }: Room, signal: AbortSignal): Promise<string[]> {
  const capabilities = engine.capabilities()
  const options = { showsPictures: capabilities.guardSeesPictures, controlMarks: capabilities.controlMarks }
  const speaker = speakerOf(content.direction)
  const before = policyText(speaker) + openingOf(content, options)
  const after = askText(speaker)
  // A window may begin in the middle of a line: it is framed once more.
  const around = (window: string) => (before + framed(window, options)).trimEnd() + after
  const text = framed(content.text, options)
  const countTokens = (counted: string) => engine.countTokens(counted, signal)
  const mayFit = text.length <= tokensMax * CHARACTERS_PER_TOKEN
  if (mayFit && (await countTokens(around(text))) <= tokensMax) return [around(text)]
  const room = tokensMax - (await countTokens(around('')))
  if (room < ROOM_TOKENS_MIN) {
    throw new GuardFault('unsupported', `${capabilities.model} reads too few tokens to judge beside its policy.`)
  }
  return (await windowsOf(text, { tokensMax: room, countTokens }, signal)).map(around)
}

/** Of ordinary text; a longer one is not counted whole, since it will not fit. */
const CHARACTERS_PER_TOKEN = 8
