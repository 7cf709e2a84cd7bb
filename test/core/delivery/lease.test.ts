import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../../kit/database.ts'
import { World } from './fixture.ts'

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await World.database()
})
afterEach(() => world[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

const query = (text: string) => database.store.pool.query(text)
const leases = async () => (await query('select delivery_owner, delivery_fence from conversation')).rows

test('what one process sends another one leaves alone', async () => {
  world = await World.open(database)
  await using other = world.another()
  const turn = await world.turn(await world.chat('a'), 1)
  const held = world.platform.holdNext('a')
  await world.finish(turn, 'Hello.')
  await held.reached
  world.ring(turn)
  // Whichever has not got it has looked.
  await Promise.race([world.settled(), other.settled()])
  held.open()
  await Promise.all([world.settled(), other.settled()])
  expect(world.platform.callsOf('send')).toHaveLength(1)
  expect(world.delivery.health().sent + other.health().sent).toBe(1)
})

test('the lease is held while an answer grows, and given back with its end', async () => {
  world = await World.open(database)
  const turn = await world.turn(await world.chat('a'), 1)
  await world.draft(turn, 'Hel')
  expect(await leases()).toEqual([{ delivery_owner: 'process-1', delivery_fence: 1 }])
  await world.answer(turn, 'Hello.')
  const [after] = await leases()
  expect(after).toMatchObject({ delivery_owner: null })
})

test('a receipt under an old fencing token changes nothing, and nothing more is sent under it', async () => {
  world = await World.open(database)
  const chat = await world.chat('a')
  const [first, second] = [await world.turn(chat, 1), await world.turn(chat, 2)]
  const held = world.platform.holdNext('a')
  await world.finish(first, 'One.')
  await world.finish(second, 'Two.', { rings: false })
  await held.reached
  const until = `clock_timestamp() + interval '1 minute'`
  await query(`update conversation set delivery_owner = 'other', delivery_until = ${until}, delivery_fence = 9`)
  held.open()
  await world.settled()
  expect(await world.row(first)).toMatchObject({ state: 'ready', sends: [{ state: 'sending' }] })
  expect(world.platform.seenIn('a')).toEqual(['One.'])
  await query('update conversation set delivery_owner = null, delivery_until = null')
  await world.advance(2_000)
  expect(world.platform.seenIn('a')).toEqual(['One.', '(may be a repetition)\n\nOne.', 'Two.'])
})

test('a growing answer ends where somebody else has taken the conversation', async () => {
  world = await World.open(database)
  const turn = await world.turn(await world.chat('a'), 1)
  await world.draft(turn, 'Hel')
  const until = `clock_timestamp() + interval '1 minute'`
  await query(`update conversation set delivery_owner = 'other', delivery_until = ${until}, delivery_fence = 9`)
  await world.advance(1_100)
  while (world.delivery.health().conversations > 0) await world.breathe()
  await world.draft(turn, 'Hello')
  await world.answer(turn, 'Hello.')
  expect(world.platform.messages[0]?.texts).toEqual(['Hel'])
  expect(await leases()).toEqual([{ delivery_owner: 'other', delivery_fence: 9 }])
})
