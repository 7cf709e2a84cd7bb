import type { PersonId } from '#core/contract/ids.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import { anywhere } from '../conditions.ts'
import { say } from '../sentences.ts'

/** More than these are no answer to "who?". */
const PEOPLE_MAX = 200

/**
 * Whose id it is, or whose name has it as a part.
 *
 * @throws {ConsoleError} when they are too many
 */
export async function peopleNamed(pool: ConsolePool, person: string): Promise<PersonId[]> {
  const { rows } = await pool.query<{ id: PersonId }>(NAMED, [person, anywhere(person), PEOPLE_MAX + 1])
  if (rows.length <= PEOPLE_MAX) return rows.map(({ id }) => id)
  throw new ConsoleError('bad-request', say('people.too-many', { max: PEOPLE_MAX }))
}

/**
 * Reads all names: 50 ms for 100,000 people. An index over parts of names would be an extension or copies of the words,
 * written with each new person, for a question that operators ask now and then.
 */
const NAMED = `
  select distinct person_id as id from identity
  where person_id = $1 or lower(display_name) like $2 limit $3`
