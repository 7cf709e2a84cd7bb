import { sharedContentWords } from './content-words.ts'
import { filled, valuesFor } from './fill.ts'
import type { LanguageTable } from './language-table.ts'
import type { Random } from './shuffled.ts'

type Noise = { readonly table: LanguageTable; readonly random: Random }

/** Share of sentences that share words with a question and answer none; the others are small talk and requests. */
const NEAR_SHARE = 0.7

/** So many sentences of which none is worth remembering. */
export const noiseOf = (noise: Noise, sentences: number) =>
  Array.from({ length: sentences }, () => sentenceOf(noise)).join(' ')

/** A sentence beside something that is told: it shares no content word with these questions either. */
export function noiseBeside(noise: Noise, questions: readonly string[]): string {
  const isApart = (sentence: string) =>
    questions.every((question) => sharedContentWords(question, sentence, noise.table).length === 0)
  const sentences = Array.from({ length: BESIDE_TRIES_MAX }, () => sentenceOf(noise))
  return sentences.find(isApart) ?? ''
}

const BESIDE_TRIES_MAX = 10

function sentenceOf({ table, random }: Noise): string {
  const near = Object.values(table.concepts).flatMap((wording) => wording.near)
  const text = random.of(random.next() < NEAR_SHARE ? near : table.smallTalk)
  return filled(text, valuesFor(table, random))
}
