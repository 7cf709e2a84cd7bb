import { MarkFilter } from './marks.ts'
import { Repetition } from './repetition.ts'
import { ThoughtFilter } from './thoughts.ts'

/** What a model does with text beside saying something in it. */
export type TextTraits = {
  /** That an engine may render as text. */
  readonly controlMarks: readonly string[]
  /** Its template has opened a thought before the first word. */
  readonly startsInThought: boolean
}

type TextEvent = { readonly type: 'text-delta'; readonly text: string } | { readonly type: 'restart' }

/** The text of one answer, from what the model writes to what a person may read: no thought, no mark, no endless loop. */
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

  /** A thought that the host keeps apart. */
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

  /** What was still waiting. */
  *end(): Generator<TextEvent> {
    const rest = this.#marks.push(this.#thoughts.end()) + this.#marks.end()
    yield* delta(this.#repetition.push(rest) + this.#repetition.end())
  }
}

function* delta(text: string): Generator<TextEvent> {
  if (text !== '') yield { type: 'text-delta', text }
}
