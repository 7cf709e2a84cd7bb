import { fitForModel, type PictureFit, type PromptPicture } from '../media/fit.ts'
import { picturesOfTurn, type TurnPicture } from '../media/turn-pictures.ts'
import type { Decoding } from '../media/sharp.ts'
import { roomForAsked } from '../prompt/build.ts'
import { neutralise } from '../prompt/neutralise.ts'
import { SYSTEM_WORDS } from '../prompt/system-words.ts'
import { charactersWithin, tokensWithin } from '../prompt/too-long.ts'
import { userText } from '../prompt/turn-text.ts'
import { isPicture } from '../contract/asked.ts'
import type { Run, ServedRun } from './deps.ts'
import type { Asked, AskedPicture } from '../contract/asked.ts'
import type { TurnOutcome } from '../contract/turn.ts'

type AskedMessage = Extract<Asked, { type: 'message' }>

/** The question, ready to be judged and answered. */
export type Understood = {
  readonly type: 'understood'
  readonly asked: AskedMessage
  /** All text that reaches the model: typed text, captions, and the quote. */
  readonly text: string
  /** Fitted for the model, in order. */
  readonly pictures: readonly PromptPicture[]
  /** The same pictures, fitted for the guard. */
  readonly picturesJudged: readonly PromptPicture[]
  readonly surplusPictures: number
  /** Notes that go before the answer, for example about a damaged picture or a voice message. */
  readonly notes: readonly string[]
}

type NothingToAnswer = { readonly type: 'nothing-to-answer'; readonly outcome: TurnOutcome }

/**
 * Fetches and prepares the pictures. When nothing is left to answer, the turn ends with a notice: nothing to read, too
 * long, only a voice message, only pictures that cannot be opened.
 */
export async function understand(run: ServedRun, signal: AbortSignal): Promise<Understood | NothingToAnswer> {
  const { texts, turn } = run
  const sent = turn.asked as AskedMessage
  const tooLong = await lengthFault(run, sent, signal)
  if (tooLong !== undefined) return { type: 'nothing-to-answer', outcome: tooLong }
  const { asked, pictures, picturesJudged, surplus, notes, lacksVision } = await seePictures(run, sent, signal)
  const hasWords = asked.text.trim() !== ''
  const isAboutPictures = asked.pictures.length > 0 && !lacksVision
  if (pictures.length === 0 && (isAboutPictures || !hasWords)) {
    const text = [...new Set(notes)].join('\n') || texts.nothingToAnswer
    return { type: 'nothing-to-answer', outcome: { type: 'noticed', reason: 'nothing-to-answer', text } }
  }
  const words = { ...asked, picturesShown: pictures.length, picturesUnseen: lacksVision ? asked.pictures.length : 0 }
  const text = userText(words, {})
  const seen = { pictures, picturesJudged, surplusPictures: surplus }
  return { type: 'understood', asked, text, ...seen, notes: [...new Set(notes)] }
}

async function seePictures(run: ServedRun, sent: AskedMessage, signal: AbortSignal) {
  const { texts, media, clock, settings, engine } = run
  const unsupported = ({ others }: AskedMessage) => others.map((kind) => texts.unsupported[kind])
  const { vision, visionFault } = engine.capabilities()
  if (!vision) {
    // The bytes are not fetched here: what does not say that it is a picture counts as a file.
    const asked = withoutFiles(
      sent,
      sent.pictures.filter((picture) => !isPicture(picture.media)),
    )
    const note = visionFault === undefined ? texts.picturesUnseen : texts.visionFault
    const notes = [...(asked.pictures.length > 0 ? [note] : []), ...unsupported(asked)]
    return { asked, pictures: [], picturesJudged: [], surplus: 0, notes, lacksVision: true }
  }
  const fetch = (part: Parameters<Run['fetchMedia']>[1]) => run.fetchMedia(run.turn, part, signal)
  const found = await picturesOfTurn({ turn: run.turn, fetch, media, clock, picturesMax: settings.picturesMax }, signal)
  const files = found.faults.flatMap(({ asked, text }) => (text === 'otherFile' ? [asked] : []))
  const asked = withoutFiles(sent, files)
  const decoding = { share: run.share, signal }
  const pictures = await fitted(found.pictures, engine.capabilities(), decoding)
  return {
    asked,
    pictures,
    picturesJudged: await forGuard(run, { found: found.pictures, shown: pictures }, decoding),
    surplus: found.surplus,
    notes: [...found.faults.flatMap(({ text }) => (text === 'otherFile' ? [] : texts[text])), ...unsupported(asked)],
    lacksVision: false,
  }
}

const fitted = (found: readonly TurnPicture[], fit: PictureFit, decoding: Decoding) =>
  Promise.all(found.map((picture) => fitForModel(picture, fit, decoding)))

type Seen = { readonly found: readonly TurnPicture[]; readonly shown: readonly PromptPicture[] }

/** The pictures for the guards: the same ones, unless a guard takes another size. */
async function forGuard(run: ServedRun, { found, shown }: Seen, decoding: Decoding) {
  const model = run.engine.capabilities()
  const [guard] = run.guards.flatMap(({ service }) => service?.capabilities().pictures ?? [])
  if (guard === undefined || (guard.tilePixels === model.tilePixels && guard.pad === model.pad)) return shown
  return fitted(found, guard, decoding)
}

/** Moves pictures that turned out to be other files to `others`; a quoted one is only removed. */
function withoutFiles(asked: AskedMessage, files: readonly AskedPicture[]): AskedMessage {
  const pictures = asked.pictures.filter((picture) => !files.includes(picture))
  const isSent = files.some(({ quoted }) => !quoted)
  return { ...asked, pictures, others: [...new Set([...asked.others, ...(isSent ? (['file'] as const) : [])])] }
}

/** Checks the length before a guard or an engine spends time on the text. */
async function lengthFault(run: ServedRun, sent: AskedMessage, signal: AbortSignal): Promise<TurnOutcome | undefined> {
  if (sent.text === '') return undefined
  const { settings, engine, texts } = run
  const capabilities = engine.capabilities()
  const counting = { countTokens: (text: string, stop: AbortSignal) => engine.countTokens(text, stop), signal }
  const asking = { words: SYSTEM_WORDS, capabilities, budgetTokens: settings.promptTokensMax, ...counting }
  const room = { tokens: await roomForAsked(asking), charactersMax: settings.askedCharactersMax, ...counting }
  const text = neutralise(sent.text, capabilities)
  if ((await tokensWithin(text, room)) !== undefined) return undefined
  return { type: 'noticed', reason: 'too-long', text: texts.tooLong(await charactersWithin(text, room)) }
}
