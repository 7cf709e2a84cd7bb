import { isLowSurrogate } from '../contract/text.ts'
import type { Hazard, Verdict } from '../contract/verdict.ts'
import type { Judgement } from './guard.ts'
import { Inflow, type TextPiece } from './inflow.ts'

/** `text` and `shown` are the whole answer so far, not its newest piece; `verdicts` all that were given so far. */
export type GateEvent =
  | { readonly type: 'released'; readonly text: string; readonly verdicts: readonly Verdict[] }
  | {
      readonly type: 'blocked'
      /** What was released before, and stays. */
      readonly shown: string
      readonly hazards: readonly Hazard[]
      readonly verdicts: readonly Verdict[]
    }
  | {
      readonly type: 'end'
      readonly text: string
      /** The answer went on beyond `charactersMax`. */
      readonly cut: boolean
      readonly verdicts: readonly Verdict[]
    }

export type GateOptions = {
  readonly deltas: AsyncIterable<TextPiece>
  /**
   * Judges the whole text so far, of which everything from `unjudgedFrom` on is new; `isFinal`: this is the whole
   * answer.
   */
  readonly judge: (text: string, isFinal: boolean, unjudgedFrom: number) => Promise<Judgement>
  /** Small, so that the first text appears soon. */
  readonly firstWindowCharacters?: number
  readonly windowCharacters?: number
  readonly charactersMax: number
}

// About what a person reads in the second between two edits of a message.
const FIRST_WINDOW_CHARACTERS = 60
const WINDOW_CHARACTERS = 200

/**
 * Releases an answer as far as it has been judged. Three positions in the text only grow, always in this order:
 *
 *     0 ── released ── window end (being judged) ── received
 *
 * - **filling**: deltas arrive until at least a window of new text ends at a sentence or a word. All text up to the
 *   last such position becomes the window, so a slow judge is asked less often.
 * - **judging**: the judge gets the text up to the window's end, while more deltas arrive. Pass: `released` moves to
 *   the window's end, and filling begins again. Block: `blocked`, end.
 * - **closing**: the stream has ended, or was cut at `charactersMax`. The whole text is judged once more as final,
 *   because a judge may find in the whole what it missed in a part. Pass: the rest is released, then `end`. Block:
 *   `blocked`, end.
 *
 * A text that begins anew is judged anew, from filling on. Its released text replaces that of the old one, and a
 * pending verdict on the old text is ignored.
 *
 * When the judge or the stream throws, the gate throws that error and releases nothing more. No verdict takes back what
 * was released. At every end the source of the deltas is stopped; one that waits inside ends by its own signal.
 */
export async function* gate(options: GateOptions): AsyncGenerator<GateEvent, void, undefined> {
  const inflow = new Inflow(options.deltas, options.charactersMax)
  const verdicts: Verdict[] = []
  const progress: Progress = { released: 0, restarts: 0 }
  try {
    while (true) {
      const end = await nextWindowEnd(inflow, progress, options)
      const isFinal = end === undefined
      const text = inflow.text.slice(0, end)
      if (isFinal && text === '') return yield { type: 'end', text, cut: false, verdicts: [...verdicts] }
      const judgement = await options.judge(text, isFinal, progress.released)
      verdicts.push(...judgement.verdicts)
      if (resetOnRestart(inflow, progress)) continue
      if (judgement.type !== 'pass') {
        const shown = text.slice(0, progress.released)
        return yield { type: 'blocked', shown, hazards: judgement.hazards, verdicts: [...verdicts] }
      }
      if (text.length > progress.released) {
        progress.released = text.length
        yield { type: 'released', text, verdicts: [...verdicts] }
      }
      if (isFinal) return yield { type: 'end', text, cut: inflow.cut, verdicts: [...verdicts] }
    }
  } finally {
    inflow.stop()
  }
}

/** How much of the text was released, and how often the text had begun anew. */
type Progress = { released: number; restarts: number }

/** True when the text has begun anew; then nothing of it was released yet. */
function resetOnRestart({ restarts }: Inflow, progress: Progress): boolean {
  if (restarts === progress.restarts) return false
  Object.assign(progress, { released: 0, restarts })
  return true
}

/** Waits for the next window; `undefined` when the stream has ended. */
async function nextWindowEnd(
  inflow: Inflow,
  progress: Progress,
  { firstWindowCharacters = FIRST_WINDOW_CHARACTERS, windowCharacters = WINDOW_CHARACTERS }: GateOptions,
): Promise<number | undefined> {
  while (true) {
    inflow.throwIfFailed()
    resetOnRestart(inflow, progress)
    if (inflow.ended) return undefined
    const { released } = progress
    const length = released === 0 ? firstWindowCharacters : windowCharacters
    const end = windowEnd(inflow.text, { from: released, length })
    if (end !== undefined) return end
    await inflow.more()
  }
}

/**
 * Where the received text can be cut, at least `length` characters after `from`: after the last sentence, else after
 * the last word. Text without spaces is cut between two graphemes, once it is twice that long. `undefined` while there
 * is no such position yet.
 */
function windowEnd(text: string, { from, length }: { from: number; length: number }): number | undefined {
  const fresh = text.slice(from)
  if (fresh.length < length) return undefined
  const end = lastEnd(fresh, SENTENCE_END, length) ?? lastEnd(fresh, WORD_END, length)
  if (end !== undefined) return from + end
  return fresh.length >= length * 2 ? from + lastGraphemeStart(fresh, length) : undefined
}

/**
 * Latin and Arabic full stops, the danda of Hindi, line ends; with the space after them: a word begins the next piece.
 */
const SENTENCE_END = /[.!?…؟۔।॥:;]["'”’»)\]]*\s+|\n+/g
const WORD_END = /\s+/g

function lastEnd(text: string, pattern: RegExp, min: number): number | undefined {
  const ends = [...text.matchAll(pattern)].map((match) => match.index + match[0].length)
  return ends.findLast((end) => end >= min)
}

/** Graphemes as people see them: an emoji of several code points, a Thai letter with its marks. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const LOOK_BACK = 64

// The last grapheme may still grow with the next delta, so the cut is before it.
function lastGraphemeStart(text: string, min: number): number {
  const start = Math.max(0, text.length - LOOK_BACK)
  const starts = [...graphemes.segment(text.slice(start))].map(({ index }) => start + index)
  const last = starts.findLast((index) => index >= min && index > start)
  return last ?? pairSafe(text, min)
}

const pairSafe = (text: string, at: number) => (isLowSurrogate(text.charCodeAt(at)) ? at + 1 : at)
