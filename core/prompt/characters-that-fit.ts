import type { CountTokens } from './token-counts.ts'

/** Enough to see how dense a text is. */
const SAMPLE_CHARACTERS = 2_000
/** Another text of the same length may be a little denser. */
const MARGIN = 0.9
const CHARACTERS_MIN = 50

type Room = {
  /** Tokens that are free. */
  readonly room: number
  readonly count: CountTokens
  readonly signal: AbortSignal
}

/** About how many characters of such a text fit: a round number, to be told to a person. */
export async function charactersThatFit(text: string, { room, count, signal }: Room): Promise<number> {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const tokensPerCharacter = Math.max(1, await count(sample, signal)) / Math.max(1, sample.length)
  return Math.max(CHARACTERS_MIN, roundedDown((room / tokensPerCharacter) * MARGIN))
}

/** A round number is easier to keep in mind: 1,234 becomes 1,200. */
function roundedDown(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return Math.floor(value / step) * step
}
