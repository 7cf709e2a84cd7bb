import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cleanUpOf } from '#core/jobs/retention.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import type { TurnOutcome } from '#core/contract/turn.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { conversationOf, message, randomId } from '../../kit/events.ts'

const DAY_MS = 86_400_000
const log = logFor('test:housekeeping')

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation, limit_bucket cascade'))

let nowMs = Date.parse('2030-06-01')
const clock: Clock = { ...systemClock, now: () => nowMs, sleep: async () => undefined }
const sweeps: number[] = []
const media = { cleanUp: async (olderThanMs: number) => sweeps.push(olderThanMs) }

const clean = (retention = { turnsDays: 365, limitedDays: 1 }, pictures = media) => {
  const { store } = database
  const all = { ...retention, factsDays: 730, passagesDays: 365 }
  const cleanUp = cleanUpOf({ store, media: pictures, mediaKeepDays: () => 30, retention: () => all, clock, log })
  return cleanUp(new AbortController().signal)
}

const deps = () => ({ store: database.store, clock, random: randomId })

async function arrives(text: string, about: Parameters<typeof message>[1] = {}): Promise<void> {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const sent = message(text, { messageId: text, receivedAtMs: nowMs, ...about })
  await createInbox({ ...deps(), ...silent, log }).accept([sent])
}

const judge = { guard: 'llama', model: 'm', policyVersion: 'p' }
const verdict = { ...judge, direction: 'in', outcome: 'pass', hazards: [], probability: 0, tookMs: 1 } as const

/** A message that is answered so many days ago, and its reply delivered unless said otherwise. */
async function answered(text: string, daysAgo: number, as: { outcome?: TurnOutcome; reply?: string } = {}) {
  const { outcome = { type: 'answered', text: 'hello!' }, reply = 'sent' } = as
  nowMs -= daysAgo * DAY_MS
  await arrives(text)
  const mailbox = createMailbox({ ...deps(), owner: 'test' })
  const claim = await mailbox.claim(conversationOf())
  const step = claim && (await mailbox.next(claim))
  if (claim === undefined || step?.type !== 'turn') throw new Error('there is no turn')
  await mailbox.finish(claim, step.turn, { outcome, verdicts: [verdict] })
  await mailbox.release(claim)
  await database.store.pool.query(`update outbox set state = $1 where turn_id = $2`, [reply, step.turn.id])
  nowMs += daysAgo * DAY_MS
}

async function column(query: string): Promise<unknown[]> {
  return (await database.store.pool.query({ text: query, rowMode: 'array' })).rows.map(([value]) => value)
}

/** Of turns, verdicts and replies. */
const counts = () =>
  column(`
  select count(*)::int from turn union all
  select count(*)::int from verdict union all
  select count(*)::int from outbox`)

test('pictures, raw payloads and full buckets go after their time, and nothing before', async () => {
  const raw = new Uint8Array([1, 2, 3])
  await arrives('old', { receivedAtMs: nowMs - 8 * DAY_MS, raw })
  await arrives('new', { raw })
  const filledAt = (days: number) => new Date(nowMs - days * DAY_MS)
  await database.store.pool.query(
    `insert into limit_bucket (key, tokens, filled_at) values ('old', 1, $1), ('new', 1, $2)`,
    [filledAt(8), filledAt(6)],
  )
  sweeps.length = 0
  await clean()
  expect(sweeps).toEqual([30 * DAY_MS])
  expect(await column('select message_id from event where raw is not null')).toEqual(['new'])
  expect(await column('select message_id from event where body is not null order by seq')).toEqual(['old', 'new'])
  expect(await column('select key from limit_bucket')).toEqual(['new'])
})

test("a stranger's code goes when it is no longer good", async () => {
  await arrives('hello')
  await arrives('hello too', { from: 'bob' })
  await database.store.pool.query(
    `insert into pairing (identity_id, person_id, account, code, expires_at)
     select id, person_id, 'telegram:bot', display_name, case display_name when 'bob' then $1::timestamptz else $2 end from identity`,
    [new Date(nowMs), new Date(nowMs + 1)],
  )
  await clean()
  expect(await column('select code from pairing')).toEqual(['alice'])
})

test('statuses of sent messages go after 30 days, and notes of channels when their time has passed', async () => {
  const at = (days: number) => new Date(nowMs + days * DAY_MS)
  await database.store.pool.query(
    `insert into delivery_status (account, message_id, state, changed_at)
     values ('telegram:1', 'old', 'read', $1), ('telegram:1', 'new', 'sent', $2)`,
    [at(-31), at(-29)],
  )
  await database.store.pool.query(
    `insert into channel_note (account, key, value, until)
     values ('telegram:1', 'over', '', $1), ('telegram:1', 'valid', '', $2)`,
    [new Date(nowMs - 1), new Date(nowMs + 1)],
  )
  await clean()
  expect(await column('select message_id from delivery_status')).toEqual(['new'])
  expect(await column('select key from channel_note')).toEqual(['valid'])
})

