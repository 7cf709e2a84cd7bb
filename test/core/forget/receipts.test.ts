import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId } from '#core/contract/ids.ts'
import { DELETE_ME, DELETE_PERSON } from '#core/forget/names.ts'
import { askForDeletion, countOnReceipt, endReceipt, keyIn } from '#core/forget/receipts.ts'
import { inTransaction } from '#core/store/transaction.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { randomId } from '../../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const AT = new Date('2030-01-01T12:00:00Z')
const query = async (text: string, values: unknown[]) =>
  (await database.store.pool.query(text, values)).rows as unknown[]

async function somebody(): Promise<PersonId> {
  const id = randomId() as PersonId
  await query('insert into person (id, created_at) values ($1, $2)', [id, AT])
  return id
}

const ask = (person: PersonId, askedBy: 'person' | 'console') =>
  askForDeletion(database.store, { person, askedBy }, { at: AT, random: randomId })

const jobsOf = (person: PersonId) =>
  query(`select name, key, tries, run_after from job where starts_with(key, $1) order by name`, [person])

test('however often and by whomever a deletion is asked for, there is one receipt, which does not say of whom', async () => {
  const person = await somebody()
  const asked = [await ask(person, 'person'), ...(await Promise.all([ask(person, 'console'), ask(person, 'console')]))]
  expect(new Set(asked).size).toBe(1)
  const [receipt] = asked
  expect(await query('select * from deletion_receipt where id = $1', [receipt])).toEqual([
    { id: receipt, asked_by: 'person', asked_at: AT, done_at: null, counts: null },
  ])
  const due = { key: `${person}/${receipt}`, tries: 0, run_after: AT }
  expect(await jobsOf(person)).toEqual([
    { name: DELETE_ME, ...due },
    { name: DELETE_PERSON, ...due },
  ])
  expect(await ask('nobody' as PersonId, 'console')).toBeUndefined()
})

test('a deletion that was given up is tried again when it is asked for again', async () => {
  const person = await somebody()
  await ask(person, 'console')
  await query('update job set run_after = null, tries = 12 where starts_with(key, $1)', [person])
  await ask(person, 'console')
  expect(await jobsOf(person)).toMatchObject([{ tries: 0, run_after: AT }])
})

test('so is one that was given up at the files of a person whose rows are gone', async () => {
  const person = await somebody()
  const receipt = await ask(person, 'console')
  await query('delete from person where id = $1', [person])
  await query('update job set run_after = null, tries = 12 where starts_with(key, $1)', [person])
  expect(await ask(person, 'console')).toBe(receipt)
  expect(await jobsOf(person)).toMatchObject([{ key: `${person}/${receipt}`, tries: 0, run_after: AT }])
})

test('counts of a deletion that broke off and was repeated are one sum', async () => {
  const receipt = (await ask(await somebody(), 'console')) ?? ''
  const count = (counts: Parameters<typeof countOnReceipt>[2]) =>
    inTransaction(database.store.pool, (client) => countOnReceipt(client, receipt, counts))
  await count({ rows: { turn: 3 }, quotes: 1 })
  await count({ rows: { job: 1 }, quotes: 0 })
  await endReceipt(database.store, receipt, { counts: { pictures: 2 }, at: AT })
  expect(await query('select done_at, counts from deletion_receipt where id = $1', [receipt])).toEqual([
    { done_at: AT, counts: { rows: { turn: 3, job: 1 }, quotes: 1, pictures: 2 } },
  ])
})

test('a deletion that was stored by a version without receipts has none', () => {
  expect(keyIn('somebody')).toEqual({ person: 'somebody', receipt: undefined })
})
