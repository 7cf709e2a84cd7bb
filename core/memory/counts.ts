import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { PersonId } from '../contract/ids.ts'
import type { MemoryItemKind } from '../contract/memory.ts'
import { memoryIn, ofPerson } from './person-rows.ts'
import { inTransaction } from '../store/transaction.ts'

/** How much memory there is; never what. */
export type MemoryCounts = {
  readonly people: number
  /** Less than `people` where counting took too long: the counts of contents are then of these people alone. */
  readonly peopleCounted: number
  readonly items: Readonly<Record<MemoryItemKind, number>>
  readonly superseded: number
  readonly passages: number
  readonly vectors: number
  readonly forgotten: number
  /** People who switched it off. */
  readonly off: number
  /** Turns, of this day (UTC). */
  readonly learntToday: number
  readonly turnsWaiting: number
  readonly peopleGivenUp: number
}

const PEOPLE_IN_BATCH = 100
const COUNT_MS_MAX = 60_000

/**
 * Counts one person after the other, as no statement may see the contents of two. Exact as long as it ends in time:
 * it takes about half a millisecond a person.
 */
export async function countMemory(
  { pool, clock }: { pool: pg.Pool; clock: Clock },
  signal: AbortSignal,
): Promise<MemoryCounts> {
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  const [about] = (await pool.query<About>(ABOUT, [today])).rows
  const sum = { profile: 0, fact: 0, event: 0, superseded: 0, passages: 0, vectors: 0, forgotten: 0 }
  const untilMs = clock.monotonicMs() + COUNT_MS_MAX
  let peopleCounted = 0
  for (let after = ''; clock.monotonicMs() < untilMs && !signal.aborted;) {
    const people = (await pool.query<{ person: PersonId }>(PEOPLE, [after, PEOPLE_IN_BATCH])).rows
    await inTransaction(pool, async (client) => {
      for (const { person } of people) {
        const [own] = await memoryIn(client, person).query<typeof sum>(COUNT)
        for (const key of KEYS) sum[key] += own?.[key] ?? 0
      }
    })
    peopleCounted += people.length
    if (people.length < PEOPLE_IN_BATCH) break
    after = people.at(-1)!.person
  }
  const { profile, fact, event, ...counts } = sum
  return { ...about!, peopleCounted, items: { profile, fact, event }, ...counts }
}

const KEYS = ['profile', 'fact', 'event', 'superseded', 'passages', 'vectors', 'forgotten'] as const

type About = Pick<MemoryCounts, 'people' | 'off' | 'learntToday' | 'turnsWaiting' | 'peopleGivenUp'>

const ABOUT = `
  select count(*) as people, count(*) filter (where is_off) as off,
    coalesce(sum(learnt_count) filter (where learnt_day = $1), 0)::bigint as "learntToday",
    (select count(*) from turn where learning = 'pending') as "turnsWaiting",
    (select count(*) from job where name = 'learn' and run_after is null and lease_until is null) as "peopleGivenUp"
  from memory_person`

const PEOPLE = 'select person_id as person from memory_person where person_id > $1 order by person_id limit $2'

const ITEMS = (which: string) => `(select count(*)::integer from memory_item where person_id = $1 and ${which})`
const CURRENT = (kind: MemoryItemKind) => ITEMS(`superseded_by is null and kind = '${kind}'`)

const COUNT = ofPerson(
  'count',
  `select ${CURRENT('profile')} as profile, ${CURRENT('fact')} as fact, ${CURRENT('event')} as event,
     ${ITEMS('superseded_by is not null')} as superseded,
     (select count(*)::integer from memory_passage where person_id = $1) as passages,
     (select count(*)::integer from memory_vector where person_id = $1) as vectors,
     (select count(*)::integer from memory_forgotten where person_id = $1) as forgotten`,
)
