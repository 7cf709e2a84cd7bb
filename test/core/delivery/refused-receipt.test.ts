import { expect, test } from 'vitest'
import { ChannelError } from '#core/contract/channel.ts'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open, database } = deliveryTest((opened) => {
  fixture = opened
})

/** A text that `jsonb` rejects (SQLSTATE class 22). */
const UNSTORABLE = [
  ['a NUL', 'id\0'],
  ['half a character', 'id\ud83d'],
] as const

test.each(UNSTORABLE)('a receipt with %s ends its reply as failed, and the conversation goes on', async (_what, id) => {
  await open()
  const { platform } = fixture
  const chat = await fixture.chat('a')
  const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
  platform.receiptIds.push(id)
  await fixture.answer(first, 'One.')
  expect(await fixture.row(first)).toMatchObject({ state: 'failed', fault: expect.stringContaining('SQLSTATE 22P0') })
  await fixture.answer(second, 'Two.')
  await fixture.crashAndRestart()
  await fixture.advance(60_000)
  expect(platform.seenIn('a')).toEqual(['One.', 'Two.'])
  expect(await fixture.row(second)).toMatchObject({ state: 'sent' })
})

test('a receipt that breaks a constraint (SQLSTATE class 23) ends its reply as failed', async () => {
  await open()
  const { pool } = database().store
  await pool.query(`alter table outbox add constraint only_for_test check (not sends @> '[{"state":"sent"}]')`)
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.answer(turn, 'One.')
  await pool.query('alter table outbox drop constraint only_for_test')
  await fixture.advance(60_000)
  expect(fixture.platform.seenIn('a')).toEqual(['One.'])
  expect(await fixture.row(turn)).toMatchObject({ state: 'failed', fault: expect.stringContaining('SQLSTATE 23514') })
  expect(fixture.delivery.health()).toMatchObject({ failed: 1, sent: 0, conversations: 0 })
})

test('a growing reply whose receipt is refused shows nothing more, its final text included', async () => {
  await open()
  const { platform } = fixture
  const chat = await fixture.chat('a')
  const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
  platform.receiptIds.push('id\0')
  await fixture.draft(first, 'On')
  await fixture.advance(2_000)
  await fixture.draft(first, 'One')
  expect(await fixture.row(first)).toMatchObject({ state: 'failed' })
  await fixture.advance(2_000)
  await fixture.answer(second, 'Two.')
  expect(platform.seenIn('a')).toEqual(['On', 'Two.'])
  expect(fixture.delivery.health()).toMatchObject({ failed: 1, sent: 1 })
})

test('a failing platform that words its fault with a NUL is tried again', async () => {
  await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  fixture.platform.failNext('send', 'a', new ChannelError('unreachable', 'bad\0gateway'))
  await fixture.answer(turn, 'One.')
  expect(await fixture.row(turn)).toMatchObject({ state: 'ready', fault: 'unreachable: badgateway' })
  await fixture.advance(2_000)
  expect(fixture.platform.seenIn('a')).toEqual(['One.'])
})
