import { afterAll, beforeAll, expect, test } from 'vitest'
import { deleteMeJob } from '#core/forget/delete-me.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { randomId } from '../../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const NOW_MS = Date.parse('2026-11-28T12:00:00Z')
const MINUTE_MS = 60_000

/** A person with a turn and its reply, both of that age. */
async function askedToBeDeleted({ turn, reply, ageMs = 0 }: { turn: string; reply?: string; ageMs?: number }) {
  const { pool } = database.store
  const [person, conversation, id] = [randomId(), randomId(), randomId()]
  const at = new Date(NOW_MS - ageMs)
  await pool.query('insert into person (id, created_at) values ($1, $2)', [person, at])
  await pool.query(`insert into conversation (id, account, chat, created_at) values ($1, 'a', '{}', $2)`, [
    conversation,
    at,
  ])
  await pool.query(
    `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at)
     values ($1, $2, $3, 1, $1, '{}', $4, 1, $5)`,
    [id, conversation, person, turn, at],
  )
  if (reply !== undefined) {
    await pool.query(
      `insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, state, created_at)
       values ($1, $1, $2, $3, 1, 'command', $4, $5)`,
      [id, conversation, person, reply, at],
    )
  }
  return person
}

const clock = { now: () => NOW_MS } as Parameters<typeof deleteMeJob>[0]['clock']
const run = (person: string) => deleteMeJob({ store: database.store, clock }).run(person, new AbortController().signal)

async function isBeingDeleted(person: string): Promise<boolean> {
  const query = `select from job where name = 'delete-person' and key = $1`
  return (await database.store.pool.query(query, [person])).rowCount === 1
}

test.each([
  ['its turn still runs', { turn: 'running' }],
  ['the receipt is not delivered', { turn: 'commanded', reply: 'ready' }],
  ['a reply still grows', { turn: 'answered', reply: 'live' }],
])('a deletion waits while %s', async (_, about) => {
  const person = await askedToBeDeleted(about)
  expect(await run(person)).toEqual({ againAtMs: NOW_MS + 1_000 })
  expect(await isBeingDeleted(person)).toBe(false)
})

test('a deletion waits for the answer to what was sent before it', async () => {
  const person = await askedToBeDeleted({ turn: 'commanded', reply: 'sent' })
  const { pool } = database.store
  const of = `insert into event (id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, received_at, state)
     select $1, conversation_id, 1, 'a', '1', $1, 'message', 0, person_id, $3, 'pending' from turn where person_id = $2`
  await pool.query(of, [randomId(), person, new Date(NOW_MS)])
  expect(await run(person)).toEqual({ againAtMs: NOW_MS + 1_000 })
  await pool.query(`update event set state = 'done' where person_id = $1`, [person])
  expect(await run(person)).toBeUndefined()
})

test.each([
  ['the receipt was delivered', { turn: 'commanded', reply: 'sent' }],
  ['it cannot be delivered', { turn: 'commanded', reply: 'failed' }],
  ['it could not be delivered for ten minutes', { turn: 'commanded', reply: 'ready', ageMs: 11 * MINUTE_MS }],
  ['its turn has run for longer than any does', { turn: 'running', ageMs: 11 * MINUTE_MS }],
])('a deletion follows once %s', async (_, about) => {
  const person = await askedToBeDeleted(about)
  expect(await run(person)).toBeUndefined()
  expect(await isBeingDeleted(person)).toBe(true)
})
