import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { FIRST_WORDS_MS, quantileOf } from '#core/jobs/first-words.ts'
import { rollUp } from '#core/jobs/usage-rollup.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const NOON_MS = Date.parse('2030-06-15T12:00:00Z')

let database: TestDatabase
let nowMs = NOON_MS
let turns = 0
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  nowMs = NOON_MS
  const { pool } = database.store
  await pool.query('truncate person, conversation, usage_rollup cascade')
  await pool.query(`insert into conversation (id, account, chat, created_at) values ('c', 'a', '{}', now())`)
})

const clock: Clock = { ...systemClock, now: () => nowMs, sleep: async () => undefined }
const roll = () => rollUp({ store: database.store, clock }, new AbortController().signal)

type Ended = { agoMs: number; person?: string; state?: string; firstWordsMs?: number; hazards?: string[] }

async function ended({ agoMs, person = 'alice', state = 'answered', firstWordsMs, hazards }: Ended) {
  const { pool } = database.store
  await pool.query('insert into person (id, created_at) values ($1, now()) on conflict do nothing', [person])
  const steps = firstWordsMs === undefined ? null : JSON.stringify({ firstWordsMs, steps: [] })
  await pool.query(
    `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at, finished_at,
       hazards, steps)
     values ($1, 'c', $2, $3, $1, '{}', $4, 1, $5, $5, $6, $7)`,
    [`turn ${++turns}`, person, turns, state, new Date(nowMs - agoMs), JSON.stringify(hazards ?? null), steps],
  )
}

type Row = { starts_at: Date; turns: object; people: number; first_words: number[]; blocks: object }

async function rows(span: string): Promise<Row[]> {
  const text = 'select starts_at, turns, people, first_words, blocks from usage_rollup where span = $1 order by 1'
  return (await database.store.pool.query<Row>(text, [span])).rows
}
const sumOf = (counts: readonly number[] = []) => counts.reduce((sum, count) => sum + count, 0)

test('a minute has its turns by outcome, its people, its first words and its blocks, and nobody in it', async () => {
  await ended({ agoMs: 3 * MINUTE_MS, firstWordsMs: 700 })
  await ended({ agoMs: 3 * MINUTE_MS, firstWordsMs: 900, person: 'bob' })
  await ended({ agoMs: 3 * MINUTE_MS, state: 'blocked', firstWordsMs: 9, hazards: ['S10', 'S1'], person: 'carol' })
  await roll()
  const [row, ...others] = await rows('minute')
  expect(others).toEqual([])
  expect(row).toMatchObject({
    starts_at: new Date(NOON_MS - 3 * MINUTE_MS),
    turns: { answered: 2, blocked: 1 },
    people: 2,
    blocks: { S10: 1, S1: 1 },
  })
  expect(row?.first_words).toHaveLength(FIRST_WORDS_MS.length + 1)
  expect(sumOf(row?.first_words)).toBe(2)
  expect(JSON.stringify(row)).not.toMatch(/alice|bob|carol/)
  expect(await rows('hour')).toMatchObject([{ turns: { answered: 2, blocked: 1 }, people: 2, blocks: { S10: 1 } }])
  expect(await rows('day')).toMatchObject([{ turns: { answered: 2, blocked: 1 }, people: 2, blocks: { S10: 1 } }])
})

test('a minute is counted once it is settled, and a turn that is stored late is counted with it', async () => {
  await ended({ agoMs: 60_000 })
  await roll()
  expect(await rows('minute')).toEqual([])
  nowMs += 2 * MINUTE_MS
  await roll()
  expect(await rows('minute')).toMatchObject([{ turns: { answered: 1 } }])
  await ended({ agoMs: 3 * MINUTE_MS - 1 })
  await ended({ agoMs: 4 * MINUTE_MS })
  await roll()
  await roll()
  expect(await rows('minute')).toMatchObject([{ turns: { answered: 1 } }, { turns: { answered: 2 } }])
  expect(await rows('hour')).toMatchObject([{ turns: { answered: 3 }, people: 1 }])
})

test('after days without a run all of them are counted; people of a day are told apart', async () => {
  for (const daysAgo of [5, 3, 1]) {
    for (const person of ['alice', 'alice', 'bob']) await ended({ agoMs: daysAgo * DAY_MS, person })
    await ended({ agoMs: daysAgo * DAY_MS - 6 * 60 * MINUTE_MS })
  }
  await roll()
  const day = { turns: { answered: 4 }, people: 2 }
  expect(await rows('day')).toMatchObject([day, day, day])
  expect(await rows('hour')).toHaveLength(6)
  // Those of the first two days are past their retention.
  expect(await rows('minute')).toHaveLength(2)
})

test('a day has 24 hours, also where the clocks of the database go forward', async () => {
  const pool = new pg.Pool({ ...database.connection, max: 1, options: '-c timezone=Europe/Berlin' })
  onTestFinished(() => pool.end())
  nowMs = Date.parse('2030-04-01T02:00:00Z')
  for (const at of ['2030-03-31T16:00:00Z', '2030-03-31T23:30:00Z', '2030-04-01T00:10:00Z'])
    await ended({ agoMs: nowMs - Date.parse(at), person: at })
  await rollUp({ store: { pool }, clock }, new AbortController().signal)
  const days = await rows('day')
  expect(days.map(({ turns, people }) => ({ turns, people }))).toEqual([
    { turns: { answered: 2 }, people: 2 },
    { turns: { answered: 1 }, people: 1 },
  ])
})

test('deleting a person, or old turns, leaves what was counted', async () => {
  await ended({ agoMs: 3 * MINUTE_MS })
  await ended({ agoMs: 3 * MINUTE_MS, person: 'bob' })
  await roll()
  await database.store.pool.query(`delete from turn where person_id = 'bob'`)
  await ended({ agoMs: 4 * MINUTE_MS })
  await roll()
  expect(await rows('hour')).toMatchObject([{ turns: { answered: 3 }, people: 2 }])
})

test('a clock that was set back an hour loses no turn', async () => {
  await ended({ agoMs: 5 * MINUTE_MS })
  await roll()
  nowMs -= 60 * MINUTE_MS
  await ended({ agoMs: 5 * MINUTE_MS })
  await roll()
  expect(await rows('minute')).toHaveLength(2)
  nowMs += 60 * MINUTE_MS
  await ended({ agoMs: 5 * MINUTE_MS })
  await roll()
  expect(await rows('minute')).toMatchObject([{ turns: { answered: 1 } }, { turns: { answered: 2 } }])
})

test('a run that is stopped goes on with the next', async () => {
  for (const daysAgo of [4, 2]) await ended({ agoMs: daysAgo * DAY_MS })
  const stopping = new AbortController()
  const stops = { ...clock, sleep: async () => stopping.abort() }
  await rollUp({ store: database.store, clock: stops }, stopping.signal)
  expect(await rows('day')).toHaveLength(1)
  await roll()
  expect(await rows('day')).toHaveLength(2)
})

test('p50 and p95 come out of the buckets, at most an eighth off', () => {
  const counts = Array.from({ length: FIRST_WORDS_MS.length + 1 }, () => 0)
  const times = Array.from({ length: 1_000 }, (_, n) => 400 + n * 2)
  for (const ms of times) counts[FIRST_WORDS_MS.findIndex((bound) => ms < bound)]! += 1
  for (const [share, exact] of [
    [0.5, 1_400],
    [0.95, 2_300],
  ] as const) {
    const found = quantileOf(counts, share) ?? 0
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.125)
  }
  expect(quantileOf([0, 0, 0], 0.5)).toBeUndefined()
})
