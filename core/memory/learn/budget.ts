import type pg from 'pg'
import type { PersonId } from '../../contract/ids.ts'

type Client = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>

/** Turns of this person that the engine was asked about on this day (UTC). */
export async function learntOn(client: Client, person: PersonId, at: Date): Promise<number> {
  const { rows } = await client.query<{ count: number }>(COUNT, [person, dayOf(at)])
  return rows[0]?.count ?? 0
}

/** One more. */
export async function countLearnt(client: Client, person: PersonId, at: Date): Promise<void> {
  await client.query(ADD, [person, dayOf(at)])
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

const COUNT = 'select learnt_count as count from memory_person where person_id = $1 and learnt_day = $2'

const ADD = `
  insert into memory_person (person_id, learnt_day, learnt_count) values ($1, $2, 1)
  on conflict (person_id) do update set learnt_day = excluded.learnt_day,
    learnt_count = case when memory_person.learnt_day = excluded.learnt_day then memory_person.learnt_count + 1 else 1 end`
