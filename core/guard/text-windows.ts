import { isLowSurrogate } from '../contract/text.ts'
import { GuardFault } from './guard.ts'

export type WindowOptions = {
  /** Tokens of one window, by the guard's tokenizer. */
  readonly tokensMax: number
  readonly countTokens: (text: string, signal: AbortSignal) => Promise<number>
}

/** Share of a window that the next one repeats, so that text across the border is judged whole once. */
const OVERLAP = 0.15
/** Some parts of a text have more tokens per character than others. */
const MARGIN = 0.85
/** With more, a person would wait too long, and the guard's slot would be busy too long. */
const WINDOWS_MAX = 16
/** Ordinary text has fewer; limits the text that is sent for counting. */
const CHARACTERS_PER_TOKEN_MAX = 16

/** The text in windows of at most `tokensMax`. Throws `GuardFault` when there would be too many. */
export async function windowsOf(text: string, options: WindowOptions, signal: AbortSignal): Promise<string[]> {
  // A token has at least one byte, so a short text is not counted.
  if (Buffer.byteLength(text) <= options.tokensMax) return [text]
  if (text.length > options.tokensMax * WINDOWS_MAX * CHARACTERS_PER_TOKEN_MAX) throw tooLong()
  const windows = await split(text, options, signal)
  if (windows.length > WINDOWS_MAX) throw tooLong()
  return windows
}

async function split(text: string, options: WindowOptions, signal: AbortSignal): Promise<string[]> {
  const tokens = await options.countTokens(text, signal)
  if (tokens <= options.tokensMax) return [text]
  if (tokens > options.tokensMax * WINDOWS_MAX) throw tooLong()
  const length = Math.max(1, Math.floor((text.length * options.tokensMax * MARGIN) / tokens))
  const windows: string[] = []
  for (const piece of pieces(text, length)) {
    windows.push(...(await split(piece, options, signal)))
    if (windows.length > WINDOWS_MAX) throw tooLong()
  }
  return windows
}

function* pieces(text: string, length: number): Generator<string> {
  for (let start = 0; ;) {
    const isLast = start + length >= text.length
    const end = isLast ? text.length : wordEnd(text, start + Math.ceil(length / 2), start + length)
    yield text.slice(start, end)
    if (end === text.length) return
    start = Math.max(start + 1, wordEnd(text, start, end - Math.floor(length * OVERLAP)))
    if (isLowSurrogate(text.charCodeAt(start))) start += 1
  }
}

/** The last end of a word in (`from`, `to`], else `to`, never inside a surrogate pair. */
function wordEnd(text: string, from: number, to: number): number {
  for (let end = to; end > from; end -= 1) if (/\s/.test(text.charAt(end - 1))) return end
  return isLowSurrogate(text.charCodeAt(to)) && to - 1 > from ? to - 1 : to
}

const tooLong = () => new GuardFault('too-long', 'The text is longer than the guard reads: ask for a shorter one.')
