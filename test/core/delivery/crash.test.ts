import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ChannelError, type Capabilities } from '#core/contract/channel.ts'
import type { TestDatabase } from '../../kit/database.ts'
import { World } from './fixture.ts'

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await World.database()
})
afterEach(() => world[Symbol.asyncDispose]())
afterAll(() => database[Symbol.asyncDispose]())

async function open(capabilities: Partial<Capabilities> = {}): Promise<World> {
  world = await World.open(database, capabilities)
  return world
}

const LONG = `${'first '.repeat(15)}\n\n${'second '.repeat(13)}`.trim()

test('a crash before the send: the answer comes with the next start', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  await world.finish(turn, 'Hello.', { rings: false })
  await world.crashAndRestart()
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a crash between the send and its receipt: the answer comes again, labelled', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  const held = platform.holdNext('a')
  await world.finish(turn, 'Hello.')
  await held.reached
  await world.crashAndRestart()
  held.open()
  while (platform.messages.length < 2) await world.breathe()
  expect(platform.seenIn('a').toSorted()).toEqual(['(may be a repetition)\n\nHello.', 'Hello.'])
  expect(await world.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: true }] })
})

test('a crash between the send and its receipt, where keys are known: it is seen once', async () => {
  const { platform } = await open({ repeatedSend: 'key' })
  const turn = await world.turn(await world.chat('a'), 1)
  platform.failNext('send', 'a', 'answer lost')
  await world.draft(turn, 'Hel')
  await world.finish(turn, 'Hello.', { rings: false })
  await world.crashAndRestart()
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a crash while a platform is limited: the wait goes on after it', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  platform.failNext('send', 'a', new ChannelError('rate-limited', 'slow down', { retryAfterMs: 30_000 }))
  await world.answer(turn, 'Hello.')
  await world.advance(10_000)
  await world.crashAndRestart()
  await world.advance(19_000)
  expect(platform.callsOf('send')).toHaveLength(1)
  await world.advance(2000)
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a crash while an answer grows: the next run replaces it in one edit', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  await world.draft(turn, 'The picture shows a')
  await world.crashAndRestart()
  await world.advance(5000)
  expect(platform.seenIn('a')).toEqual(['The picture shows a'])
  await world.draft(turn, 'I see')
  await world.answer(turn, 'I see a cat.')
  expect(platform.callsOf('send')).toHaveLength(1)
  expect(platform.messages[0]).toMatchObject({ texts: ['The picture shows a', 'I see', 'I see a cat.'], final: true })
})

test('a crash before the last edit: it is made after it', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  await world.draft(turn, 'Hel')
  await world.finish(turn, 'Hello.', { rings: false })
  await world.crashAndRestart()
  expect(platform.messages[0]).toMatchObject({ texts: ['Hel', 'Hello.'], final: true })
  expect(platform.callsOf('send')).toHaveLength(1)
})

test('a next run that needs fewer messages ends the surplus ones with a mark', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  await world.draft(turn, LONG)
  expect(platform.messages).toHaveLength(2)
  await world.crashAndRestart()
  await world.draft(turn, 'Short')
  await world.answer(turn, 'Short.')
  expect(platform.seenIn('a')).toEqual(['Short.', '…'])
  expect(platform.messages.every((message) => message.final)).toBe(true)
  expect(await world.row(turn)).toMatchObject({ state: 'sent' })
})

test('a stop lets the send under way come to its end', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  const held = platform.holdNext('a')
  await world.finish(turn, 'Hello.')
  await held.reached
  const stopped = world.delivery.stop(new AbortController().signal)
  held.open()
  await stopped
  expect(await world.row(turn)).toMatchObject({ state: 'sent' })
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a stop waits neither for a limited platform nor for a growing answer', async () => {
  const { platform } = await open()
  const [first, second] = [await world.turn(await world.chat('a'), 1), await world.turn(await world.chat('b'), 1)]
  platform.failNext('send', 'a', new ChannelError('rate-limited', 'slow down', { retryAfterMs: 30_000 }))
  await world.answer(first, 'Hello.')
  await world.draft(second, 'Hel')
  await world.delivery.stop(new AbortController().signal)
  expect(await world.row(first)).toMatchObject({ state: 'ready' })
  expect(await world.row(second)).toMatchObject({ state: 'live' })
})

test('a Postgres that dies after the send: the receipt is stored when it is back, nothing is repeated', async () => {
  const { platform } = await open()
  const turn = await world.turn(await world.chat('a'), 1)
  const held = platform.holdNext('a')
  await world.finish(turn, 'Hello.')
  await held.reached
  const { child } = database.postgres
  const ended = new Promise<void>((resolve) => child.onExit(() => resolve()))
  process.kill(child.pid as number, 'SIGKILL')
  await ended
  held.open()
  await world.settled()
  expect(platform.seenIn('a')).toEqual(['Hello.'])
  expect(await world.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: false }] })
})
