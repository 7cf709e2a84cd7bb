import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConversationId } from '#core/contract/ids.ts'
import { moveChat } from '#core/conversation/moved-chat.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { account, conversationOf as idOf, message, randomId } from '../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation, media cascade'))

const moves = (fromChatId: string, toChatId: string) => moveChat(database.store, { account, fromChatId, toChatId })

async function says(chatId: string, text: string, messageId: string): Promise<void> {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const deps = { store: database.store, clock: systemClock, random: randomId, log: logFor('test:moved') }
  const event = message(text, { chatId, chatKind: 'group', messageId, addressed: 'mention' })
  await createInbox({ ...deps, ...silent }).accept([event])
}

const mailbox = () => createMailbox({ store: database.store, clock: systemClock, random: randomId, owner: 'test' })

async function isAnswered(chatId: string, text: string): Promise<void> {
  const box = mailbox()
  const claim = await box.claim(idOf(chatId))
  const step = claim && (await box.next(claim))
  if (step?.type !== 'turn') throw new Error('no turn')
  await box.finish(claim!, step.turn, { outcome: { type: 'answered', text }, verdicts: [] })
  await box.release(claim!)
}

const rows = async (text: string, values: unknown[] = []) => (await database.store.pool.query(text, values)).rows

test('the history of a group follows it, in order, before what was said under its new id', async () => {
  await says('-1', 'one', '1')
  await isAnswered('-1', 'first')
  await says('-1', 'two', '2')
  await isAnswered('-1', 'second')
  // Message ids count anew in a supergroup.
  await says('-100', 'three', '1')
  await isAnswered('-100', 'third')
  await moves('-1', '-100')
  expect(await rows('select id, last_seq::int as seq, last_turn_number as turns, chat from conversation')).toEqual([
    { id: idOf('-100'), seq: 3, turns: 3, chat: { id: '-100', kind: 'group' } },
  ])
  expect(await rows('select answer from turn where conversation_id = $1 order by number', [idOf('-100')])).toEqual(
    ['first', 'second', 'third'].map((answer) => ({ answer })),
  )
  expect(await rows('select turn_number as number from outbox order by turn_number')).toEqual(
    [1, 2, 3].map((number) => ({ number })),
  )
})

test('what was stored before the move is still known when the platform repeats it, and new messages are new', async () => {
  await says('-1', 'one', '1')
  await moves('-1', '-100')
  await says('-100', 'new', '1')
  await says('-100', 'new', '1')
  expect(await rows('select seq::int, chat_id from event order by seq')).toEqual([
    { seq: 1, chat_id: '-1' },
    { seq: 2, chat_id: '-100' },
  ])
})

test('a turn that runs during the move is resumed under the new id, and its old claim stores nothing', async () => {
  await says('-1', 'one', '1')
  const box = mailbox()
  const claim = await box.claim(idOf('-1'))
  const step = claim && (await box.next(claim))
  if (step?.type !== 'turn') throw new Error('no turn')
  await moves('-1', '-100')
  expect(await box.finish(claim!, step.turn, { outcome: { type: 'answered', text: 'late' }, verdicts: [] })).toBe(false)
  await isAnswered('-100', 'on time')
  expect(await rows('select chat_id, state from event')).toEqual([{ chat_id: '-1', state: 'done' }])
  expect(await rows('select conversation_id as at, text from outbox')).toEqual([{ at: idOf('-100'), text: 'on time' }])
})

test('the mode of the group and what its members said there follow it, and nothing else of theirs', async () => {
  await says('-1', 'one', '1')
  await isAnswered('-1', 'first')
  const [{ person }] = (await rows('select person_id as person from turn')) as [{ person: never }]
  await rows(`update conversation set group_mode = 'all'`)
  await rows('insert into memory_person (person_id, private_in) values ($1, $2)', [person, { [idOf('-1')]: 1 }])
  await inMemoryOf(database.store.pool, person, async (memory) => {
    await memory.query(ADD_PASSAGE, ['t1', idOf('-1')])
    await memory.query(ADD_PASSAGE, ['t2', idOf('-7')])
  })
  await moves('-1', '-100')
  expect(await rows('select group_mode from conversation')).toEqual([{ group_mode: 'all' }])
  expect(await rows('select private_in as "in" from memory_person')).toEqual([{ in: { [idOf('-100')]: 1 } }])
  const scopes = await inMemoryOf(database.store.pool, person, (memory) =>
    memory.query<{ scope: ConversationId }>(SCOPES),
  )
  expect(scopes.map(({ scope }) => scope)).toEqual([idOf('-100'), idOf('-7')])
})

test('a move may be repeated, and one of a group that nobody wrote in does nothing', async () => {
  await says('-1', 'one', '1')
  await moves('-5', '-500')
  await moves('-1', '-100')
  await moves('-1', '-100')
  expect(await rows('select id from conversation')).toEqual([{ id: idOf('-100') }])
})

const ADD_PASSAGE = ofPerson(
  'test-add-passage',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, $3, $3, 'x', now(), '', 1)`,
)
const SCOPES = ofPerson('test-scopes', 'select scope from memory_passage where person_id = $1 order by turn_id')