test('of the console the audit goes after a year, sessions with their time, spent links and old attempts at once', async () => {
  const { pool } = database.store
  const at = (days: number) => new Date(nowMs + days * DAY_MS)
  await pool.query(
    `insert into console_audit (at, account_name, action, outcome, network)
     values ($1, '', 'old', 'done', ''), ($2, '', 'new', 'done', '')`,
    [at(-366), at(-364)],
  )
  await pool.query(`insert into console_account (id, name, role, password_hash, created_at)
    values ('a', 'ana', 'owner', '', now())`)
  await pool.query(
    `insert into console_session (id, token_hash, account_id, created_at, seen_at, proved_at, browser, network) values
       ('aged', '1', 'a', $1, $4, $4, '', ''), ('idle', '2', 'a', $2, $3, $4, '', ''), ('used', '3', 'a', $2, $4, $4, '', '')`,
    [at(-31), at(-29), at(-0.51), at(-0.49)],
  )
  await pool.query(
    `insert into console_link (hash, kind, expires_at) values ('old', 'setup', $1), ('new', 'setup', $2)`,
    [at(0), at(0.01)],
  )
  await pool.query(
    `insert into console_attempt (key, failures, retry_at, changed_at) values ('old', 1, $1, $1), ('new', 0, $2, $2)`,
    [at(-31), at(-29)],
  )
  await clean()
  expect(await column('select action from console_audit')).toEqual(['new'])
  expect(await column('select id from console_session')).toEqual(['used'])
  expect(await column(`select convert_from(hash, 'utf8') from console_link`)).toEqual(['new'])
  expect(await column('select key from console_attempt')).toEqual(['new'])
})

test('a turn goes after its time with its verdicts, its reply and its events', async () => {
  await answered('old', 366)
  await answered('new', 364)
  await clean()
  expect(await column('select message_id from event')).toEqual(['new'])
  expect(await counts()).toEqual([1, 1, 1])
})

test('a reply that is not delivered keeps its turn, one that was given up does not; nothing unfinished goes', async () => {
  await answered('undelivered', 400, { reply: 'ready' })
  await answered('given up', 399, { reply: 'failed' })
  await arrives('unfinished', { receivedAtMs: nowMs - 398 * DAY_MS })
  await clean()
  expect(await column('select message_id from event order by seq')).toEqual(['undelivered', 'unfinished'])
  expect(await counts()).toEqual([1, 1, 1])
})

test('of a turn that goes early the keys stay, so that a repetition is recognised for 30 days', async () => {
  await answered('asked', 10)
  sweeps.length = 0
  await clean({ turnsDays: 7, limitedDays: 1 })
  expect(sweeps).toEqual([7 * DAY_MS])
  expect(await counts()).toEqual([0, 0, 0])
  expect(await column('select body is null and raw is null and outcome is not null from event')).toEqual([true])
  await arrives('asked')
  expect(await column('select state from event')).toEqual(['done'])
  nowMs += 21 * DAY_MS
  await clean()
  expect(await column('select 1 from event')).toEqual([])
})

test('what a limit or a rule refused goes after a day, by its key alone it stays for 30', async () => {
  const coveredBy = 'w' as Extract<TurnOutcome, { type: 'covered' }>['coveredBy']
  await answered('notice', 2, { outcome: { type: 'limited', text: 'slowly' } })
  await answered('covered', 2, { outcome: { type: 'covered', coveredBy } })
  await answered('not allowed', 2, { outcome: { type: 'ignored', rule: 'not-allowed' } })
  await answered('kept', 2)
  await answered('of today', 0, { outcome: { type: 'covered', coveredBy } })
  await clean()
  expect(await column('select message_id from event where body is not null order by seq')).toEqual(['kept', 'of today'])
  expect(await column('select outcome from event order by seq')).toEqual([
    ...['limited', 'limited', 'ignored', 'reply', 'limited'],
  ])
  expect(await counts()).toEqual([2, 2, 1])
})

test('pictures that cannot be deleted are no reason to keep the rest', async () => {
  await answered('old', 366)
  await expect(clean(undefined, { cleanUp: () => Promise.reject(new Error('EIO')) })).rejects.toThrow('EIO')
  expect(await counts()).toEqual([0, 0, 0])
})

test('many are deleted in batches, and a stop ends that after the batch', async () => {
  await answered('old', 366)
  const { pool } = database.store
  await pool.query(`
    insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at, finished_at)
    select 'n' || n, conversation_id, person_id, n + 1, 'r' || n, asked, state, 1, started_at, finished_at
    from turn, generate_series(1, 1200) n`)
  const stopped = new AbortController()
  const oneBatch: Clock = { ...clock, sleep: async () => stopped.abort() }
  const retention = { turnsDays: 365, limitedDays: 1, factsDays: 730, passagesDays: 365 }
  const about = { store: database.store, media, mediaKeepDays: () => 30, retention: () => retention, log }
  await cleanUpOf({ ...about, clock: oneBatch })(stopped.signal)
  expect(await column('select count(*)::int from turn')).toEqual([1001])
  await clean()
  expect(await column('select count(*)::int from turn')).toEqual([0])
})
