import { cleanText } from '../contract/text.ts'

/**
 * Text that we did not write ourselves, made unable to form a control token: wherever a tokenizer would read one, a
 * space is put after its first character (`< |eot|>`, `[ INST]`), so a reader, human or model, still sees what was
 * written. `controlMarks` are the exact strings that the model's tokenizer reads as one token each. Everything else
 * stays: HTML, comparisons, and spellings that no tokenizer treats specially (fullwidth letters, hidden characters in
 * between). Doing it twice changes nothing more.
 */
export function neutralise(text: string, controlMarks: readonly string[] = []): string {
  const pattern = patternFor(controlMarks)
  // Cleaning comes first: a NUL taken out afterwards would close a gap, and `<\0|eot|>` would become a token.
  for (let result = cleanText(text); ; ) {
    const broken = result.replace(pattern, '$& ')
    if (broken === result) return result
    // A space can complete a mark that has one itself. It ends: each pass widens a gap, and marks have narrow ones.
    result = broken
  }
}

/**
 * What begins a token whatever the model: `<|` those of the Llama family and of most others, `<｜` (a fullwidth bar)
 * those of DeepSeek; `<__media__>` is where llama.cpp puts a picture.
 */
const OPENINGS = ['<(?=[|｜])', '<(?=__[A-Za-z0-9_]+__>)']

/** The list comes with every text of every prompt, and changes only when an engine is started. */
const patterns = new WeakMap<readonly string[], RegExp>()

function patternFor(controlMarks: readonly string[]): RegExp {
  const known = patterns.get(controlMarks)
  if (known) return known
  const pattern = new RegExp([...OPENINGS, ...alternatives(controlMarks)].join('|'), 'gu')
  patterns.set(controlMarks, pattern)
  return pattern
}

/** One for each first character, which alone is matched: then marks are found, too, that overlap. */
function alternatives(controlMarks: readonly string[]): string[] {
  const rests = new Map<string, string[]>()
  for (const mark of controlMarks) {
    const [first = ''] = mark
    const rest = mark.slice(first.length)
    if (rest === '' || /^<[|｜]/.test(mark)) continue
    const alike = rests.get(first)
    if (alike) alike.push(escaped(rest))
    else rests.set(first, [escaped(rest)])
  }
  return [...rests].map(([first, all]) => `${escaped(first)}(?=${all.join('|')})`)
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
