import type { EngineCapabilities } from '#engine/contract.ts'
import { fitForModel, type PromptPicture } from '../media/fit.ts'
import { picturesOfTurn, type TurnPicture } from '../media/turn-pictures.ts'
import { neutralise } from '../prompt/neutralise.ts'
import { userText } from '../prompt/turn-text.ts'
import type { Run } from './parts.ts'
import type { Asked, TurnOutcome } from './turn.ts'

type AskedMessage = Extract<Asked, { type: 'message' }>

/** What was asked, ready to be judged and answered. */
export type Understood = {
  readonly asked: AskedMessage
  /** All words that reach the model: typed, captions, and what was quoted. */
  readonly text: string
  /** Fitted for the model, in order. */
  readonly pictures: readonly PromptPicture[]
  /** The same, fitted for the guard. */
  readonly picturesJudged: readonly PromptPicture[]
  readonly surplusPictures: number
  /** Sentences that the person must read with the answer: a damaged picture, a voice message. */
  readonly notes: readonly string[]
}

type NothingToAnswer = { readonly outcome: TurnOutcome }

/**
 * Fetches and prepares the pictures and says what is left to answer. Where nothing is, the turn ends with a kind
 * sentence: nothing to read, too long, only a voice message, only pictures that nobody can open.
 */
export async function understand(run: Run, signal: AbortSignal): Promise<Understood | NothingToAnswer> {
  const { texts, turn } = run
  const asked = turn.asked as AskedMessage
  const tooLong = await lengthFault(run, asked, signal)
  if (tooLong !== undefined) return { outcome: tooLong }
  const { pictures, picturesJudged, surplus, notes, isBlind } = await see(run, asked, signal)
  const hasWords = asked.text.trim() !== ''
  const isAboutPictures = asked.pictures.length > 0 && !isBlind
  if (pictures.length === 0 && (isAboutPictures || !hasWords)) {
    const text = [...new Set(notes)].join('\n') || texts.nothingToAnswer
    return { outcome: { state: 'noticed', reason: 'nothing-to-answer', text } }
  }
  const words = { ...asked, picturesShown: pictures.length, picturesUnseen: isBlind ? asked.pictures.length : 0 }
  const text = userText(words, [])
  return { asked, text, pictures, picturesJudged, surplusPictures: surplus, notes: [...new Set(notes)] }
}

async function see(run: Run, asked: AskedMessage, signal: AbortSignal) {
  const { texts, media, clock, settings, engine } = run
  const unsupported = asked.others.map((kind) => texts.unsupported[kind])
  const { vision, visionFault } = engine.capabilities()
  if (asked.pictures.length > 0 && !vision) {
    const blind = visionFault === undefined ? texts.picturesUnseen : texts.visionFault
    return { pictures: [], picturesJudged: [], surplus: 0, notes: [blind, ...unsupported], isBlind: true }
  }
  const fetch = (part: Parameters<Run['fetchMedia']>[1]) => run.fetchMedia(run.turn, part, signal)
  const found = await picturesOfTurn({ turn: run.turn, fetch, media, clock, picturesMax: settings.picturesMax }, signal)
  const pictures = await fitted(found.pictures, engine.capabilities())
  return {
    pictures,
    picturesJudged: await forGuard(run, found.pictures, pictures),
    surplus: found.surplus,
    notes: [...found.faults.map(({ text }) => texts[text]), ...unsupported],
    isBlind: false,
  }
}

const fitted = (found: readonly TurnPicture[], capabilities: EngineCapabilities) =>
  Promise.all(found.map((picture) => fitForModel(picture, capabilities)))

/** What the guard is shown: the same, unless it takes pictures of another size. */
async function forGuard(run: Run, found: readonly TurnPicture[], shown: readonly PromptPicture[]) {
  const model = run.engine.capabilities()
  const guard = run.guardEngine?.capabilities()
  if (!guard?.guardSeesPictures || (guard.tilePixels === model.tilePixels && guard.pad === model.pad)) return shown
  return fitted(found, guard)
}

/** Said before a guard or an engine spends time on it. */
async function lengthFault(run: Run, { text }: AskedMessage, signal: AbortSignal): Promise<TurnOutcome | undefined> {
  const { settings, engine, texts } = run
  const { promptTokens, controlMarks } = engine.capabilities()
  const budgetTokens = Math.min(settings.promptTokensMax, promptTokens)
  const tooLong = (charactersMax: number): TurnOutcome =>
    ({ state: 'noticed', reason: 'too-long', text: texts.tooLong(charactersMax) })
  if (text.length > settings.askedCharactersMax) return tooLong(Math.min(settings.askedCharactersMax, budgetTokens * 2))
  const tokens = await engine.countTokens(neutralise(text, controlMarks), signal)
  return tokens > budgetTokens ? tooLong(Math.floor((text.length * budgetTokens) / tokens / 2)) : undefined
}
