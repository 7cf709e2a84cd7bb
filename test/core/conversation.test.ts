import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HistoryPage } from '#core/contract/channel.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import type { PersonId } from '#core/contract/ids.ts'
import { historyOf, pictureOf } from '#core/conversation/history.ts'
import { mediaInUse } from '#core/conversation/media-in-use.ts'
import { pastTurns } from '#core/conversation/past-turns.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import type { TurnOutcome } from '#core/contract/turn.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../kit/database.ts'
import { command, conversationOf, message, picture, randomId } from '../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation, media cascade'))

async function arrives(...events: ChatEvent[]): Promise<void> {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const deps = { store: database.store, clock: systemClock, random: randomId, log: logFor('test:conversation') }
  await createInbox({ ...deps, ...silent }).accept(events)
}

/** Says something and has it end like this. */
async function talk(event: ChatEvent, outcome: TurnOutcome) {
  await arrives(event)
  const mailbox = createMailbox({ store: database.store, clock: systemClock, random: randomId, owner: 'test' })
  const claim = await mailbox.claim(conversationOf())
  const step = claim && (await mailbox.next(claim))
  if (step?.type !== 'turn') throw new Error('no turn')
  await mailbox.finish(claim!, step.turn, { outcome, verdicts: [] })
  await mailbox.release(claim!)
  return step.turn
}

const answer = (text: string): TurnOutcome => ({ type: 'answered', text })
const past = async (person: PersonId) =>
  pastTurns(database.store, { conversation: conversationOf(), person, turnsMax: 2 })
const page = (options: { bytesMax?: number; before?: string | undefined } = {}) =>
  historyOf(
    { store: database.store, files: { isKept: async () => true } },
    { conversation: conversationOf(), bytesMax: 256 * 1024, ...options },
  )

test('past turns are the newest answered ones of this person, oldest first', async () => {
  const { person } = await talk(message('one'), answer('1'))
  await talk(message('no'), { type: 'blocked', direction: 'in', hazards: ['S1'], text: 'blocked' })
  await talk(message('mine', { from: 'bob' }), answer('secret'))
  const two = await talk(message('', { parts: [picture('p', 'two'), { type: 'sticker', ref: 's' }] }), answer('2'))
  await talk(message('three'), answer('3'))
  expect(await past(person)).toMatchObject([
    { number: 4, asked: 'two', answer: '2', others: ['sticker'], pictures: [{ eventId: two.eventIds[0], part: 0 }] },
    { number: 5, asked: 'three', answer: '3' },
  ])
})

test('a picture of somebody else that was quoted is known of, and not offered again', async () => {
  const quoting = (isOwn: boolean) => ({ messageId: 'q', fromBot: false, ...(isOwn && { fromSender: true }) })
  const quoted = (isOwn: boolean) => message('this?', { replyTo: { ...quoting(isOwn), media: [picture('q')] } })
  const { person } = await talk(quoted(false), answer('a cat'))
  const own = await talk(quoted(true), answer('a dog'))
  expect(await past(person)).toMatchObject([
    { pictures: [], picturesForgotten: 1 },
    { pictures: [{ eventId: own.eventIds[0], part: 1_000 }], picturesForgotten: 0 },
  ])
})

test('nothing from before a reset is known afterwards', async () => {
  const { person } = await talk(message('one'), answer('1'))
  await talk(command('reset'), { type: 'commanded', text: 'new', reset: true })
  expect(await past(person)).toEqual([])
  await talk(message('two'), answer('2'))
  expect(await past(person)).toMatchObject([{ asked: 'two' }])
})

test('history shows what was said by both, and what is still waiting', async () => {
  const photo = await talk(message('', { parts: [picture('p', 'this?')] }), answer('a cat'))
  const reset = await talk(command('reset'), { type: 'commanded', text: 'new', reset: true })
  await arrives(message('and now?', { messageId: 'm-now' }))
  expect((await page()).entries).toMatchObject([
    { from: 'person', text: 'this?', pictureIds: [`${photo.eventIds[0]}.0`], kind: 'message' },
    { from: 'bot', id: photo.replyId, text: 'a cat', kind: 'answer' },
    { from: 'person', text: '/reset', pictureIds: [] },
    { from: 'bot', id: reset.replyId, text: 'new', kind: 'command' },
    { from: 'person', id: 'm-now', text: 'and now?' },
  ])
})

