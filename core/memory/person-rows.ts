import type pg from 'pg'
import type { PersonId } from '../contract/ids.ts'
import { inTransaction } from '../store/transaction.ts'
import { faultIn } from './person-rows-check.ts'

declare const brand: unique symbol

/** A statement on the memory of one person, who is its `$1`. Only `ofPerson` makes one. */
export type PersonStatement = { readonly text: string; readonly name: string; readonly [brand]: 'PersonStatement' }

/**
 * The only way to a statement on memories.
 *
 * @throws {TypeError} at the import of its module when a table in it is not filtered by `person_id = $1` (`faultIn`), or
 *   its name is taken
 */
export function ofPerson(name: string, text: string): PersonStatement {
  const fault = faultIn(text)
  if (fault !== undefined) throw new TypeError(`${name}: ${fault}`)
  // A connection keeps one plan for each name.
  if (names.has(name)) throw new TypeError(`${name}: another statement has this name`)
  names.add(name)
  return { name: `memory-${name}`, text } as PersonStatement
}

const names = new Set<string>()

/** The memory of one person, within one transaction. */
export type PersonRows = {
  readonly person: PersonId
  /** The client of the transaction, for other tables that are written together with memories. */
  readonly client: pg.PoolClient
  /** `values` are `$2` and on. */
  query<Row extends pg.QueryResultRow>(statement: PersonStatement, values?: readonly unknown[]): Promise<Row[]>
}

/**
 * Runs `work` on the memory of one person, in one transaction. Postgres itself shows it no row of anybody else
 * (row-level security), also where a statement were wrong.
 */
export function inMemoryOf<T>(pool: pg.Pool, person: PersonId, work: (rows: PersonRows) => Promise<T>): Promise<T> {
  return inTransaction(pool, (client) => work(memoryIn(client, person)))
}

/** The memory of one person in a transaction that is open already. */
export function memoryIn(client: pg.PoolClient, person: PersonId): PersonRows {
  const isSet = setPerson(client, person)
  isSet.catch(() => undefined)
  return {
    person,
    client,
    async query<Row extends pg.QueryResultRow>(statement: PersonStatement, values: readonly unknown[] = []) {
      await isSet
      return (await client.query<Row>({ ...statement, values: [person, ...values] })).rows
    },
  }
}

/** Until the transaction ends, Postgres shows this person's memories and nobody else's. */
export async function setPerson(client: pg.PoolClient, person: PersonId): Promise<void> {
  await client.query(`select set_config('chasqui.person', $1, true)`, [person])
}
