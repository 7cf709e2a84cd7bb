import { expect, test } from 'vitest'
import { deliveryTest, type DeliveryFixture } from './fixture.ts'

let fixture: DeliveryFixture
const { open, database } = deliveryTest((opened) => {
  fixture = opened
})

const query = (text: string) => database().store.pool.query(text)
const leases = async () => (await query('select delivery_owner, delivery_fence from conversation')).rows

test('what one process sends another one leaves alone', async () => {
  await open()
  await using other = fixture.another()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  const held = fixture.platform.holdNext('a')
  await fixture.finish(turn, 'Hello.')
  await held.reached
  fixture.wake(turn)
  // The one without the lease has read the outbox.
  await Promise.race([fixture.settled(), other.settled()])
  held.open()
  await Promise.all([fixture.settled(), other.settled()])
  expect(fixture.platform.callsOf('send')).toHaveLength(1)
  expect(fixture.delivery.health().sent + other.health().sent).toBe(1)
})

test('the lease is held while an answer grows, and given back with its end', async () => {
  await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.draft(turn, 'Hel')
  expect(await leases()).toEqual([{ delivery_owner: 'process-1', delivery_fence: 1 }])
  await fixture.answer(turn, 'Hello.')
  const [after] = await leases()
  expect(after).toMatchObject({ delivery_owner: null })
})

test('a receipt under an old fencing token changes nothing, and nothing more is sent under it', async () => {
  await open()
  const chat = await fixture.chat('a')
  const [first, second] = [await fixture.turn(chat, 1), await fixture.turn(chat, 2)]
  const held = fixture.platform.holdNext('a')
  await fixture.finish(first, 'One.')
  await fixture.finish(second, 'Two.', { wakes: false })
  await held.reached
  const until = `clock_timestamp() + interval '1 minute'`
  await query(`update conversation set delivery_owner = 'other', delivery_until = ${until}, delivery_fence = 9`)
  held.open()
  await fixture.settled()
  expect(await fixture.row(first)).toMatchObject({ state: 'ready', sends: [{ state: 'sending' }] })
  expect(fixture.platform.seenIn('a')).toEqual(['One.'])
  await query('update conversation set delivery_owner = null, delivery_until = null')
  await fixture.advance(2_000)
  expect(fixture.platform.seenIn('a')).toEqual(['One.', '(may be a repetition)\n\nOne.', 'Two.'])
})

test('a growing answer ends where somebody else has taken the conversation', async () => {
  await open()
  const turn = await fixture.turn(await fixture.chat('a'), 1)
  await fixture.draft(turn, 'Hel')
  const until = `clock_timestamp() + interval '1 minute'`
  await query(`update conversation set delivery_owner = 'other', delivery_until = ${until}, delivery_fence = 9`)
  await fixture.advance(1_100)
  while (fixture.delivery.health().conversations > 0) await fixture.breathe()
  await fixture.draft(turn, 'Hello')
  await fixture.answer(turn, 'Hello.')
  expect(fixture.platform.messages[0]?.texts).toEqual(['Hel'])
  expect(await leases()).toEqual([{ delivery_owner: 'other', delivery_fence: 9 }])
})