/** All pages, newest first. */
async function pages(bytesMax: number) {
  const found: HistoryPage[] = []
  let before: string | undefined
  do {
    const next = await page({ bytesMax, before })
    found.push(next)
    before = next.older
  } while (before !== undefined)
  return found
}
const bytesOf = (of: HistoryPage) => Buffer.byteLength(JSON.stringify(of))

test('a history of any size is read in pages that stay below their bytes and together hold all of it once', async () => {
  const words = ['漢'.repeat(20_000), '\u0007"'.repeat(7_000), '😀'.repeat(9_000), 'short']
  for (const text of words) await talk(message(text), answer(`about ${text}`))
  const bytesMax = 130_000
  const found = await pages(bytesMax)
  expect(found.length).toBeGreaterThan(2)
  expect(found.map(bytesOf).filter((bytes) => bytes > bytesMax)).toEqual([])
  const said = found.toReversed().flatMap(({ entries }) => entries.map(({ text }) => text))
  expect(said).toEqual(words.flatMap((text) => [text, `about ${text}`]))
})

test('many short messages make pages too, and an invalid cursor makes an empty one', async () => {
  await arrives(...Array.from({ length: 250 }, (_, index) => message(`${index}`)))
  const found = await pages(256 * 1024)
  expect(found.map(({ entries }) => entries.length)).toEqual([100, 100, 50])
  expect(found.at(-1)?.entries[0]?.text).toBe('0')
  for (const before of ['', 'x', '-1', '1 or 1=1', '9'.repeat(40)]) {
    expect(await page({ before }), before).toEqual({ entries: [] })
  }
})

test('a message that is larger than a page is cut, and what is before it is still found', async () => {
  await talk(message('first'), answer('1'))
  await talk(message('x'.repeat(9_000)), answer('y'.repeat(9_000)))
  const bytesMax = 8_000
  const [newest, before] = await pages(bytesMax)
  expect(newest?.entries.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^x{500,}…$/),
    expect.stringMatching(/^y{500,}…$/),
  ])
  expect(bytesOf(newest!)).toBeLessThanOrEqual(bytesMax)
  expect(before?.entries).toMatchObject([{ text: 'first' }, { text: '1' }])
})

test('the reply to several messages stands once, after the last, also where a page ends between them', async () => {
  const long = 'x'.repeat(3_000)
  await arrives(message(long, { messageId: 'one' }))
  await talk(message(long, { messageId: 'two' }), answer('to both'))
  const said = (await pages(6_000)).map(({ entries }) => entries.map(({ id, from }) => (from === 'bot' ? from : id)))
  expect(said).toEqual([['two', 'bot'], ['one']])
})

test('a file is in use as long as a message that names it has no outcome', async () => {
  const inUse = async () => [...(await mediaInUse(database.store, [conversationOf()]))].sort()
  await arrives(message('', { parts: [picture('one'), { type: 'file', ref: 'two' }] }), message('no file'))
  await arrives(message('', { parts: [picture('elsewhere')], chatId: '2' }))
  expect(await inUse()).toEqual(['one', 'two'])
  await talk(message('', { parts: [picture('one'), picture('three')] }), { type: 'superseded' })
  expect(await inUse()).toEqual(['one', 'three', 'two'])
  await talk(message('and?'), answer('all of it'))
  expect(await inUse()).toEqual([])
})

test('a picture is found by its id, in its own conversation only', async () => {
  const { person, eventIds } = await talk(message('', { parts: [picture('p')] }), answer('a cat'))
  await database.store.pool.query(
    `insert into media values ($1, 0, $2, $3, null, 'hash', 'image/png', 1, 2, 3, now())`,
    [eventIds[0], person, conversationOf()],
  )
  const pictureId = `${eventIds[0]}.0`
  expect(await pictureOf(database.store, { conversation: conversationOf(), pictureId })).toMatchObject({
    sha256: 'hash',
  })
  expect(await pictureOf(database.store, { conversation: conversationOf('2'), pictureId })).toBeUndefined()
  expect(await pictureOf(database.store, { conversation: conversationOf(), pictureId: '../x' })).toBeUndefined()
})

test('a reset is of one person, also in a chat of several', async () => {
  const { person: alice } = await talk(message('one'), answer('1'))
  const { person: bob } = await talk(message('two', { from: 'bob' }), answer('2'))
  await talk(command('reset', { from: 'bob' }), { type: 'commanded', text: 'new', reset: true })
  expect(await past(alice)).toMatchObject([{ asked: 'one' }])
  expect(await past(bob)).toEqual([])
})
