import type { PersonRows } from './person-rows.ts'
import { lockMemory } from './state.ts'

/**
 * Before something is forgotten or changed: what is being learnt of the person is stored first, and no turn of theirs
 * ends meanwhile, so that none is missed. The order is that of learning and of deleting a person: memory, person, turns.
 */
export async function lockForForgetting({ client, person }: PersonRows): Promise<void> {
  await lockMemory(client, person)
  for (const statement of LOCKS) await client.query(statement, [person])
}

const LOCKS = [
  'select from person where id = $1 for key share',
  `select from turn where person_id = $1 and (state = 'running' or learning = 'pending') order by id for no key update`,
]
