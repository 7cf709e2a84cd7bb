import { MarkFilter } from './marks.ts'
import { Repetition } from './repetition.ts'
import { ThoughtFilter } from './thoughts.ts'

/** How a model writes thoughts and control tokens. */
export type TextTraits = {
  /** Marks that an engine may render as text. */
  readonly controlMarks: readonly string[]
  /** The template has opened a thought before the first word. */
  readonly startsInThought: boolean
}

type TextEvent = { readonly type: 'text-delta'; readonly text: string } | { readonly type: 'restart' }

/** Filters the text of one answer for a person: removes thoughts, control marks and endless repetition. */
export class AnswerText {
  readonly #traits: TextTraits
  readonly #thoughts: ThoughtFilter
  #marks: MarkFilter
  #repetition = new Repetition()
  #apartCharacters = 0

  constructor(traits: TextTraits) {
    this.#traits = traits
    this.#thoughts = new ThoughtFilter(traits.startsInThought)
    this.#marks = new MarkFilter(traits.controlMarks)
  }

  get thoughtCharacters(): number {
    return this.#thoughts.characters + this.#apartCharacters
  }

  get isRepeating(): boolean {
    return this.#repetition.isFound
  }

  /** A thought that the host sends in a field of its own. */
  thought(text: string): void {
    this.#apartCharacters += text.length
  }

  *push(written: string): Generator<TextEvent> {
    const { text, restarts } = this.#thoughts.push(written)
    if (restarts) {
      this.#marks = new MarkFilter(this.#traits.controlMarks)
      this.#repetition = new Repetition()
      yield { type: 'restart' }
    }
    yield* delta(this.#repetition.push(this.#marks.push(text)))
  }

  /** The text that was still held back. */
  *end(): Generator<TextEvent> {
    const rest = this.#marks.push(this.#thoughts.end()) + this.#marks.end()
    yield* delta(this.#repetition.push(rest) + this.#repetition.end())
  }
}

function* delta(text: string): Generator<TextEvent> {
  if (text !== '') yield { type: 'text-delta', text }
}
