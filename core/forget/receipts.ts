import type pg from 'pg'
import type { PersonId, RandomId } from '../contract/ids.ts'
import type { Store } from '../store/store.ts'
import { inTransaction } from '../store/transaction.ts'
import { DELETE_ME, DELETE_PERSON } from './names.ts'
import { ADD_JOB } from '../jobs/job-rows.ts'

/** How much was deleted, by what it was: `{ rows: { turn: 3 }, pictures: 1 }`. */
export type Counts = { readonly [what: string]: number | Counts }

/**
 * That somebody is to be deleted is stored as a job and, in the same statement, as a receipt. The receipt stays and does
 * not say of whom it is; the job's key does, until the deletion is done.
 */
export const keyOf = ({ person, receipt }: { person: PersonId; receipt: string }) => `${person}/${receipt}`

/** Without a receipt it was stored by a version that knew none. */
export function keyIn(key: string): { readonly person: PersonId; readonly receipt: string | undefined } {
  const [person = '', receipt] = key.split('/')
  return { person: person as PersonId, receipt }
}

/** In a chat, or by an operator in the console. */
export type Asked = { readonly person: PersonId; readonly askedBy: 'person' | 'console' }

/**
 * Stores that a person is to be deleted, and returns the receipt; the jobs are woken by the caller. Asked once more it
 * is the same receipt, and a deletion that was given up is tried again. Undefined where there is no such person. What
 * the person asked for in a chat waits for the replies that they are owed; what an operator asked for does not.
 */
export function askForDeletion(
  { pool }: Store,
  { person, askedBy }: Asked,
  { at, random }: { at: Date; random: RandomId },
): Promise<string | undefined> {
  return inTransaction(pool, async (client) => {
    // One after the other, so that nobody is deleted with two receipts.
    const { rowCount } = await client.query('select from person where id = $1 for no key update', [person])
    const { rows } = await client.query<{ receipt: string }>(OPEN, [person])
    // Their rows go first: a deletion that was given up at their files goes on, too.
    if (!rowCount && rows.length === 0) return undefined
    const receipt = rows[0]?.receipt ?? random()
    if (rows.length === 0) await client.query(ADD_RECEIPT, [receipt, askedBy, at])
    const job = askedBy === 'person' ? DELETE_ME : DELETE_PERSON
    await client.query(ADD_JOB, [job, keyOf({ person, receipt }), at, at])
    return receipt
  })
}

/** A deletion that was given up begins anew, at once; the jobs are woken by the caller. False where it was not given up. */
export async function retryDeletion({ pool }: Store, receipt: string, at: Date): Promise<boolean> {
  return ((await pool.query(RETRY, [receipt, at])).rowCount ?? 0) > 0
}

/** Within the transaction that deletes the rows: a run after a crash finds them gone. */
export async function countOnReceipt(client: pg.ClientBase, receipt: string, counts: Counts): Promise<void> {
  const { rows } = await client.query<{ counts: Counts | null }>(FOR_UPDATE, [receipt])
  if (rows[0] !== undefined)
    await client.query(SET_COUNTS, [receipt, JSON.stringify(sum(rows[0].counts ?? {}, counts))])
}

/** Everything is gone. */
export async function endReceipt({ pool }: Store, receipt: string, of: { counts: Counts; at: Date }): Promise<void> {
  await inTransaction(pool, async (client) => {
    await countOnReceipt(client, receipt, of.counts)
    await client.query('update deletion_receipt set done_at = $2 where id = $1', [receipt, of.at])
  })
}

function sum(one: Counts, other: Counts): Counts {
  const all: Record<string, number | Counts> = { ...one }
  for (const [what, count] of Object.entries(other)) {
    const before = all[what]
    if (typeof count === 'object') all[what] = sum(typeof before === 'object' ? before : {}, count)
    else all[what] = (typeof before === 'number' ? before : 0) + count
  }
  return all
}

const OPEN = `
  select split_part(key, '/', 2) as receipt from job
  where name in ('${DELETE_ME}', '${DELETE_PERSON}') and starts_with(key, $1 || '/') limit 1`

const RETRY = `
  update job set run_after = $2, tries = 0
  where name in ('${DELETE_ME}', '${DELETE_PERSON}') and split_part(key, '/', 2) = $1
    and run_after is null and lease_until is null`

const ADD_RECEIPT = 'insert into deletion_receipt (id, asked_by, asked_at) values ($1, $2, $3)'

const FOR_UPDATE = 'select counts from deletion_receipt where id = $1 for update'

const SET_COUNTS = 'update deletion_receipt set counts = $2 where id = $1'
