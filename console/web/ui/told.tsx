import { useEffect, useSyncExternalStore } from 'react'
import type { SentenceForm } from '../../api/forms/sentence.ts'
import { language } from '../texts/language.ts'
import { loadMore, texts, watchTexts } from '../texts/text.ts'
import { toldPieces } from '../texts/told.ts'

type Props = {
  /** As the service says it in English. */
  readonly english: string
  readonly sentences: readonly SentenceForm[] | undefined
}

/** What the service says, in the console's language; what it quotes, and what it has in English alone, is marked as such. */
export function Told({ english, sentences }: Props) {
  useSyncExternalStore(watchTexts, texts)
  const pieces = toldPieces(sentences)
  // Of what is seldom said, the overview has no words at first.
  const isMissing = pieces === undefined && sentences !== undefined && language() !== 'en'
  useEffect(() => {
    if (isMissing) void loadMore(() => toldPieces(sentences) === undefined).catch(() => undefined)
  }, [isMissing, sentences])
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
