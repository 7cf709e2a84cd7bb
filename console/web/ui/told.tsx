import type { SentenceForm } from '../../api/forms/sentence.ts'
import { language } from '../texts/language.ts'
import { toldPieces } from '../texts/told.ts'

type Props = {
  /** As the service says it in English. */
  readonly english: string
  readonly sentences: readonly SentenceForm[] | undefined
}

/** What the service says, in the console's language; what it quotes, and what it has in English alone, is marked as such. */
export function Told({ english, sentences }: Props) {
  const pieces = toldPieces(sentences)
  if (pieces === undefined) return language() === 'en' ? english : <span lang="en">{english}</span>
  return pieces.map(({ words, isQuote }, nth) =>
    isQuote ? (
      <q key={nth} lang="en">
        {words}
      </q>
    ) : (
      <span key={nth}>{words}</span>
    ),
  )
}
