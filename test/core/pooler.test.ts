import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createInbox } from '#core/inbox.ts'
import { createLimits } from '#core/limits.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { openStore, type Store } from '#core/store/store.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { conversationOf, message, randomId } from '../kit/events.ts'
import { openPgBouncer, openRelay, PGBOUNCER, type Front } from '../kit/pooler.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const log = logFor('test:pooler')
const PEOPLE = Array.from({ length: 20 }, (_, index) => `person-${index}`)

async function finished<Opened extends AsyncDisposable>(opening: Promise<Opened>): Promise<Opened> {
  const opened = await opening
  onTestFinished(() => opened[Symbol.asyncDispose]())
  return opened
}

const relayTo = (refused?: string) => finished(openRelay(database.postgres.host, refused))
const through = ({ port }: Front): pg.PoolConfig => ({ ...database.connection, host: '127.0.0.1', port })
const open = (connection: pg.PoolConfig) => finished(openStore({ connection, clock: systemClock, log }))

/** Twenty people write at once, and each is answered. */
async function serves(store: Store): Promise<void> {
  const deps = { store, clock: systemClock, random: randomId }
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const few = { burst: 5, perMinute: 5 }
  const limits = createLimits({ ...deps, limits: () => ({ person: few, conversation: few }) })
  const inbox = createInbox({ ...deps, ...silent, limits, log })
  const mailbox = createMailbox({ ...deps, owner: 'test' })
  const talk = async (from: string) => {
    for (const text of ['one', 'two', 'three']) {
      await inbox.accept([message(text, { from, chatId: from })])
      const claim = await mailbox.claim(conversationOf(from))
      const step = claim && (await mailbox.next(claim))
      if (claim === undefined || step?.type !== 'turn') throw new Error('nothing to answer')
      expect(await limits.take(step.turn, 1)).toEqual({ type: 'granted' })
      expect(await mailbox.finish(claim, step.turn, { outcome: { type: 'answered', text }, verdicts: [] })).toBe(true)
      await mailbox.release(claim)
    }
  }
  await store.pool.query('truncate person, conversation, limit_bucket cascade')
  await Promise.all(PEOPLE.map(talk))
  const { rows } = await store.pool.query(`select count(*) as n from outbox where state = 'ready'`)
  expect(rows).toEqual([{ n: PEOPLE.length * 3 }])
}

test('nothing is asked for at the start of a connection that a pooler refuses', async () => {
  for (const refused of ['statement_timeout', 'idle_in_transaction_session_timeout', 'options']) {
    const { pool } = await open(through(await relayTo(refused)))
    expect((await pool.query('select 1 as one')).rows, refused).toEqual([{ one: 1 }])
  }
})

test('through a relay that hides nothing it is the server itself', async () => {
  const store = await open(through(await relayTo()))
  expect(store.pool.isBehindPooler).toBe(false)
  await serves(store)
})

describe.skipIf(PGBOUNCER === undefined)(`behind PgBouncer${PGBOUNCER ? '' : ': there is none on PATH'}`, () => {
  const bouncer = async (settings: Record<string, string | number>) =>
    through(await finished(openPgBouncer(await relayTo(), settings)))

  test('by transaction, else as it comes, the service works', async () => {
    const store = await open(await bouncer({ pool_mode: 'transaction' }))
    expect(store.pool.isBehindPooler).toBe(true)
    await serves(store)
  })

  test('with two sessions for twenty people, and tables that are still to be made', async () => {
    await database.store.pool.query('drop schema public cascade; drop schema drizzle cascade; create schema public')
    const place = await bouncer({ pool_mode: 'transaction', default_pool_size: 2 })
    const [store] = await Promise.all([open(place), open(place), open(place)])
    await serves(store)
    const { rows } = await database.store.pool.query(`select count(*) as n from pg_locks where locktype = 'advisory'`)
    expect(rows).toEqual([{ n: 0 }])
  })

  test('by session it works, too; by statement the start says in one sentence what to do', async () => {
    await serves(await open(await bouncer({ pool_mode: 'session' })))
    await expect(open(await bouncer({ pool_mode: 'statement' }))).rejects.toMatchObject({
      code: 'pooler-unfit',
      message: expect.stringMatching(/direct address of the Postgres/),
    })
  })
})
