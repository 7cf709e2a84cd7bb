import type { ConceptName, TogetherName } from './concepts.ts'
import type { Words } from './words.ts'

/** How one thing about a person is said and asked for in one language. `{slot}` is replaced by a value. */
export type Wording = {
  /** Told in one turn. */
  readonly say: readonly string[]
  /** Told in two turns: the second holds the answer, and does not say what it is about. */
  readonly told?: readonly [opener: string, answer: string]
  /** A later value takes the place of the one told before. */
  readonly changed?: readonly string[]
  /** Questions in the words of what was said. */
  readonly ask: readonly [string, string]
  /** Questions that share no content word with anything in `say`, `told` and `changed`. */
  readonly paraphrase: readonly [string, string]
  /** What shares words with the questions and answers none: about others, wishes, requests. */
  readonly near: readonly string[]
}

export type LanguageTable = {
  readonly code: 'en' | 'es' | 'de' | 'fr'
  /** Function words: they do not count as shared. */
  readonly stopWords: string
  /** Put before or after a sentence that tells something. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Small talk and requests; nothing in it is worth remembering. */
  readonly smallTalk: readonly string[]
  /** One of `liked`, said and asked for: for people who tell a lot. */
  readonly like: { readonly say: readonly string[]; readonly ask: readonly [string, string] }
  /** Questions that are reported apart: on all events of a month, and on what is told of several concepts. */
  readonly inMonth: string
  readonly together: Readonly<Record<TogetherName, string>>
  readonly words: Words
  readonly concepts: Readonly<Record<ConceptName, Wording>>
}
