import type {
  Engine,
  EngineCapabilities,
  GuardPrompt,
  PicturePart,
  PromptMessage,
  PromptPart,
} from '#engine/contract.ts'
import { GuardFault, type Judged } from './guard.ts'
import { askText, framed, openingOf, policyText, speakerOf, type FrameOptions } from './llama-guard-text.ts'
import { tokensWithin } from '../prompt/too-long.ts'
import { windowsOf } from './text-windows.ts'

/** Tokens that the chat template puts around one message, and that joining texts may add. */
const WRAPPING_TOKENS = 24
/** A guard that can read less than this beside its policy is refused. */
const ROOM_TOKENS_MIN = 64
/** The share for pictures, where text and pictures do not fit into one question. */
const PICTURES_SHARE = 0.5

export type GuardPromptOptions = { readonly engine: Engine; readonly answerTokensMax: number }

/** A question about one message, with the same words as for what people ask. */
export const guardPrompt: GuardPrompt = ({ text, pictures }) => {
  const frame = frameFor({ direction: 'in', text, pictures }, { showsPictures: true })
  return [frame.message(text, pictures)]
}

/**
 * The questions that judge one content: usually one, with all its pictures; more where text or pictures do not fit into
 * one. The policy comes first, then the conversation, so that the engine has the policy cached.
 */
export async function promptsFor(
  content: Judged,
  options: GuardPromptOptions,
  signal: AbortSignal,
): Promise<PromptMessage[]> {
  const { guardSeesPictures, guardWordsApart } = options.engine.capabilities()
  const isApart = guardSeesPictures && guardWordsApart === true && content.pictures.length > 0
  const apart = isApart ? await questionsFor({ ...content, pictures: [] }, options, signal) : []
  return [...apart, ...(await questionsFor(content, options, signal))]
}

async function questionsFor(
  content: Judged,
  { engine, answerTokensMax }: GuardPromptOptions,
  signal: AbortSignal,
): Promise<PromptMessage[]> {
  const capabilities = engine.capabilities()
  if (!capabilities.firstTokenChoices) {
    throw new GuardFault('unsupported', `${capabilities.model} gives no token probabilities: choose another guard.`)
  }
  const { guardSeesPictures: showsPictures, controlMarks, areMarksComplete } = capabilities
  const frame = frameFor(content, { showsPictures, controlMarks, areMarksComplete })
  const promptTokens = Math.min(capabilities.promptTokens, capabilities.contextTokens - answerTokensMax)
  const room: Room = { engine, frame, tokensMax: promptTokens - WRAPPING_TOKENS }
  const pictures = showsPictures ? content.pictures : []
  const countTokens: Engine['countTokens'] = (text, stop) => engine.countTokens(text, stop)
  // Of the whole question without pictures.
  const whole = await tokensWithin(frame.around(frame.text), { tokens: room.tokensMax, countTokens, signal })
  const beside = whole === undefined ? 0 : picturesIn(room.tokensMax - whole, capabilities)
  if (whole !== undefined && (pictures.length === 0 || beside > 0)) {
    return groupsOf(pictures, beside).map((group) => frame.message(frame.text, group))
  }
  const [first = [], ...others] = groupsOf(pictures, picturesIn(room.tokensMax * PICTURES_SHARE, capabilities))
  const tokensMax = room.tokensMax - first.length * capabilities.pictureTokens
  const windows = await windowsIn({ ...room, tokensMax }, signal)
  const [beginning = ''] = windows
  return [
    ...windows.map((window) => frame.message(window, first)),
    ...others.map((group) => frame.message(beginning, group)),
  ]
}

type Frame = {
  /** The judged text, made safe to stand inside the conversation. */
  readonly text: string
  /** The whole question about this window of the text. */
  around(window: string): string
  message(window: string, pictures: readonly PicturePart[]): PromptMessage
}

function frameFor(content: Judged, options: FrameOptions): Frame {
  const speaker = speakerOf(content.direction)
  const before = policyText(speaker) + openingOf(content, options)
  const after = askText(speaker)
  // A window may begin in the middle of a line, so it is framed again.
  const inside = (window: string) => framed(window, options)
  const around = (window: string) => (before + inside(window)).trimEnd() + after
  return {
    text: inside(content.text),
    around,
    message: (window, pictures) => ({
      role: 'user',
      // Pictures stand in the line of their sender, as Llama Guard 4 was trained.
      parts:
        pictures.length === 0 ? [words(around(window))] : [words(before), ...pictures, words(inside(window) + after)],
    }),
  }
}

const words = (text: string): PromptPart => ({ type: 'text', text })

const picturesIn = (tokens: number, { picturesMax, pictureTokens }: EngineCapabilities) =>
  Math.min(Math.max(1, picturesMax), Math.floor(tokens / pictureTokens))

/** At least one group, which may be empty; as few as possible, all of about one size. */
function groupsOf(pictures: readonly PicturePart[], sizeMax: number): PicturePart[][] {
  const count = Math.max(1, Math.ceil(pictures.length / Math.max(1, sizeMax)))
  const size = Math.ceil(pictures.length / count)
  return Array.from({ length: count }, (_, index) => pictures.slice(index * size, (index + 1) * size))
}

type Room = { readonly engine: Engine; readonly frame: Frame; readonly tokensMax: number }

async function windowsIn({ engine, frame, tokensMax }: Room, signal: AbortSignal): Promise<string[]> {
  const countTokens = (text: string) => engine.countTokens(text, signal)
  const room = tokensMax - (await countTokens(frame.around('')))
  if (room < ROOM_TOKENS_MIN) {
    const { model } = engine.capabilities()
    throw new GuardFault('unsupported', `${model} reads too few tokens to judge beside its policy.`)
  }
  return windowsOf(frame.text, { tokensMax: room, countTokens }, signal)
}
