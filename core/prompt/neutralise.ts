import { cleanText } from '../contract/text.ts'

/** The control tokens of a model, from the capabilities of its engine. */
export type Marks = {
  /** The exact strings that the model's tokenizer reads as one token each. */
  readonly controlMarks?: readonly string[]
  /** The list is complete: it was read from the model's file. */
  readonly areMarksComplete?: boolean
}

/**
 * Changes untrusted text so that it cannot form a control token: where a tokenizer would read one, a space is put after
 * its first character (`< |eot|>`, `[ INST]`), so that people and models can still read it. All other text stays: HTML,
 * comparisons, operators (`f <| x`), and spellings that no tokenizer treats specially (fullwidth letters, hidden
 * characters in between). Idempotent.
 */
export function neutralise(text: string, marks: Marks = {}): string {
  const pattern = patternFor(marks)
  // Clean first: removing a NUL afterwards would turn `<\0|eot|>` into a token.
  for (let result = cleanText(text); ;) {
    const broken = result.replace(pattern, '$& ')
    if (broken === result) return result
    // An added space can complete a mark that contains one. The loop ends, because each pass only adds spaces.
    result = broken
  }
}

/** The placeholder of llama.cpp for a picture, for every model. */
const PLACE_HOLDER = '<(?=__[A-Za-z0-9_]+__>)'
/**
 * For models known only by the table of families: reserved tokens, which have only a number and are in no table.
 * `<|…|>` are those of the Llama family and most others, `<｜…｜>` (fullwidth bars) those of DeepSeek.
 */
const RESERVED = '<(?=[|｜][^\\s|｜<>]{1,64}[|｜]>)'

/** Cached, because every text of every prompt needs a pattern, and the list changes only when an engine starts. */
const patterns = { complete: new WeakMap<readonly string[], RegExp>(), table: new WeakMap<readonly string[], RegExp>() }

function patternFor({ controlMarks = NONE, areMarksComplete = false }: Marks): RegExp {
  const prepared = areMarksComplete ? patterns.complete : patterns.table
  const known = prepared.get(controlMarks)
  if (known) return known
  const always = areMarksComplete ? [PLACE_HOLDER] : [PLACE_HOLDER, RESERVED]
  const pattern = new RegExp([...always, ...alternatives(controlMarks)].join('|'), 'gu')
  prepared.set(controlMarks, pattern)
  return pattern
}

const NONE: readonly string[] = []

/** One alternative per first character; only that character is matched, so overlapping marks are found too. */
function alternatives(controlMarks: readonly string[]): string[] {
  const rests = new Map<string, string[]>()
  for (const mark of controlMarks) {
    const [first = ''] = mark
    const rest = mark.slice(first.length)
    if (rest === '') continue
    const alike = rests.get(first)
    if (alike) alike.push(escaped(rest))
    else rests.set(first, [escaped(rest)])
  }
  return [...rests].map(([first, all]) => `${escaped(first)}(?=${all.join('|')})`)
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
