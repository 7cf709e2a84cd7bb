import { THOUGHT_FORMS } from './thought-forms.ts'

/**
 * Takes control marks out of an answer that arrives in pieces: engines can render a control token as text
 * (`<|python_start|>`), and that is never meant for a person. What may be the beginning of a mark waits for its rest.
 */
export class MarkFilter {
  #held = ''
  readonly #marks: Marks

  constructor(controlMarks: readonly string[]) {
    this.#marks = marksFor(controlMarks)
  }

  /** The text that is certain by now. */
  push(text: string): string {
    const clean = this.#stripped(this.#held + text)
    const at = this.#openAt(clean)
    this.#held = clean.slice(at)
    return clean.slice(0, at)
  }

  /** What was still waiting. */
  end(): string {
    const rest = this.#held
    this.#held = ''
    // Half of a character is left only when the other half never came.
    return rest.toWellFormed()
  }

  /** A mark that is taken out may have stood inside another one. */
  #stripped(text: string): string {
    for (let left = text; ; ) {
      const once = left.replace(this.#marks.pattern, '')
      if (once === left) return left
      left = once
    }
  }

  /** Where the end of the text begins that could still become a mark, or a character. */
  #openAt(text: string): number {
    const { lengthMax, beginnings } = this.#marks
    for (let at = Math.max(0, text.length - lengthMax + 1); at < text.length; at += 1)
      if (beginnings.has(text.slice(at))) return at
    return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length
  }
}

/** What opens or closes a thought is no business of this filter: an answer may speak of it. */
const KEPT = new Set(THOUGHT_FORMS.flatMap(({ opens, closes }) => [opens, closes]))

/** A list of marks, ready to be looked for. */
type Marks = {
  readonly pattern: RegExp
  /** All that a mark may begin with, short of the whole. */
  readonly beginnings: ReadonlySet<string>
  readonly lengthMax: number
}

/** The list is the same with every answer, and may be thousands long. */
const prepared = new WeakMap<readonly string[], Marks>()

function marksFor(controlMarks: readonly string[]): Marks {
  const known = prepared.get(controlMarks)
  if (known) return known
  const stripped = controlMarks.filter((mark) => mark !== '' && !KEPT.has(mark))
  // The longer ones first: of two that begin alike, the whole is taken out.
  const longestFirst = stripped.toSorted((one, other) => other.length - one.length)
  const marks: Marks = {
    // NUL is nothing that a store takes.
    pattern: new RegExp(['\\0', ...longestFirst.map(escaped)].join('|'), 'g'),
    beginnings: new Set(stripped.flatMap(beginningsOf)),
    lengthMax: longestFirst[0]?.length ?? 0,
  }
  prepared.set(controlMarks, marks)
  return marks
}

const beginningsOf = (mark: string) => Array.from({ length: mark.length - 1 }, (_, index) => mark.slice(0, index + 1))
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
