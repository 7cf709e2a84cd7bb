import { englishOf, sentencesOf, type Sentence } from './sentence.ts'

/** An error that can happen: `code` says which one, the message what to do about it. */
export class CodedError<Code extends string> extends Error {
  readonly code: Code
  /** The message for every language, where it has codes of its own. */
  readonly sentences: readonly Sentence[] | undefined

  constructor(code: Code, message: string | Sentence | readonly Sentence[], options?: ErrorOptions) {
    const sentences = sentencesOf(message)
    super(typeof message === 'string' ? message : englishOf(sentences ?? []), options)
    this.code = code
    this.sentences = sentences
  }
}
