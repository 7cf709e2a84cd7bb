import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsolePool, type ConsolePool } from '#console/api/console-pool.ts'
import { conversationHead } from '#console/api/conversations/head.ts'
import { listConversations } from '#console/api/conversations/list.ts'
import { turnsOf } from '#console/api/conversations/turns.ts'
import { conversationsQuery, type ConversationsPage } from '#console/api/forms/conversations.ts'
import { passedSteps } from '#console/api/welcome/welcome.ts'
import { systemClock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { fillWithTurns } from '../kit/many-turns.ts'

const TURNS = 10_000
const PEOPLE = 1_000
/** The newest that a page of a search looks at. */
const SEARCHED = { searchedTurnsMax: 1_000 }

const id = 'telegram:1:7'

let database: TestDatabase
let pool: ConsolePool
beforeAll(async () => {
  database = await openTestDatabase()
  pool = openConsolePool(database.connection, { clock: systemClock })
  await fillWithTurns(database.store.pool, { turns: TURNS, people: PEOPLE })
  await database.superuser.query(`
    insert into console_audit (at, account_name, action, outcome, network)
    select now(), 'ana', 'conversation.read', 'done', '127.0.0.1' from generate_series(1, ${TURNS});
    update conversation set take_over = '{}' where id = '${id}';
    analyze`)
})
afterAll(async () => {
  await pool.end()
  await database[Symbol.asyncDispose]()
})

const list = (query: object, through = pool) =>
  listConversations(through, conversationsQuery.parse({ rows: 100, ...query }), SEARCHED)

/** Page after page. */
async function all(query: object): Promise<ConversationsPage[]> {
  const pages: ConversationsPage[] = []
  let after: string | undefined
  do {
    const page = await list({ ...query, after })
    pages.push(page)
    after = page.next
  } while (after !== undefined)
  return pages
}

test('each conversation is listed once, though many were active at the same time', async () => {
  const rows = (await all({})).flatMap((page) => page.rows)
  expect(rows).toHaveLength(PEOPLE)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(PEOPLE)
  expect(rows.map(({ atMs }) => atMs)).toEqual(rows.map(({ atMs }) => atMs).toSorted((one, other) => other - one))
})

test('a search that has not looked at all turns yet says how far it came, and goes on from there', async () => {
  const pages = await all({ text: 'WORD 7_7 of' })
  expect(pages.flatMap(({ rows }) => rows)).toEqual([])
  const looked = pages.map(({ searchedToMs }) => searchedToMs)
  expect(looked).toHaveLength(TURNS / SEARCHED.searchedTurnsMax)
  expect(looked.pop()).toBeUndefined()
  expect(looked).toEqual(looked.toSorted((one, other) => Number(other) - Number(one)))
  const found = (await all({ text: 'WORD 777 of' })).flatMap(({ rows }) => rows)
  expect(found).toHaveLength(TURNS / 1_000)
  const common = (await all({ text: 'an answer' })).flatMap(({ rows }) =>
    rows.map(({ id, turn }) => `${id} ${turn?.number}`),
  )
  expect(common).toHaveLength(TURNS - TURNS / 50)
  expect(new Set(common).size).toBe(common.length)
})

/** A pool whose every statement is explained, too, with the values that it is asked with. */
async function plansOf(ask: (explaining: ConsolePool) => Promise<unknown>): Promise<string> {
  const plans: string[] = []
  const query = async (statement: string | pg.QueryConfig, given: unknown[] = []) => {
    const { text, values = [] } = typeof statement === 'string' ? { text: statement, values: given } : statement
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    plans.push(...rows.map((row) => row['QUERY PLAN']))
    return pool.query(text, values)
  }
  await ask({ query } as unknown as pg.Pool)
  return plans.join('\n')
}

test.each([
  ['the newest conversations', 'conversation_active', list.bind(undefined, { rows: 50 })],
  ['conversations of a person', 'turn_of_person', list.bind(undefined, { person: 'Person 77 of' })],
  ['conversations of a time', 'turn_finished', list.bind(undefined, { sinceMs: 0, untilMs: Date.now() - 3_000_000 })],
  ['conversations that a person has', 'conversation_taken_over', list.bind(undefined, { takenOver: 'yes', rows: 50 })],
  ['steps of the first run', 'console_audit_action', (through: ConsolePool) => passedSteps(through)],
  ['turns that were blocked', 'turn_stopped', list.bind(undefined, { outcome: 'blocked', rows: 50 })],
  [
    'turns of a person that were answered',
    'turn_of_person',
    list.bind(undefined, { outcome: 'answered', person: 'p77' }),
  ],
  ['turns in which something was said', 'turn_finished', list.bind(undefined, { text: 'nobody said this' })],
  ['the turns of a conversation', 'turn_order', (through: ConsolePool) => turnsOf(through, { id, rows: 15 })],
  ['who wrote in a conversation', 'turn_order', (through: ConsolePool) => conversationHead(through, id)],
])('%s are found by an index, and no table of many rows is read whole', async (_what, index, ask) => {
  const plans = await plansOf(ask)
  expect(plans).toContain(index)
  expect(plans).not.toMatch(/Seq Scan on (?:turn|verdict|console_audit)\b/)
})
