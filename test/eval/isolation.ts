import { randomFrom } from '../core/random.ts'
import type { Retriever } from './retriever.ts'
import type { Question, SetPerson } from './set.ts'

export type IsolationOptions = {
  readonly people: number
  readonly recalls: number
  readonly seed: number
  readonly progress: (done: number) => void
  readonly signal: AbortSignal
}

export type Isolation = { readonly recalls: number; readonly found: number; readonly foreign: number }

const TURNS = 15
/** So few words that everybody's turns are full of everybody's. */
const WORDS =
  'garden river coffee train ticket window letter market bicycle concert kitchen sister doctor island'.split(' ')
const WORDS_IN_TURN = 6
const WORDS_IN_QUESTION = 4
/** Share of questions that name the secret word of somebody else. */
const PRYING_SHARE = 0.3
const AT_ONCE = 4
const PLACES_MAX = 10

/**
 * Recalls at random: anybody asks for anything, also for words that only somebody else has said. Each turn has a word
 * of its person in it, and a hit is foreign when its turn or its text is another person's.
 */
export async function isolationOf(
  retriever: Retriever,
  { people: count, recalls, seed, progress, signal }: IsolationOptions,
): Promise<Isolation> {
  const random = randomFrom(seed)
  const people = Array.from({ length: count }, (_, index) => personOf(index, random))
  for (const person of people) await retriever.index(person, signal)
  const total = { recalls: 0, found: 0, foreign: 0 }
  const recallSome = async () => {
    while (total.recalls < recalls) {
      total.recalls += 1
      const person = random.of(people)
      const hits = await retriever.search({ person, question: questionOf(people, random) }, PLACES_MAX, signal)
      total.found += hits.length
      total.foreign += hits.filter((hit) => hit.person !== person.id || isForeign(hit.text, person)).length
      progress(total.recalls)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, recallSome))
  return total
}

type Random = ReturnType<typeof randomFrom>

const secretOf = (id: string) => `secretof${id}`
const SECRET = /secretof\w+/g

const isForeign = (text: string, { id }: SetPerson) => (text.match(SECRET) ?? []).some((word) => word !== secretOf(id))

function personOf(index: number, random: Random): SetPerson {
  const id = `i${index + 1}`
  const turns = Array.from({ length: TURNS }, (_, turn) => ({
    id: `${id}:${turn + 1}`,
    text: `${wordsFrom(random, WORDS_IN_TURN)} ${secretOf(id)}`,
    saidAtMs: Date.UTC(2026, 0, 1 + turn),
  }))
  return { id, language: 'en', turns, questions: [], items: [] }
}

function questionOf(people: readonly SetPerson[], random: Random): Question {
  const prying = random.next() < PRYING_SHARE ? ` ${secretOf(random.of(people).id)}` : ''
  return {
    id: 'random',
    text: `${wordsFrom(random, WORDS_IN_QUESTION)}${prying}`,
    category: 'random',
    evidence: [],
    isParaphrase: false,
    askedAtMs: Date.UTC(2026, 1, 1),
  }
}

const wordsFrom = (random: Random, count: number) => Array.from({ length: count }, () => random.of(WORDS)).join(' ')
