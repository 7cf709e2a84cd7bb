import { openSuffix } from './open-suffix.ts'
import { THOUGHT_FORMS } from './thought-forms.ts'

/** `restarts`: all text before this was a thought and not part of the answer. */
export type FilteredText = { readonly text: string; readonly restarts: boolean }

/**
 * Removes thoughts from an answer that arrives in pieces. Its states:
 *
 * - **start**: only blanks so far, or text that may become the opening of a thought, which is held back.
 * - **thought**: no text is passed on until its closing comes, if ever. Then it is at a start again.
 * - **answer**: all text is passed on. A closing without an opening means that all of it was a thought, since the
 *   template of some models writes the opening; unless it stands within a line or in code, where an answer mentions it.
 *   In the first text one also counts that follows the end of a sentence at once and ends its line: `Thus.</think>`.
 *
 * A model that is known to begin inside a thought starts in that state.
 */
export class ThoughtFilter {
  /** Length of all thoughts so far. */
  characters = 0
  #state: 'start' | 'thought' | 'answer'
  #closings = CLOSINGS
  #hasThought = false
  #held = ''
  /** Text since the last start. */
  #answer = ''

  constructor(startsInThought: boolean) {
    this.#state = startsInThought ? 'thought' : 'start'
  }

  push(text: string): FilteredText {
    this.#held += text
    let passed = ''
    let restarts = false
    for (;;) {
      const step = this.#step()
      if (step === 'restart') [passed, restarts] = ['', true]
      else passed += step.text
      if (step !== 'restart' && step.waits) return { text: passed, restarts }
    }
  }

  /** The text that was still held back. */
  end(): string {
    const rest = this.#held
    this.#held = ''
    if (this.#state !== 'thought') return this.#state === 'start' && this.#hasThought ? rest.trimStart() : rest
    this.characters += rest.length
    return ''
  }

  #step(): Step {
    switch (this.#state) {
      case 'start':
        return this.#begin()
      case 'thought':
        return this.#think()
      case 'answer':
        return this.#passOn()
      default:
        return this.#state satisfies never
    }
  }

  #begin(): Step {
    const words = this.#held.trimStart()
    const form = THOUGHT_FORMS.find(({ opens }) => words.startsWith(opens))
    if (form) {
      this.#state = 'thought'
      this.#closings = [form.closes]
      this.#held = words.slice(form.opens.length)
      return ON
    }
    if (THOUGHT_FORMS.some(({ opens }) => opens.startsWith(words))) return WAIT
    this.#state = 'answer'
    // Drops the empty lines between a thought and the answer.
    if (this.#hasThought) this.#held = words
    return ON
  }

  #think(): Step {
    const closing = firstOf(this.#held, this.#closings)
    if (!closing) {
      const at = openSuffix(this.#held, this.#closings)
      this.characters += at
      this.#held = this.#held.slice(at)
      return WAIT
    }
    this.characters += closing.at
    this.#startAfter(closing)
    return ON
  }

  #passOn(): Step {
    const closing = firstOf(this.#held, CLOSINGS)
    if (!closing) return { text: this.#take(openSuffix(this.#held, CLOSINGS)), waits: true }
    const before = this.#answer + this.#held.slice(0, closing.at)
    const after = this.#held.slice(closing.at + closing.closes.length)
    const mayEndLine = !this.#hasThought && !isToken(closing.closes) && SENTENCE_END.test(before)
    // What follows it decides.
    if (mayEndLine && /^[^\S\n]*$/.test(after)) return { text: this.#take(closing.at), waits: true }
    if (isWritten(before, closing.closes, mayEndLine && /^[^\S\n]*\n/.test(after))) {
      return { text: this.#take(closing.at + closing.closes.length), waits: false }
    }
    this.characters += before.length
    this.#startAfter(closing)
    return before.trim() === '' ? ON : 'restart'
  }

  #take(length: number): string {
    const text = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    this.#answer += text
    return text
  }

  #startAfter({ at, closes }: Closing): void {
    this.#held = this.#held.slice(at + closes.length)
    this.#answer = ''
    this.#hasThought = true
    this.#state = 'start'
  }
}

type Step = { readonly text: string; readonly waits: boolean } | 'restart'
type Closing = { readonly at: number; readonly closes: string }

const ON: Step = { text: '', waits: false }
const WAIT: Step = { text: '', waits: true }
const CLOSINGS = THOUGHT_FORMS.map(({ closes }) => closes)

function firstOf(text: string, closings: readonly string[]): Closing | undefined {
  const found = closings.map((closes) => ({ at: text.indexOf(closes), closes })).filter(({ at }) => at >= 0)
  return found.toSorted((one, other) => one.at - other.at)[0]
}

const SENTENCE_END = /[.!?…。！？؟۔।]["'”’»」』)\]*_]*$/

/** Whether a closing after this text is part of the answer: within a line, in code, or with its opening before it. */
function isWritten(before: string, closes: string, endsLine: boolean): boolean {
  const opens = THOUGHT_FORMS.find((form) => form.closes === closes)?.opens ?? ''
  const isWithin = !endsLine && isWithinLine(before, closes)
  return count(before, opens) > count(before, closes) || isWithin || isInCode(before)
}

const count = (text: string, part: string) => text.split(part).length - 1

/** Closings that are control tokens are never part of an answer. */
const isToken = (closes: string) => closes.includes('|')

/** Four spaces or a tab before it mean code. */
const isWithinLine = (before: string, closes: string) => !isToken(closes) && !/(?:^|\n) {0,3}$/.test(before)

function isInCode(before: string): boolean {
  const fences = before.match(/^[^\S\n]*(?:```|~~~)/gm) ?? []
  if (fences.length % 2 === 1) return true
  const line = before.slice(before.lastIndexOf('\n') + 1)
  return count(line, '`') % 2 === 1
}
