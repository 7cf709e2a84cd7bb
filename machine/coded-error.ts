import { englishOf, sentencesOf, type Said, type Sentence } from './sentence.ts'

/** An error that can happen: `code` says which one, the message what to do about it. */
export class CodedError<Code extends string> extends Error {
  readonly code: Code
  /** The message for every language, where it has codes of its own. */
  readonly sentences: readonly Sentence[] | undefined

  constructor(code: Code, message: Said, options?: ErrorOptions) {
    super(englishOf(message), options)
    this.code = code
    this.sentences = sentencesOf(message)
  }
}

/** What an error says. */
export function saidBy(error: unknown): Said {
  if (error instanceof CodedError && error.sentences) return error.sentences
  return error instanceof Error ? error.message : String(error)
}
