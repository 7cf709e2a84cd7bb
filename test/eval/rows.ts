import type pg from 'pg'
import type { Embedder } from '#engine/contract.ts'
import type { Figure } from '../bench/benchmark.ts'
import { progressOf } from './progress.ts'
import type { RetrieverRow } from './report.ts'
import { bareTurns, pooledTurns, type Retriever } from './retriever.ts'
import { ask, recallBy, scoresOf, type Answered } from './score.ts'
import { fused, lexical } from './service-retrievers.ts'
import type { EvaluationSet } from './set.ts'

const ENGLISH = 'in en'

type Work = { readonly pool: pg.Pool; readonly embedder: Embedder | undefined; readonly signal: AbortSignal }

/** One set, all retrievers; those with an embedder of English on the English part. */
export async function rowsOf(set: EvaluationSet, { pool, embedder, signal }: Work): Promise<RetrieverRow[]> {
  const rows: RetrieverRow[] = []
  for (const retriever of [bareTurns(), lexical(pool), pooledTurns()]) rows.push(await rowOf(retriever, set, signal))
  if (embedder === undefined) return rows
  const english = { ...set, people: englishOf(set) }
  return [...rows, await rowOf(fused(pool, embedder), english, signal)]
}

async function rowOf(retriever: Retriever, set: EvaluationSet, signal: AbortSignal): Promise<RetrieverRow> {
  const answered = await ask(retriever, set, { progress: progressOf(retriever.name, set.people.length), signal })
  const counted = answered.filter(({ question }) => question.isApart !== true)
  const apart = answered.filter(({ question }) => question.isApart === true)
  return {
    name: retriever.name,
    scores: scoresOf(counted),
    parts: [...partsOf(counted), ...recallBy(apart, ({ question }) => `apart: ${question.category}`)],
    ...(apart.some(isUnknown) && { unknown: scoresOf(apart.filter(isUnknown)).tokens }),
  }
}

const isUnknown = ({ question }: Answered) => question.evidence.length === 0

const byLanguage = ({ language }: Answered) => `in ${language}`

/** Groupings of the questions. */
const PARTS: readonly ((each: Answered) => string)[] = [
  byLanguage,
  ({ question }) => (question.isParaphrase ? 'paraphrased' : 'in the words of what was said'),
  ({ language, question }) => `in ${language}, ${question.isParaphrase ? 'paraphrased' : 'in the same words'}`,
  ({ question }) => question.category,
]

/** A grouping into one group says nothing, but in how many languages there are. */
function partsOf(answered: readonly Answered[]) {
  return PARTS.flatMap((part) => {
    const groups = recallBy(answered, part)
    return groups.length > 1 || part === byLanguage ? groups : []
  })
}

/** Of what the service finds to what it is compared with. */
export function ratiosOf(rows: readonly RetrieverRow[]): Figure[] {
  const [bare, words, , both] = rows
  const atTen = (row: RetrieverRow | undefined) => row?.scores.recall[10] ?? Number.NaN
  const inEnglish = words!.parts.find(({ name }) => name === ENGLISH)?.recall ?? Number.NaN
  const first: Figure = {
    name: 'R@10, passages / BM25 over bare turns',
    value: atTen(words) / atTen(bare),
    unit: '×',
    target: { atLeast: 1.15 },
  }
  if (both === undefined) return [first]
  return [
    first,
    { name: 'R@10, fused / lexical, English', value: atTen(both) / inEnglish, unit: '×', target: { atLeast: 1.05 } },
  ]
}

export const englishOf = ({ people }: EvaluationSet) => people.filter(({ language }) => language === 'en')
