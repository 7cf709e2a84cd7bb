import { createHash } from 'node:crypto'

export type CountTokens = (text: string, signal: AbortSignal) => Promise<number>

/** Of the newest texts: past turns are counted again and again, and each time is a call to the engine. */
const ENTRIES_MAX = 4_096
/** By the hash of model and text: no word of a person stays here. */
const counts = new Map<string, number>()

/** The same count, asked of the engine once a text. */
export function countedOnce(model: string, countTokens: CountTokens): CountTokens {
  return async (text, signal) => {
    const key = createHash('sha256').update(`${model}\n${text}`).digest('base64url')
    const known = counts.get(key)
    if (known !== undefined) return known
    const tokens = await countTokens(text, signal)
    counts.set(key, tokens)
    if (counts.size > ENTRIES_MAX) counts.delete(counts.keys().next().value!)
    return tokens
  }
}

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
