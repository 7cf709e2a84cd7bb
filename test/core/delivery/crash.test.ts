import { expect, test } from 'vitest'
import { ChannelError } from '#core/contract/channel.ts'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open, database } = deliveryTest((opened) => {
  fixture = opened
})

const LONG = `${'first '.repeat(15)}\n\n${'second '.repeat(13)}`.trim()

test('a crash before the send: the answer comes with the next start', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.finish(turn, 'Hello.', { wakes: false })
  await fixture.crashAndRestart()
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a crash between the send and its receipt: the answer comes again, labelled', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  const held = platform.holdNext('a')
  await fixture.finish(turn, 'Hello.')
  await held.reached
  await fixture.crashAndRestart()
  held.open()
  while (platform.messages.length < 2) await fixture.breathe()
  expect(platform.seenIn('a').toSorted()).toEqual(['(may be a repetition)\n\nHello.', 'Hello.'])
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: true }] })
})

test('a crash between the send and its receipt, where keys are known: it is seen once', async () => {
  const { platform } = await open({ repeatedSend: 'key' })
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  platform.failNext('send', 'a', 'answer lost')
  await fixture.draft(turn, 'Hel')
  await fixture.finish(turn, 'Hello.', { wakes: false })
  await fixture.crashAndRestart()
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a crash while a platform is limited: the wait goes on after it', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  platform.failNext('send', 'a', new ChannelError('rate-limited', 'slow down', { retryAfterMs: 30_000 }))
  await fixture.answer(turn, 'Hello.')
  await fixture.advance(10_000)
  await fixture.crashAndRestart()
  await fixture.advance(19_000)
  expect(platform.callsOf('send')).toHaveLength(1)
  await fixture.advance(2000)
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a crash while an answer grows: the next run replaces it in one edit', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.draft(turn, 'The picture shows a')
  await fixture.crashAndRestart()
  await fixture.advance(5000)
  expect(platform.seenIn('a')).toEqual(['The picture shows a'])
  await fixture.draft(turn, 'I see')
  await fixture.answer(turn, 'I see a cat.')
  expect(platform.callsOf('send')).toHaveLength(1)
  expect(platform.messages[0]).toMatchObject({ texts: ['The picture shows a', 'I see', 'I see a cat.'], final: true })
})

test('a crash before the last edit: it is made after it', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.draft(turn, 'Hel')
  await fixture.finish(turn, 'Hello.', { wakes: false })
  await fixture.crashAndRestart()
  expect(platform.messages[0]).toMatchObject({ texts: ['Hel', 'Hello.'], final: true })
  expect(platform.callsOf('send')).toHaveLength(1)
})

test('a next run that needs fewer messages ends the surplus ones with a mark', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.draft(turn, LONG)
  expect(platform.messages).toHaveLength(2)
  await fixture.crashAndRestart()
  await fixture.draft(turn, 'Short')
  await fixture.answer(turn, 'Short.')
  expect(platform.seenIn('a')).toEqual(['Short.', '…'])
  expect(platform.messages.every((message) => message.final)).toBe(true)
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
})

test('a stop lets the send under way come to its end', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  const held = platform.holdNext('a')
  await fixture.finish(turn, 'Hello.')
  await held.reached
  const stopped = fixture.delivery.stop(new AbortController().signal)
  held.open()
  await stopped
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent' })
  expect(platform.seenIn('a')).toEqual(['Hello.'])
})

test('a stop waits neither for a limited platform nor for a growing answer', async () => {
  const { platform } = await open()
  const first = await fixture.turn(await fixture.chat('a'), 1)
  const second = await fixture.turn(await fixture.chat('b'), 1)
  platform.failNext('send', 'a', new ChannelError('rate-limited', 'slow down', { retryAfterMs: 30_000 }))
  await fixture.answer(first, 'Hello.')
  await fixture.draft(second, 'Hel')
  await fixture.delivery.stop(new AbortController().signal)
  expect(await fixture.row(first)).toMatchObject({ state: 'ready' })
  expect(await fixture.row(second)).toMatchObject({ state: 'live' })
})

test('a Postgres that dies after the send: the receipt is stored when it is back, nothing is repeated', async () => {
  const { platform } = await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  const held = platform.holdNext('a')
  await fixture.finish(turn, 'Hello.')
  await held.reached
  const { child } = database().postgres
  const ended = new Promise<void>((resolve) => child.onExit(() => resolve()))
  process.kill(child.pid as number, 'SIGKILL')
  await ended
  held.open()
  await fixture.settled()
  expect(platform.seenIn('a')).toEqual(['Hello.'])
  expect(await fixture.row(turn)).toMatchObject({ state: 'sent', sends: [{ labelled: false }] })
})
