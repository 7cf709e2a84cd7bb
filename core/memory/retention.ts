import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { PersonId } from '../contract/ids.ts'
import { inMemoryOf, ofPerson } from './person-rows.ts'

export type MemoryRetention = {
  /** Of facts and events. A profile stays until it is superseded or forgotten. */
  readonly factsDays: number
  readonly passagesDays: number
}

const DAY_MS = 86_400_000
const PEOPLE_IN_BATCH = 50
/** In one run; the next goes on with those who follow. */
const PEOPLE_MAX = 50_000
/** Between two batches, so that statements of turns are not delayed. */
const PAUSE_MS = 20

/**
 * Deletes memories that are past their retention, one person after the other: no statement sees the memories of two.
 * A run that was interrupted, or that had too many people, is continued by the next.
 */
export function memoryRetention({
  pool,
  clock,
  retention,
}: {
  pool: pg.Pool
  clock: Clock
  retention: () => MemoryRetention
}) {
  let after = ''
  return async (signal: AbortSignal): Promise<Record<string, number>> => {
    const before = (days: number) => new Date(clock.now() - days * DAY_MS)
    const { factsDays, passagesDays } = retention()
    const [facts, passages] = [before(factsDays), before(passagesDays)]
    const deleted = { memories: 0, passages: 0 }
    for (let people = 0; people < PEOPLE_MAX && !signal.aborted; people += PEOPLE_IN_BATCH) {
      const { rows } = await pool.query<{ person: PersonId }>(PEOPLE, [after, PEOPLE_IN_BATCH])
      for (const { person } of rows) {
        if (signal.aborted) return found(deleted)
        const [gone] = await inMemoryOf(pool, person, async (own) => {
          await own.query(LOSE_SOURCES)
          return own.query<typeof deleted>(DELETE_OLD, [facts, passages])
        })
        deleted.memories += gone?.memories ?? 0
        deleted.passages += gone?.passages ?? 0
        after = person
      }
      if (rows.length < PEOPLE_IN_BATCH) {
        after = ''
        break
      }
      await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
    }
    return found(deleted)
  }
}

/** Without zeros. */
const found = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0))

const PEOPLE = `
  select person_id as person from memory_person where person_id > $1 order by person_id limit $2`

/** What was learnt from a turn outlives it. */
const LOSE_SOURCES = ofPerson(
  'retention-sources',
  `update memory_item set turn_id = null
   where person_id = $1 and turn_id is not null and not exists (select from turn where id = memory_item.turn_id)`,
)

const DELETE_OLD = ofPerson(
  'retention-delete',
  `with items as (
     delete from memory_item where person_id = $1 and kind in ('fact', 'event') and said_at < $2 returning number
   ), passages as (
     delete from memory_passage where person_id = $1 and said_at < $3 returning turn_id
   ), vectors as (
     delete from memory_vector where person_id = $1
       and ref in (select 'item:' || number from items union all select 'turn:' || turn_id from passages)
   )
   select (select count(*)::integer from items) as memories, (select count(*)::integer from passages) as passages`,
)
