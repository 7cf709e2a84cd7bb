import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ChannelError } from '#core/contract/channel.ts'
import type { TestDatabase } from '../../kit/database.ts'
import { World } from './fixture.ts'

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await World.database()
})
afterEach(() => world[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

/** What `jsonb` refuses (SQLSTATE class 22). */
const UNSTORABLE = [['a NUL', 'id\0'], ['half a character', 'id\ud83d']] as const

test.each(UNSTORABLE)('a receipt with %s ends its reply as failed, and the conversation goes on', async (_what, id) => {
  world = await World.open(database)
  const { platform } = world
  const chat = await world.chat('a')
  const [first, second] = [await world.turn(chat, 1), await world.turn(chat, 2)]
  platform.receiptIds.push(id)
  await world.answer(first, 'One.')
  expect(await world.row(first)).toMatchObject({ state: 'failed', fault: expect.stringContaining('SQLSTATE 22P0') })
  await world.answer(second, 'Two.')
  await world.crashAndRestart()
  await world.advance(60_000)
  expect(platform.seenIn('a')).toEqual(['One.', 'Two.'])
  expect(await world.row(second)).toMatchObject({ state: 'sent' })
})

test('a receipt that breaks a constraint (SQLSTATE class 23) ends its reply as failed', async () => {
  world = await World.open(database)
  const { pool } = database.store
  await pool.query(`alter table outbox add constraint only_for_test check (not sends @> '[{"state":"sent"}]')`)
  const turn = await world.turn(await world.chat('a'), 1)
  await world.answer(turn, 'One.')
  await pool.query('alter table outbox drop constraint only_for_test')
  await world.advance(60_000)
  expect(world.platform.seenIn('a')).toEqual(['One.'])
  expect(await world.row(turn)).toMatchObject({ state: 'failed', fault: expect.stringContaining('SQLSTATE 23514') })
  expect(world.delivery.health()).toMatchObject({ failed: 1, sent: 0, conversations: 0 })
})

test('a growing reply whose receipt is refused shows nothing more, its final text included', async () => {
  world = await World.open(database)
  const { platform } = world
  const chat = await world.chat('a')
  const [first, second] = [await world.turn(chat, 1), await world.turn(chat, 2)]
  platform.receiptIds.push('id\0')
  await world.draft(first, 'On')
  await world.advance(2_000)
  await world.draft(first, 'One')
  expect(await world.row(first)).toMatchObject({ state: 'failed' })
  await world.advance(2_000)
  await world.answer(second, 'Two.')
  expect(platform.seenIn('a')).toEqual(['On', 'Two.'])
  expect(world.delivery.health()).toMatchObject({ failed: 1, sent: 1 })
})

test('a failing platform that words its fault with a NUL is tried again', async () => {
  world = await World.open(database)
  const turn = await world.turn(await world.chat('a'), 1)
  world.platform.failNext('send', 'a', new ChannelError('unreachable', 'bad\0gateway'))
  await world.answer(turn, 'One.')
  expect(await world.row(turn)).toMatchObject({ state: 'ready', fault: 'unreachable: badgateway' })
  await world.advance(2_000)
  expect(world.platform.seenIn('a')).toEqual(['One.'])
})
