import { median, percentile } from '../bench/statistics.ts'
import { allEvidenceAt, foreignAt, mean, recallAt, reciprocalRank } from './metrics.ts'
import type { Hit, Retriever } from './retriever.ts'
import type { EvaluationSet, Question, SetPerson } from './set.ts'

/** Places looked at; the last is how many are asked for. */
export const PLACES = [5, 10, 20] as const
const PLACES_MAX = 20
/** Where the measures with one place are taken. */
const PLACE = 10

/** How one question was answered by one retriever. */
export type Answered = {
  readonly question: Question
  readonly language: string
  readonly hits: readonly Hit[]
  readonly person: string
  readonly ms: number
}

export type Scores = {
  readonly questions: number
  /** By place: 5, 10, 20. */
  readonly recall: Readonly<Record<number, number>>
  readonly allEvidence: Readonly<Record<number, number>>
  readonly reciprocalRank: number
  /** Of the first ten. */
  readonly foreign: number
  readonly tokens: number
  readonly p50Ms: number
  readonly p95Ms: number
}

export type Asked = Pick<EvaluationSet, 'people'>

/** Tells the retriever everything, then asks all questions; `progress` is called after each person. */
export async function ask(
  retriever: Retriever,
  { people }: Asked,
  { progress, signal }: { progress: (done: number) => void; signal: AbortSignal },
): Promise<Answered[]> {
  for (const person of people) await retriever.index(person, signal)
  const answered: Answered[] = []
  for (const [index, person] of people.entries()) {
    for (const question of person.questions) answered.push(await askOne(retriever, { person, question }, signal))
    progress(index + 1)
  }
  return answered
}

async function askOne(
  retriever: Retriever,
  asking: { person: SetPerson; question: Question },
  signal: AbortSignal,
): Promise<Answered> {
  const startMs = performance.now()
  const hits = await retriever.search(asking, PLACES_MAX, signal)
  const { person, question } = asking
  return { question, language: person.language, person: person.id, hits, ms: performance.now() - startMs }
}

/** Of questions with an answer; those without have measures of their own. */
export function scoresOf(answered: readonly Answered[]): Scores {
  const known = answered.filter(({ question }) => question.evidence.length > 0)
  const over = (measure: (ranked: readonly string[], each: Answered) => number) =>
    mean(
      known.map((each) =>
        measure(
          each.hits.map(({ turn }) => turn),
          each,
        ),
      ),
    )
  const byPlace = (measure: typeof recallAt) =>
    Object.fromEntries(PLACES.map((k) => [k, over((ranked, { question }) => measure(k, ranked, question.evidence))]))
  return {
    questions: known.length,
    recall: byPlace(recallAt),
    allEvidence: byPlace(allEvidenceAt),
    reciprocalRank: over((ranked, { question }) => reciprocalRank(ranked, question.evidence)),
    foreign: mean(
      answered.map(({ hits, person }) =>
        foreignAt(
          PLACE,
          hits.map((hit) => hit.person),
          person,
        ),
      ),
    ),
    tokens: mean(answered.map(({ hits }) => tokensOf(hits.slice(0, PLACE)))),
    p50Ms: median(answered.map(({ ms }) => ms)),
    p95Ms: percentile(
      answered.map(({ ms }) => ms),
      0.95,
    ),
  }
}

/** Recall at ten of each group, and of how many questions. */
export function recallBy(answered: readonly Answered[], groupOf: (each: Answered) => string) {
  const groups = Map.groupBy(
    answered.filter(({ question }) => question.evidence.length > 0),
    groupOf,
  )
  return [...groups].map(([name, each]) => ({ name, questions: each.length, recall: scoresOf(each).recall[PLACE]! }))
}

const tokensOf = (hits: readonly Hit[]) => hits.reduce((sum, { text }) => sum + tokensIn(text), 0)

/** An estimate that needs no tokenizer: four bytes a token, as English text has about. */
export const tokensIn = (text: string) => Math.ceil(Buffer.byteLength(text) / 4)
