import type { Engine, EngineCapabilities, PromptMessage } from '#engine/contract.ts'
import type { PromptPicture } from '../media/fit.ts'
import type { MemoryRef, Recalled } from '../contract/memory.ts'
import type { PastTurn } from '../contract/past.ts'
import type { Asked } from '../contract/asked.ts'
import { historyWithin, pictureKey, recentTurns, turnWithPictures, type PictureKey, type Weighed } from './history.ts'
import {
  KNOWN,
  SAID,
  knownLine,
  linesWithin,
  memoryShares,
  recalledKnownLine,
  saidLine,
  type MemoryBlock,
} from './memory.ts'
import { neutralise } from './neutralise.ts'
import { charactersWithin, tokensWithin } from './too-long.ts'
import { QUOTE_CHARACTERS_MAX, QUOTE_CHARACTERS_MIN, userText } from './turn-text.ts'

export type BuildOptions = {
  /** The system message, at most 900 bytes. */
  readonly words: string
  /** Oldest first; the 40 newest are enough. */
  readonly past: readonly PastTurn[]
  /** Fitted for this model; only those of the newest past turn with pictures are needed. */
  readonly pastPictures: ReadonlyMap<PictureKey, PromptPicture>
  readonly asked: Extract<Asked, { type: 'message' }>
  /** The pictures of `asked`, in order, fitted for this model. */
  readonly pictures: readonly PromptPicture[]
  /** What is remembered of this person; best first. */
  readonly memory?: Recalled
  readonly capabilities: EngineCapabilities
  /** Limit for the whole prompt; the model's own limit applies too. */
  readonly budgetTokens: number
  readonly countTokens: Engine['countTokens']
  readonly signal: AbortSignal
}

export type Prompt =
  | {
      readonly type: 'prompt'
      readonly messages: readonly PromptMessage[]
      /** Counted per text, so usually a little more than the engine counts. */
      readonly promptTokens: number
      /** New pictures that the model does not get: it has no vision, or takes fewer. */
      readonly picturesDropped: number
      /** What of `memory` is in it. */
      readonly memoriesUsed: readonly MemoryRef[]
    }
  | { readonly type: 'too-long'; readonly charactersMax: number }

/** Role, control tokens and line ends that a chat template puts around a message. */
const MESSAGE_TOKENS = 8
/** Tokens at the beginning of the text and of the answer. */
const FRAME_TOKENS = 8
/**
 * Share reserved for the question and what was recalled for it, so that neither changes where the history is cut. A
 * longer question takes room from what was recalled, then from the oldest turns, last from the profile.
 */
const ASKED_SHARE = 0.25
/** Share that pictures may take; the rest is for text. */
const PICTURES_SHARE = 0.5

/**
 * Builds the prompt: system message with the person's profile, past turns from the oldest, what was recalled for the
 * question, the question. The stable parts come first, so that an engine with a prompt cache reads only what is new.
 * All text that we did not write is neutralised here.
 */
export async function buildPrompt(options: BuildOptions): Promise<Prompt> {
  const { words, capabilities } = options
  const budget = Math.min(options.budgetTokens, capabilities.promptTokens)
  const pictures = options.pictures.slice(0, picturesThatFit(capabilities, budget))
  const withoutPictures = await roomForAsked(options)
  const room = withoutPictures - pictures.length * capabilities.pictureTokens
  const question = await questionWithin(room, { ...options, pictures })
  if (question.type === 'too-long') return question

  const shares = memoryShares(budget)
  const profile = await profileWithin(Math.min(shares.profile, room - question.tokens), options)
  const historyTokens = withoutPictures + MESSAGE_TOKENS - budget * ASKED_SHARE - profile.tokens
  const history = historyWithin(await weighed(options), historyTokens)
  const left = room - question.tokens - profile.tokens
  const reserved = budget * ASKED_SHARE - question.tokens
  const recalled = await recalledWithin(Math.min(shares.recalled, reserved, left), { ...options, profile, history })
  const known = fitted(history, { ...options, room: left - recalled.tokens, asked: pictures.length })
  return {
    type: 'prompt',
    messages: [
      message('system', systemText(words, { profile, recalled }, capabilities)),
      ...known.turns.flatMap(({ turn }) => pastMessages(turn, options, turn === known.shown)),
      message('user', questionText(question.text, recalled, capabilities), pictures),
    ],
    promptTokens: budget - left + recalled.tokens + known.tokens,
    picturesDropped: options.pictures.length - pictures.length,
    memoriesUsed: [...profile.refs, ...recalled.refs],
  }
}

/** It changes only when something is learnt: it stands in the part that an engine has cached. */
const profileWithin = (tokensMax: number, { memory, capabilities, countTokens, signal }: BuildOptions) =>
  linesWithin(memory?.profile ?? [], {
    tokensMax,
    heading: KNOWN,
    written: knownLine(capabilities),
    countTokens,
    signal,
  })

type Recalling = BuildOptions & {
  readonly profile: MemoryBlock
  readonly history: readonly Weighed<PastTurn>[]
}

/** Without what the prompt has already: as a part of the profile, or as one of the past turns. */
function recalledWithin(tokensMax: number, { memory, profile, history, ...options }: Recalling): Promise<MemoryBlock> {
  const { capabilities, countTokens, signal } = options
  const there = new Set<MemoryRef>([...profile.refs, ...history.map(({ turn }) => `turn:${turn.id}` as const)])
  const lines = (memory?.recalled ?? []).filter(({ ref }) => !there.has(ref))
  const form = capabilities.memoryInSystem
    ? { heading: profile.lines.length > 0 ? '' : KNOWN, written: recalledKnownLine(capabilities) }
    : { heading: SAID, written: saidLine(capabilities) }
  return linesWithin(lines, { tokensMax, ...form, countTokens, signal })
}

