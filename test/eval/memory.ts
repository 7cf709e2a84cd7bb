import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from '#app/usage.ts'
import type { Figure } from '../bench/benchmark.ts'
import { parseLocomo } from './locomo.ts'
import { generate } from './own/generate.ts'
import { progressOf } from './progress.ts'
import type { Report, RetrieverRow } from './report.ts'
import { bareTurns, pooledTurns, type Retriever } from './retriever.ts'
import { ask, recallBy, scoresOf, type Answered } from './score.ts'
import type { EvaluationSet } from './set.ts'

export type MemoryOptions = {
  readonly isQuick: boolean
  /** `own`, or a file in the format of LoCoMo. */
  readonly set: string
  readonly seed: number
  readonly signal: AbortSignal
}

/** For the figures that are reported. Nothing was looked at or tuned with it: for that there are all other seeds. */
export const REPORTED_SEED = 7_919

const PEOPLE = 30
const PEOPLE_QUICK = 12

/** How well what was said is found again: all retrievers on one set, in one run. */
export async function evaluateMemory({ isQuick, set: name, seed, signal }: MemoryOptions): Promise<Report> {
  const set = name === 'own' ? generate({ seed, people: isQuick ? PEOPLE_QUICK : PEOPLE }) : await setIn(name)
  const retrievers = [bareTurns(), pooledTurns()]
  const rows: RetrieverRow[] = []
  for (const retriever of retrievers) rows.push(await rowOf(retriever, set, signal))
  return {
    name: 'memory',
    about: `${set.name}: ${count(set, 'turns')} turns, ${count(set, 'questions')} questions`,
    retrievers: rows,
    figures: figuresOf(rows),
    notes: isQuick ? ['--quick: a part of the people'] : [],
  }
}

async function setIn(file: string): Promise<EvaluationSet> {
  const text = await readFile(file, 'utf8')
  try {
    return parseLocomo(JSON.parse(text), path.basename(file))
  } catch (error) {
    throw new UsageError(`${file} is not in the format of LoCoMo: ${(error as Error).message}`, { cause: error })
  }
}

async function rowOf(retriever: Retriever, set: EvaluationSet, signal: AbortSignal): Promise<RetrieverRow> {
  const answered = await ask(retriever, set, { progress: progressOf(retriever.name, set.people.length), signal })
  const counted = answered.filter(({ question }) => question.isApart !== true)
  const apart = answered.filter(({ question }) => question.isApart === true)
  return {
    name: retriever.name,
    scores: scoresOf(counted),
    parts: [
      ...PARTS.flatMap((part) => recallBy(counted, part)),
      ...recallBy(apart, ({ question }) => `apart: ${question.category}`),
    ],
    ...(apart.some(isUnknown) && { unknown: scoresOf(apart.filter(isUnknown)).tokens }),
  }
}

/** Groupings of the questions; a grouping with one group says nothing new, but does no harm. */
const PARTS: readonly ((each: Answered) => string)[] = [
  ({ question }) => (question.isParaphrase ? 'paraphrased' : 'in the words of what was said'),
  ({ language }) => `in ${language}`,
  ({ question }) => question.category,
]

const isUnknown = ({ question }: Answered) => question.evidence.length === 0

function figuresOf(rows: readonly RetrieverRow[]): Figure[] {
  return rows.map(({ name, scores }) => ({ name: `R@10, ${name}`, value: scores.recall[10]!, unit: '' }))
}

const count = ({ people }: EvaluationSet, what: 'turns' | 'questions') =>
  people.reduce((sum, person) => sum + person[what].length, 0)
