import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsolePool } from '#console/api/console-pool.ts'
import { createSessions, type Sessions } from '#console/api/sessions.ts'
import { inTransaction } from '#core/store/transaction.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { ManualClock } from '../kit/manual-clock.ts'
import { openRelay } from '../kit/pooler.ts'

let database: TestDatabase
let pool: pg.Pool
let sessions: Sessions
const clock = new ManualClock()
beforeAll(async () => {
  database = await openTestDatabase()
  pool = openConsolePool(database.connection, { clock })
  sessions = createSessions({ pool, key: randomBytes(32), clock, randomBytes })
  await pool.query(`insert into console_account (id, name, role, password_hash, created_at)
    values ('a', 'ana', 'owner', 'hash', now()), ('b', 'ben', 'viewer', 'hash', now())`)
})
afterAll(async () => {
  await sessions[Symbol.asyncDispose]()
  await pool.end()
  await database[Symbol.asyncDispose]()
})

async function begun(accountId: string) {
  const made = await sessions.begin({ accountId, passwordHash: 'hash', browser: 'a test', network: '192.0.2.1' })
  if (made === undefined) throw new Error('there is no session')
  return { ...made, ended: new Promise<void>((resolve) => sessions.onEnd(made.session.id, resolve)) }
}

test('whatever is open for a session ends with it at once, and what is open for others does not', async () => {
  const [signedOut, revoked, kept, ofBen, removed] = [
    await begun('a'),
    await begun('a'),
    await begun('a'),
    await begun('b'),
    await begun('b'),
  ]
  const ended: string[] = []
  sessions.onEnd(kept.session.id, () => ended.push('kept'))
  sessions.onEnd(signedOut.session.id, () => ended.push('cancelled'))()
  await sessions.end(signedOut.session.id)
  await signedOut.ended
  await sessions.endAllOf('a', kept.session.id)
  await revoked.ended
  // A changed role: streams open anew, under the new one.
  await sessions.demandProof('b')
  await ofBen.ended
  await removed.ended
  expect((await sessions.of(ofBen.token))?.provedAtMs).toBe(0)
  expect(ended).toEqual([])
  expect(await sessions.of(kept.token)).toMatchObject({ id: kept.session.id })
})

test('what is open for an API token ends when it is revoked, has expired or its account may do less, and not before', async () => {
  await pool.query(
    `insert into console_token (id, token_hash, account_id, role, name, created_at, expires_at)
     select id, sha256(id::bytea), $1, 'operator', id, $2, $3 from unnest(array['revoked', 'kept', 'of less']) id`,
    ['a', new Date(clock.now()), new Date(clock.now() + 60_000)],
  )
  const ended: string[] = []
  for (const id of ['revoked', 'kept', 'of less']) sessions.onEnd(`token ${id}`, () => ended.push(id))
  await sessions.checkEnds()
  expect(ended).toEqual([])
  await pool.query(`delete from console_token where id = 'revoked'`)
  await sessions.checkEnds()
  expect(ended).toEqual(['revoked'])
  await pool.query(`update console_token set account_id = 'b' where id = 'of less'`)
  await sessions.demandProof('b')
  expect(ended).toEqual(['revoked', 'of less'])
  clock.turn(60_000)
  await sessions.checkEnds()
  expect(ended).toEqual(['revoked', 'of less', 'kept'])
})

test('what is open for a session that expires, or that others have ended, ends within half a minute', async () => {
  const { session, ended } = await begun('a')
  await pool.query('delete from console_session where id = $1', [session.id])
  // The look before may still be under way: half a minute is counted from its end.
  await clock.untilSleeping()
  clock.turn(30_000)
  await ended
})

test('a sign-in that was checked with a password that is no longer the one does not begin', async () => {
  const old = { accountId: 'a', passwordHash: 'the one before', browser: '', network: '' }
  expect(await sessions.begin(old)).toBeUndefined()
})

test('an account has at most fifty sessions: the one that was unused for longest ends', async () => {
  const first = await begun('b')
  await pool.query(
    `insert into console_session (id, token_hash, account_id, created_at, seen_at, proved_at, browser, network)
     select n::text, n::text::bytea, 'b', $1, $1, $1, '', '' from generate_series(1, 49) n`,
    [new Date(clock.now() + 1_000)],
  )
  clock.turn(2_000)
  await begun('b')
  await first.ended
  expect(await sessions.devicesOf('b')).toHaveLength(50)
})

test('a token that was replaced a moment ago proves no more than the new one', async () => {
  const old = await begun('a')
  await sessions.prove(old.session, { keepsOld: true })
  expect(await sessions.of(old.token)).toEqual(old.session)
  await sessions.demandProof('a')
  expect(await sessions.of(old.token)).toMatchObject({ id: old.session.id, provedAtMs: 0 })
})

test('connections of the console ask for nothing that a pooler refuses, and have a limit of their own', async () => {
  for (const refused of ['statement_timeout', 'idle_in_transaction_session_timeout', 'options']) {
    const relay = await openRelay(database.postgres.host, refused)
    const through = openConsolePool({ ...database.connection, host: '127.0.0.1', port: relay.port }, { clock })
    const limit = async (of: Pick<pg.Pool, 'query'>) => (await of.query('show statement_timeout')).rows
    expect(await limit(through), refused).toEqual([{ statement_timeout: '3s' }])
    expect(await inTransaction(through, limit), refused).toEqual([{ statement_timeout: '3s' }])
    await through.end()
    await relay[Symbol.asyncDispose]()
  }
})
