import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from '#app/usage.ts'
import type { Store } from '#core/store/store.ts'
import type { Embedder } from '#engine/contract.ts'
import type { Result } from '../bench/benchmark.ts'
import { openTestDatabase } from '../kit/database.ts'
import { extractionOf } from './extraction.ts'
import { inPrompt } from './in-prompt.ts'
import { isolationOf } from './isolation.ts'
import { parseLocomo } from './locomo.ts'
import { precision, recall } from './metrics.ts'
import { generate } from './own/generate.ts'
import { progressOf } from './progress.ts'
import type { Report } from './report.ts'
import { englishOf, ratiosOf, rowsOf } from './rows.ts'
import { extractBy, extractionOfForms, FORMS, openExtractor, type EngineAddress } from './service-extraction.ts'
import { PROMPT_TOKENS, servicePrompts } from './service-prompts.ts'
import { lexical } from './service-retrievers.ts'
import type { EvaluationSet } from './set.ts'

export type MemoryOptions = {
  readonly isQuick: boolean
  /** `own`, or a file in the format of LoCoMo. */
  readonly set: string
  readonly seed: number
  /** Of English. */
  readonly embedder: Embedder | undefined
  /** The engine that extracts; undefined: the bundled model. */
  readonly engine: EngineAddress | undefined
  readonly signal: AbortSignal
}

/** For the figures that are reported. Nothing was looked at or tuned with it: for that there are all other seeds. */
export const REPORTED_SEED = 7_919

/** What a run does; the quick one does a part, and says so. */
const WHOLE = { people: 30, isolatedPeople: 1_000, recalls: 100_000 }
const QUICK = { people: 12, isolatedPeople: 50, recalls: 2_000 }

type Work = Omit<MemoryOptions, 'set'> & { readonly size: typeof WHOLE; readonly store: Store }

/** How well what was said is found again: all retrievers on one set, in one run, on a database of its own. */
export async function evaluateMemory(options: MemoryOptions): Promise<Report> {
  const size = options.isQuick ? QUICK : WHOLE
  const set = options.set === OWN ? generate({ seed: options.seed, people: size.people }) : await setIn(options.set)
  const database = await openTestDatabase()
  try {
    return await evaluated(set, { ...options, size, store: database.store })
  } finally {
    await database[Symbol.asyncDispose]()
  }
}

const OWN = 'own'

async function evaluated(set: EvaluationSet, work: Work): Promise<Report> {
  const rows = await rowsOf(set, { ...work, pool: work.store.pool })
  const isLabelled = set.people.some(({ items }) => items.length > 0)
  const more = isLabelled ? [await prompts(set, work), await extraction(set, work), await isolation(work)] : []
  return {
    name: 'memory',
    about: `${set.name}: ${count(set, 'turns')} turns, ${count(set, 'questions')} questions`,
    retrievers: rows,
    figures: [...ratiosOf(rows), ...more.flatMap(({ figures }) => figures)],
    notes: [
      ...(work.isQuick ? ['--quick: a part of the people and of the recalls'] : []),
      ...more.flatMap(({ notes = [] }) => notes),
    ],
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

async function prompts(set: EvaluationSet, { store, signal }: Work): Promise<Result> {
  const progress = progressOf('prompts', set.people.length)
  const { questions, share } = await inPrompt(set.people, servicePrompts(store), { progress, signal })
  const name = `preferences and instructions in the prompt at ${PROMPT_TOKENS} tokens`
  return { figures: [{ name, value: share, unit: '', target: { atLeast: 0.95 } }], notes: [`${questions} prompts`] }
}

/** Targets are for the forms; the own set says what else a model finds. */
async function extraction(set: EvaluationSet, { engine: address, signal }: Work): Promise<Result> {
  const engine = await openExtractor(address, signal)
  if (typeof engine === 'string') return { figures: [], notes: [engine] }
  const people = englishOf(set)
  try {
    const forms = await extractionOfForms(engine, { progress: progressOf('extraction of forms', FORMS), signal })
    const progress = progressOf('extraction of what people told', people.length)
    const told = await extractionOf(people, extractBy(engine), { progress, signal })
    return {
      figures: [
        { name: 'extraction, forms, precision', value: forms.precision, unit: '', target: { atLeast: 0.9 } },
        { name: 'extraction, forms, recall', value: forms.recall, unit: '', target: { atLeast: 0.75 } },
        { name: 'extraction, own set in English, precision', value: precision(told), unit: '' },
        { name: 'extraction, own set in English, recall', value: recall(told), unit: '' },
      ],
      notes: [`extraction by ${address?.model ?? 'tiny-scout'}`],
    }
  } finally {
    await engine[Symbol.asyncDispose]()
  }
}

async function isolation({ store: { pool }, size, seed, signal }: Work): Promise<Result> {
  const { isolatedPeople: people, recalls } = size
  const progress = progressOf('isolation', recalls)
  const { found, foreign } = await isolationOf(lexical(pool), { people, recalls, seed, progress, signal })
  const name = `foreign items in ${recalls} recalls of ${people} people`
  return {
    figures: [{ name, value: foreign, unit: '', target: { atMost: 0 } }],
    notes: [`${found} items recalled in them`],
  }
}

const count = ({ people }: EvaluationSet, what: 'turns' | 'questions') =>
  people.reduce((sum, person) => sum + person[what].length, 0)
