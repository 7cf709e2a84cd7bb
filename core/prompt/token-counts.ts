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
