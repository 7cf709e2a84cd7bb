import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TurnOutcome } from '#core/contract/turn.ts'
import type { Verdict } from '#core/contract/verdict.ts'
import { deleteRowsOf, lockPerson } from '#core/forget/person-rows.ts'
import { createJudgedTexts } from '#core/guard/judged-texts.ts'
import { createGuardLabels } from '#core/guard/labels.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { deleteOld } from '#core/store/retention.ts'
import { inTransaction } from '#core/store/transaction.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { conversationOf, message, randomId } from '../../kit/events.ts'

const DAY_MS = 86_400_000
const KEY = Buffer.alloc(32, 5)
const WORDS = 'JudgedCanary, with a \u202Emark 👩‍👩‍👧'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation cascade'))

let nowMs = Date.parse('2030-06-01')
const clock: Clock = { ...systemClock, now: () => nowMs, sleep: async () => undefined }
const texts = (key = KEY) => createJudgedTexts({ store: database.store, key })
const labels = () => createGuardLabels({ store: database.store, clock })
const cleanUp = (turnsDays = 365) =>
  deleteOld(
    { pool: database.store.pool, clock, retention: { turnsDays, limitedDays: 1 } },
    new AbortController().signal,
  )
const rows = async (query: string) => (await database.store.pool.query<Record<string, unknown>>(query)).rows

const verdict = (outcome: Verdict['outcome']): Verdict => ({
  ...{ guard: 'llama', model: 'm', policyVersion: 'p', direction: 'in', outcome, hazards: [], tookMs: 1 },
})
const BLOCKED: TurnOutcome = { type: 'blocked', direction: 'in', hazards: ['S9'], text: 'no', judged: WORDS }
const ANSWERED: TurnOutcome = { type: 'answered', text: 'yes' }

/** A message whose turn ends so. */
async function ends(outcome: TurnOutcome, from = 'alice') {
  const { store } = database
  const deps = { store, clock, random: randomId }
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const chatId = randomId()
  const sent = message('asked', { from, chatId, messageId: randomId(), receivedAtMs: nowMs })
  await createInbox({ ...deps, ...silent, log: logFor('test:review') }).accept([sent])
  const mailbox = createMailbox({ ...deps, owner: 'test', seal: texts().seal })
  const claim = await mailbox.claim(conversationOf(chatId))
  const step = claim && (await mailbox.next(claim))
  if (claim === undefined || step?.type !== 'turn') throw new Error('there is no turn')
  await mailbox.finish(claim, step.turn, { outcome, verdicts: [verdict('pass'), verdict('block')] })
  await mailbox.release(claim)
  await store.pool.query(`update outbox set state = 'sent'`)
  return step.turn
}

test('what a guard blocked is kept, and cannot be read without the secret, or as that of another turn', async () => {
  const turn = await ends(BLOCKED)
  const other = await ends(BLOCKED)
  expect(await rows(`select direction, place, person_id from judged_text where turn_id = '${turn.id}'`)).toEqual([
    { direction: 'in', place: 1, person_id: turn.person },
  ])
  const found = `select position('JudgedCanary'::bytea in sealed) as at from judged_text`
  expect(await rows(found)).toEqual([{ at: 0 }, { at: 0 }])
  expect(await texts().of(turn.id)).toBe(WORDS)
  expect(await texts(Buffer.alloc(32, 6)).of(turn.id)).toBeUndefined()
  await database.store.pool.query(
    `update judged_text set sealed = (select sealed from judged_text where turn_id = $1) where turn_id = $2`,
    [turn.id, other.id],
  )
  expect(await texts().of(other.id)).toBeUndefined()
})

test('of a long one the beginning is kept, of what passed nothing', async () => {
  const long = await ends({ ...BLOCKED, judged: 'x'.repeat(30_000) })
  expect((await texts().of(long.id))?.length).toBe(20_000)
  const { id } = await ends(ANSWERED)
  expect(await texts().of(id)).toBeUndefined()
  expect(await rows('select from judged_text')).toHaveLength(1)
})

test('it is deleted after 30 days while its turn and the label stay, and both with the turn', async () => {
  const { id } = await ends(BLOCKED)
  await labels().put({ turn: id, by: 'anna', seen: undefined }, { decision: 'upheld', note: '' })
  nowMs += 30 * DAY_MS
  await cleanUp()
  expect(await texts().of(id)).toBe(WORDS)
  nowMs += 1
  expect(await cleanUp()).toMatchObject({ 'judged texts': 1 })
  expect(await texts().of(id)).toBeUndefined()
  expect(await rows('select decision from guard_label')).toEqual([{ decision: 'upheld' }])
  await ends(BLOCKED)
  nowMs += 8 * DAY_MS
  await cleanUp(7)
  for (const table of ['turn', 'judged_text', 'guard_label']) expect(await rows(`select from ${table}`)).toEqual([])
})

test('it is deleted with its person, and so is the label', async () => {
  const hers = await ends(BLOCKED)
  const his = await ends(BLOCKED, 'bob')
  for (const { id } of [hers, his]) {
    await labels().put({ turn: id, by: 'anna', seen: undefined }, { decision: 'overturned', note: 'a note' })
  }
  const deleted = await inTransaction(database.store.pool, async (client) =>
    deleteRowsOf(client, hers.person, await lockPerson(client, hers.person)),
  )
  expect(deleted).toMatchObject({ judged_text: 1, guard_label: 1, turn: 1 })
  expect(await rows('select turn_id from judged_text union all select turn_id from guard_label')).toEqual([
    { turn_id: his.id },
    { turn_id: his.id },
  ])
})

test('a label is changed and taken back only by who has seen the newest one', async () => {
  const { id: turn } = await ends(BLOCKED)
  const revision = async () => (await rows('select revision from guard_label'))[0]?.['revision'] as string
  const put = (by: string, seen: string | undefined, note = '') =>
    labels().put({ turn, by, seen }, { decision: 'upheld', note })
  expect(await put('anna', undefined)).toBe('done')
  expect(await put('ben', undefined)).toBe('changed')
  const seen = await revision()
  expect(await put('ben', seen, 'looked twice')).toBe('done')
  expect(await put('anna', seen)).toBe('changed')
  expect(await labels().remove({ turn, seen })).toBe('changed')
  expect(await rows('select by, note from guard_label')).toEqual([{ by: 'ben', note: 'looked twice' }])
  const newest = await revision()
  expect(await labels().remove({ turn, seen: newest })).toBe('done')
  expect(await put('anna', newest)).toBe('changed')
  expect(await put('anna', undefined)).toBe('done')
})

test('what was answered can be missed and nothing else; what there is not, nothing', async () => {
  const { id } = await ends(ANSWERED)
  const by = { by: 'anna', seen: undefined }
  expect(await labels().put({ turn: id, ...by }, { decision: 'upheld', note: '' })).toBe('no-turn')
  expect(await labels().put({ turn: id, ...by }, { decision: 'missed', note: '' })).toBe('done')
  const nothing = 'nothing' as typeof id
  expect(await labels().put({ turn: nothing, ...by }, { decision: 'missed', note: '' })).toBe('no-turn')
  expect(await labels().remove({ turn: nothing, seen: 'x' })).toBe('no-turn')
})
