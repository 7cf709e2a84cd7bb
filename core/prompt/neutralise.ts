import { cleanText } from '../contract/text.ts'

/** The control tokens of a model, as the capabilities of its engine tell them. */
export type Marks = {
  /** The exact strings that the model's tokenizer reads as one token each. */
  readonly controlMarks?: readonly string[]
  /** There are no others: they were read from the model's own file. */
  readonly areMarksComplete?: boolean
}

/**
 * Text that we did not write ourselves, made unable to form a control token: wherever a tokenizer would read one, a
 * space is put after its first character (`< |eot|>`, `[ INST]`), so a reader, human or model, still sees what was
 * written. Everything else stays: HTML, comparisons, operators (`f <| x`), and spellings that no tokenizer treats
 * specially (fullwidth letters, hidden characters in between). Doing it twice changes nothing more.
 */
export function neutralise(text: string, marks: Marks = {}): string {
  const pattern = patternFor(marks)
  // Cleaning comes first: a NUL taken out afterwards would close a gap, and `<\0|eot|>` would become a token.
  for (let result = cleanText(text); ; ) {
    const broken = result.replace(pattern, '$& ')
    if (broken === result) return result
    // A space can complete a mark that has one itself. It ends: each pass widens a gap, and marks have narrow ones.
    result = broken
  }
}

/** Where llama.cpp puts a picture, whatever the model. */
const PLACE_HOLDER = '<(?=__[A-Za-z0-9_]+__>)'
/**
 * Where a model is known by a table of families: reserved tokens, which have only a number and stand in no table.
 * `<|…|>` are those of the Llama family and of most others, `<｜…｜>` (fullwidth bars) those of DeepSeek.
 */
const RESERVED = '<(?=[|｜][^\\s|｜<>]{1,64}[|｜]>)'

/** The list comes with every text of every prompt, and changes only when an engine is started. */
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

/** One for each first character, which alone is matched: then marks are found, too, that overlap. */
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
