import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillWithDemo, hasPeople } from '#cli/seed/fill.ts'
import { listConversations } from '#console/api/conversations/list.ts'
import { conversationsQuery } from '#console/api/forms/conversations.ts'
import type { TurnId } from '#core/contract/ids.ts'
import { createJudgedTexts } from '#core/guard/judged-texts.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { isDemo, markAsDemo } from '#machine/demo-mark.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

let database: TestDatabase
let other: TestDatabase
beforeAll(async () => {
  ;[database, other] = await Promise.all([openTestDatabase(), openTestDatabase()])
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

const judgedTexts = (store: TestDatabase['store']) => createJudgedTexts({ store, key: Buffer.alloc(32) })
const NOW = Date.UTC(2026, 10, 29, 12)
const fill = async ({ store }: TestDatabase, days: number) => {
  const media = createMediaStore({ folder: path.join(await temporaryFolder(), 'media'), store, clock })
  return fillWithDemo({ store, media, seal: judgedTexts(store).seal, days, nowMs: NOW })
}
const ROWS = `
  select t.answer, t.state, t.finished_at, e.body -> 'sender' ->> 'displayName' as name
  from turn t join event e on e.turn_id = t.id order by t.finished_at, t.id`

test('an empty database is filled with answered and blocked turns, pictures and memories, alike at every run', async () => {
  expect(await hasPeople(database.store)).toBe(false)
  const [filled] = await Promise.all([fill(database, 7), fill(other, 7)])
  expect(filled).toMatchObject({ people: expect.any(Number), memories: expect.any(Number) })
  const { rows } = await database.store.pool.query<{ state: string; finished_at: Date }>(ROWS)
  expect(rows).toHaveLength(filled.turns)
  expect(rows.filter(({ state }) => state === 'blocked')).toHaveLength(filled.blocked)
  expect((await other.store.pool.query(ROWS)).rows).toEqual(rows)
  const [pictures, memories] = await Promise.all(
    ['media', 'memory_item'].map((table) => database.superuser.query(`select count(*)::integer from ${table}`)),
  )
  expect(pictures?.rows[0].count).toBeGreaterThan(0)
  expect(memories?.rows[0].count).toBe(filled.memories)
  expect(await hasPeople(database.store)).toBe(true)
})

test('what was blocked can be reviewed', async () => {
  const { store } = database
  const { rows } = await store.pool.query<{ id: TurnId; asked: string; direction: string }>(
    `select turn.id, asked ->> 'text' as asked, direction from turn
     join verdict on turn_id = turn.id and outcome = 'block' where state = 'blocked'`,
  )
  const texts = await Promise.all(rows.map(({ id }) => judgedTexts(store).of(id)))
  const withheld = 'A dose becomes dangerous from the amount at which'
  expect(texts).toEqual(rows.map(({ direction, asked }) => (direction === 'in' ? asked : withheld)))
  expect(texts.length).toBeGreaterThan(0)
})

test('everything was said in the weeks before, and every reply is delivered', async () => {
  const said = await database.store.pool.query<{ first: Date; last: Date; open: number }>(
    `select min(started_at) as first, max(finished_at) as last, (select count(*)::integer from outbox where state <> 'sent') as open from turn`,
  )
  const [row] = said.rows
  expect(row?.first.getTime()).toBeGreaterThan(NOW - 8 * 86_400_000)
  expect(row?.last.getTime()).toBeLessThan(NOW + 60_000)
  expect(row?.open).toBe(0)
})

test('the console lists every conversation, each with its last turn', async () => {
  const { pool } = database.store
  const { rows } = await listConversations(pool, conversationsQuery.parse({ rows: 100 }))
  expect(rows).toHaveLength((await pool.query('select from conversation')).rowCount ?? 0)
  expect(rows.filter(({ turn }) => turn === undefined)).toEqual([])
})

test('a data folder with invented people is marked', async () => {
  const folder = await temporaryFolder()
  expect(await isDemo(folder)).toBe(false)
  await markAsDemo(folder)
  expect(await isDemo(folder)).toBe(true)
})
