import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import type { Recalled } from '#core/contract/memory.ts'
import { createMemory } from '#core/memory/memory.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import { asTsvector, searchTerms } from '#core/memory/terms.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { randomFrom } from '../random.ts'
import { GROUP, never, questionOf } from './people.ts'

const PEOPLE = 1_000
/** A fixed part of the hundred thousand that `npm run eval -- memory` asks, so that tests stay short. */
const RECALLS = 2_000
const AT_ONCE = 8
const PASSAGES = 8
const SEED = 7

/** So few words that everybody has said all of them. */
const WORDS = 'garden river coffee train ticket window letter market bicycle concert kitchen sister'.split(' ')

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await database.store.pool.query(
    `insert into person (id, created_at) select 'p' || n, now() from generate_series(1, $1) n`,
    [PEOPLE],
  )
  const random = randomFrom(SEED)
  const people = Array.from({ length: PEOPLE }, (_, index) => index + 1)
  for (let first = 0; first < PEOPLE; first += AT_ONCE)
    await Promise.all(people.slice(first, first + AT_ONCE).map((number) => fill(number, random)))
}, 60_000)
afterAll(() => database[Symbol.asyncDispose]())

const person = (number: number) => `p${number}` as PersonId
const words = (random: ReturnType<typeof randomFrom>) => Array.from({ length: 5 }, () => random.of(WORDS)).join(' ')

/** Each text names its person and whether it was said in private; every second one was said in a group of all. */
function fill(number: number, random: ReturnType<typeof randomFrom>): Promise<unknown> {
  const texts = Array.from(
    { length: PASSAGES },
    (_, n) => `${words(random)} ${n % 2 === 0 ? 'private' : 'group'} of p${number}`,
  )
  const terms = texts.map((text) => asTsvector(searchTerms(text)))
  const scopes = texts.map((_, n) => (n % 2 === 0 ? '' : GROUP))
  return inMemoryOf(database.store.pool, person(number), async ({ client }) => {
    await client.query(
      `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
       select $1, $1 || '-' || n, 'c', scope, text, now(), terms::tsvector, 8
       from unnest($2::text[], $3::text[], $4::text[]) with ordinality as given(text, terms, scope, n)`,
      [person(number), texts, terms, scopes],
    )
    await client.query(
      `insert into memory_item (person_id, number, kind, text, scope, origin, confidence, said_at, terms, created_at)
       select $1, n, case when n < 5 then 'profile' else 'fact' end, text, scope, 'learnt', 1, now(), terms::tsvector, now()
       from unnest($2::text[], $3::text[], $4::text[]) with ordinality as given(text, terms, scope, n)`,
      [person(number), texts, terms, scopes],
    )
  })
}

it(`shows nobody a word of anybody else, nor a group what was said in private, in ${RECALLS} recalls of ${PEOPLE} people`, async () => {
  const everyones = Array.from({ length: RECALLS }, (_, n) => `turn:p${(n % PEOPLE) + 1}-1` as `turn:${TurnId}`)
  const random = randomFrom(SEED + 1)
  // Even an index of vectors that confuses everybody lets nothing through.
  const nearestIn = async () => [{ ref: random.of(everyones) }, { ref: 'item:1' as const }]
  const questionVector = async () => ({ model: 'm', values: Float32Array.of(1) })
  const memory = createMemory({
    store: database.store,
    isEnabled: true,
    embedding: { questionVector, nearestIn },
  })
  let left = RECALLS
  let found = 0
  const foreign: string[] = []
  const ask = async () => {
    while (left-- > 0) {
      const number = 1 + random.upTo(PEOPLE - 1)
      const prying = random.upTo(2) === 0 ? ` of p${1 + random.upTo(PEOPLE - 1)}` : ''
      const where = random.of(['private', 'group'] as const)
      const recalled = await memory.recall(questionOf(person(number), words(random) + prying, where), never)
      const texts = textsOf(recalled)
      found += texts.length
      const mine = new RegExp(where === 'group' ? `group of p${number}$` : `of p${number}$`)
      foreign.push(...texts.filter((text) => !mine.test(text)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  expect(foreign).toEqual([])
  expect(found).toBeGreaterThan(RECALLS * 5)
}, 60_000)

const textsOf = ({ profile, recalled }: Recalled) => [...profile, ...recalled].map(({ text }) => text)