type Blocks = { readonly profile: MemoryBlock; readonly recalled: MemoryBlock }

function systemText(words: string, { profile, recalled }: Blocks, { memoryInSystem }: EngineCapabilities): string {
  const lines = [...profile.lines, ...(memoryInSystem ? recalled.lines : [])]
  return lines.length === 0 ? words : `${words}\n\n${[KNOWN, ...lines].join('\n')}`
}

function questionText(text: string, { lines }: MemoryBlock, { memoryInSystem }: EngineCapabilities): string {
  return lines.length === 0 || memoryInSystem ? text : `${[SAID, ...lines].join('\n')}\n\n${text}`
}

type Asking = Pick<BuildOptions, 'words' | 'capabilities' | 'budgetTokens' | 'countTokens' | 'signal'>

/** Tokens for the question beside the system message, without pictures and history. */
export async function roomForAsked({
  words,
  capabilities,
  budgetTokens,
  countTokens,
  signal,
}: Asking): Promise<number> {
  const wordsTokens = (await countTokens(words, signal)) + MESSAGE_TOKENS + FRAME_TOKENS
  return Math.min(budgetTokens, capabilities.promptTokens) - wordsTokens - MESSAGE_TOKENS
}

type Question = { readonly type: 'question'; readonly text: string; readonly tokens: number }

/** The question, with the quote as long as it fits. */
async function questionWithin(
  tokens: number,
  { asked, pictures, capabilities, countTokens, signal }: BuildOptions,
): Promise<Question | Extract<Prompt, { type: 'too-long' }>> {
  const shown = { picturesShown: pictures.length, picturesUnseen: unseen(asked, capabilities) }
  const textWith = (quoteCharactersMax: number) => userText({ ...asked, ...shown, quoteCharactersMax }, capabilities)
  const room = { tokens, countTokens, signal }
  for (const quoteCharactersMax of asked.quote ? [QUOTE_CHARACTERS_MAX, QUOTE_CHARACTERS_MIN] : [0]) {
    const text = textWith(quoteCharactersMax)
    const counted = await tokensWithin(text, room)
    if (counted !== undefined) return { type: 'question', text, tokens: counted }
  }
  return { type: 'too-long', charactersMax: await charactersWithin(asked.text || textWith(0), room) }
}

/** A model without vision reads how many pictures there were; about dropped ones the service informs the person. */
const unseen = ({ pictures }: BuildOptions['asked'], { vision }: EngineCapabilities) => (vision ? 0 : pictures.length)

function picturesThatFit({ vision, picturesMax, pictureTokens }: EngineCapabilities, budget: number): number {
  if (!vision) return 0
  return Math.max(1, Math.min(picturesMax, Math.floor((budget * PICTURES_SHARE) / pictureTokens)))
}

async function weighed(options: BuildOptions): Promise<Weighed<PastTurn>[]> {
  const { countTokens, signal } = options
  // A turn without an answer is left out: models do not expect two user messages in a row.
  const turns = recentTurns(options.past).filter(({ answer }) => answer.trim() !== '')
  return Promise.all(
    turns.map(async (turn) => ({
      turn,
      tokens:
        (await countTokens(`${pastText(turn, options, false)}\n${answerText(turn, options)}`, signal)) +
        2 * MESSAGE_TOKENS,
    })),
  )
}

type Fitting = Pick<BuildOptions, 'capabilities' | 'pastPictures'> & { readonly room: number; readonly asked: number }

/** The part of the history that fits beside this question, and the turn whose pictures are shown again. */
function fitted(history: readonly Weighed<PastTurn>[], { capabilities, pastPictures, room, asked }: Fitting) {
  const turns = [...history]
  const picturesMax = capabilities.vision ? capabilities.picturesMax : 0
  let shown = turnWithPictures(
    turns.map(({ turn }) => turn),
    { picturesMax, asked },
  )
  if (shown?.pictures.some((picture) => !pastPictures.has(pictureKey(picture)))) shown = undefined
  const tokens = () =>
    turns.reduce((sum, each) => sum + each.tokens, 0) + (shown?.pictures.length ?? 0) * capabilities.pictureTokens
  while (turns.length > 0 && tokens() > room) {
    // The oldest turns are dropped first; of the turn with pictures, its pictures before its text.
    if (turns[0]?.turn === shown) shown = undefined
    else turns.shift()
  }
  return { turns, shown, tokens: tokens() }
}

function pastMessages(turn: PastTurn, options: BuildOptions, isShown: boolean): PromptMessage[] {
  const shown = isShown ? turn.pictures : []
  const pictures = shown.flatMap((picture) => options.pastPictures.get(pictureKey(picture)) ?? [])
  return [message('user', pastText(turn, options, isShown), pictures), message('assistant', answerText(turn, options))]
}

/** The model is told which of the answers were not its own. */
const BY_PERSON = '(A person of the team wrote this:)'

const answerText = ({ answer, isByPerson }: PastTurn, { capabilities }: Pick<BuildOptions, 'capabilities'>) =>
  neutralise(isByPerson ? `${BY_PERSON}\n${answer}` : answer, capabilities)

function pastText(turn: PastTurn, { capabilities }: BuildOptions, isShown: boolean): string {
  const { asked, others, pictures, picturesForgotten } = turn
  const picturesShown = isShown ? pictures.length : 0
  const picturesUnseen = pictures.length - picturesShown + picturesForgotten
  return userText({ text: asked, others, picturesShown, picturesUnseen }, capabilities)
}

/** Pictures come before the text that asks about them. */
function message(role: PromptMessage['role'], text: string, pictures: readonly PromptPicture[] = []): PromptMessage {
  return { role, parts: [...pictures, { type: 'text', text }] }
}
