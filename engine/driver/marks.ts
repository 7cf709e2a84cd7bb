import { THOUGHT_FORMS } from './thought-forms.ts'

/**
 * Removes control marks from an answer that arrives in pieces: engines can render a control token as text
 * (`<|python_start|>`), which a person must not see. Text that may be the beginning of a mark is held back.
 */
export class MarkFilter {
  #held = ''
  readonly #marks: Marks

  constructor(controlMarks: readonly string[]) {
    this.#marks = marksFor(controlMarks)
  }

  /** The text that is certainly free of marks. */
  push(text: string): string {
    const clean = this.#stripped(this.#held + text)
    const at = this.#openAt(clean)
    this.#held = clean.slice(at)
    return clean.slice(0, at)
  }

  /** The text that was still held back. */
  end(): string {
    const rest = this.#held
    this.#held = ''
    // A lone surrogate is left when its other half never came.
    return rest.toWellFormed()
  }

  /** Repeats, since a removed mark may have stood inside another one. */
  #stripped(text: string): string {
    for (let left = text; ;) {
      const once = left.replace(this.#marks.pattern, '')
      if (once === left) return left
      left = once
    }
  }

  /** The index from which the text could still become a mark or a surrogate pair. */
  #openAt(text: string): number {
    const { lengthMax, beginnings } = this.#marks
    for (let at = Math.max(0, text.length - lengthMax + 1); at < text.length; at += 1)
      if (beginnings.has(text.slice(at))) return at
    return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length
  }
}

/** Not removed here: the thought filter handles them, and an answer may mention them. */
const KEPT = new Set(THOUGHT_FORMS.flatMap(({ opens, closes }) => [opens, closes]))

/** A list of marks, compiled for the search. */
type Marks = {
  readonly pattern: RegExp
  /** All proper prefixes of the marks. */
  readonly beginnings: ReadonlySet<string>
  readonly lengthMax: number
}

/** Cached: the list is the same for every answer and may have thousands of marks. */
const prepared = new WeakMap<readonly string[], Marks>()

function marksFor(controlMarks: readonly string[]): Marks {
  const known = prepared.get(controlMarks)
  if (known) return known
  const stripped = controlMarks.filter((mark) => mark !== '' && !KEPT.has(mark))
  // Longer marks first: when one is the prefix of another, the longer one is removed.
  const longestFirst = stripped.toSorted((one, other) => other.length - one.length)
  const marks: Marks = {
    // Postgres does not accept NUL in text.
    pattern: new RegExp(['\\0', ...longestFirst.map(escaped)].join('|'), 'g'),
    beginnings: new Set(stripped.flatMap(beginningsOf)),
    lengthMax: longestFirst[0]?.length ?? 0,
  }
  prepared.set(controlMarks, marks)
  return marks
}

const beginningsOf = (mark: string) => Array.from({ length: mark.length - 1 }, (_, index) => mark.slice(0, index + 1))
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
