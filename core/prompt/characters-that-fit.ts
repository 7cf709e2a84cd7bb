import type { CountTokens } from './token-counts.ts'

type Asking = {
  /** As the prompt would hold it. */
  readonly text: string
  /** What the person wrote of it. */
  readonly own: string
  /** Tokens that are free for it. */
  readonly room: number
  readonly count: CountTokens
  readonly signal: AbortSignal
}

/** No ordinary text has more; beyond that nothing is sent to be counted whole. */
const CHARACTERS_PER_TOKEN_MAX = 16
/** Enough to see how dense a text is. */
const SAMPLE_CHARACTERS = 2_000
/** Another text of the same length may be a little denser. */
const MARGIN = 0.9
const CHARACTERS_MIN = 50

/** `undefined` when the text fits; else about how many characters of such a text would. */
export async function charactersThatFit({ text, own, room, count, signal }: Asking): Promise<number | undefined> {
  if (text.length <= room * CHARACTERS_PER_TOKEN_MAX && (await count(text, signal)) <= room) return undefined
  const sample = own.slice(0, SAMPLE_CHARACTERS) || text.slice(0, SAMPLE_CHARACTERS)
  const tokensPerCharacter = Math.max(1, await count(sample, signal)) / sample.length
  return Math.max(CHARACTERS_MIN, roundedDown((room / tokensPerCharacter) * MARGIN))
}

/** A round number is easier to keep in mind: 1,234 becomes 1,200. */
function roundedDown(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return Math.floor(value / step) * step
}
