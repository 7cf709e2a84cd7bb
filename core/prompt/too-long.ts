import type { Engine } from '#engine/contract.ts'

/** The limits for a text. */
export type Room = {
  readonly tokens: number
  /** Applies in addition to the tokens. */
  readonly charactersMax?: number
  readonly countTokens: Engine['countTokens']
  readonly signal: AbortSignal
}

/** Ordinary text has fewer; a longer text is not sent for counting. */
const CHARACTERS_PER_TOKEN_MAX = 16
/** Enough to estimate the tokens per character. */
const SAMPLE_CHARACTERS = 2_000
/** Another text of the same length may have a few more tokens. */
const MARGIN = 0.9
const CHARACTERS_MIN = 50

/** The tokens of a text; undefined when it is too long. */
export async function tokensWithin(text: string, room: Room): Promise<number | undefined> {
  const { tokens, charactersMax = Infinity, countTokens, signal } = room
  if (text.length > Math.min(charactersMax, tokens * CHARACTERS_PER_TOKEN_MAX)) return undefined
  const counted = await countTokens(text, signal)
  return counted <= tokens ? counted : undefined
}

/** About how many characters of a text that is too long would fit, as a round number for the notice. */
export async function charactersWithin(text: string, room: Room): Promise<number> {
  const { tokens, charactersMax = Infinity, countTokens, signal } = room
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const tokensPerCharacter = Math.max(1, await countTokens(sample, signal)) / Math.max(1, sample.length)
  return Math.max(CHARACTERS_MIN, roundedDown(Math.min(charactersMax, (tokens / tokensPerCharacter) * MARGIN)))
}

/** Two digits: 1,234 becomes 1,200. */
function roundedDown(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return Math.floor(value / step) * step
}
