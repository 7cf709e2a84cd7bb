import { setImmediate as settled } from 'node:timers/promises'
import { type Entry, Intake } from '#adapters/whatsapp/intake.ts'
import { readWire } from '#adapters/whatsapp/wire.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../kit/manual-clock.ts'
import { ANA, BO, key, message, model } from './models.ts'

let clock: ManualClock
let stored: string[]
let isDown: boolean
let tries: number
let intake: Intake
let stop: AbortController
let running: Promise<void>

const textOf = ({ wire }: Entry) => (wire.type === 'message' ? (wire.message.body ?? '') : '')

beforeEach(() => {
  clock = new ManualClock()
  stored = []
  isDown = false
  tries = 0
  let batch: string[] = []
  intake = new Intake({
    decode: async (entries) => {
      batch = entries.map(textOf)
      return entries.map(() => ({}) as ChatEvent)
    },
    accept: async () => {
      tries += 1
      if (isDown) throw new Error('the store is down')
      stored.push(...batch)
    },
    stored: () => undefined,
    clock,
    random: () => 0.5,
  })
  stop = new AbortController()
  running = intake.run(stop.signal)
})

afterEach(async () => {
  stop.abort(new Error('stopped'))
  await running
})

function entry(body: string, chatId = ANA, bytes = 100): Entry {
  const wire = readWire(message(model({ id: key({ id: `3EB0${body}`, remote: chatId }), body })))
  if (wire.type === 'unreadable') throw new Error(wire.where)
  return { wire, chatId, receivedAtMs: clock.now(), bytes }
}

const pushes = (...bodies: string[]) => bodies.map((body) => intake.push(entry(body)))

it('stores nothing while everything is held, and all in its order once that is over', async () => {
  intake.holdAll()
  pushes('1', '2')
  await settled()
  expect(stored).toEqual([])
  intake.holdOnly([])
  await settled()
  expect(stored).toEqual(['1', '2'])
})

it('puts what was read back from a chat before what waits of it, and lets other chats pass', async () => {
  intake.holdAll()
  pushes('late')
  intake.push(entry('elsewhere', BO))
  intake.holdOnly([ANA])
  await settled()
  expect(stored).toEqual(['elsewhere'])
  await intake.pushEarlier([entry('early')], stop.signal)
  intake.release(ANA)
  await settled()
  expect(stored).toEqual(['elsewhere', 'early', 'late'])
})

it('lets go of a chat that the next list does not name', async () => {
  intake.holdOnly([ANA])
  pushes('waits')
  intake.holdAll()
  intake.holdOnly([BO])
  await settled()
  expect(stored).toEqual(['waits'])
})

it('tries a batch again until the store is back, and stores it once', async () => {
  isDown = true
  pushes('1')
  await settled()
  pushes('2')
  for (let count = 0; count < 3; count += 1) {
    clock.turn(60_000)
    await settled()
  }
  expect(tries).toBeGreaterThan(2)
  isDown = false
  clock.turn(60_000)
  await settled()
  expect(stored).toEqual(['1', '2'])
  expect(intake.count).toBe(0)
})

it('has room for 1,000 messages and 16 MiB, and again once they are stored', async () => {
  intake.holdAll()
  const taken = Array.from({ length: 1_001 }, (_, index) => intake.push(entry(`${index}`)))
  expect(taken.filter(Boolean)).toHaveLength(1_000)
  intake.holdOnly([])
  await settled()
  expect(stored).toHaveLength(1_000)
  intake.holdAll()
  expect(intake.push(entry('large', ANA, 16 * 1024 ** 2))).toBe(true)
  expect(intake.push(entry('no room'))).toBe(false)
})

it('takes more that was read back only as room comes, and leaves some to what comes now', async () => {
  isDown = true
  const read = Array.from({ length: 600 }, (_, index) => entry(`${index}`))
  const pushed = intake.pushEarlier(read, stop.signal)
  await settled()
  expect(intake.count).toBe(500)
  expect(pushes('now')).toEqual([true])
  isDown = false
  clock.turn(60_000)
  await pushed
  await settled()
  expect(stored.filter((text) => text !== 'now')).toEqual(read.map(textOf))
})

it('ends while the store is down, and a reading that waits for room ends with it', async () => {
  isDown = true
  const waits = intake.pushEarlier(
    Array.from({ length: 501 }, (_, index) => entry(`${index}`)),
    stop.signal,
  )
  await settled()
  stop.abort(new Error('stopped'))
  await expect(waits).rejects.toThrow('stopped')
  await expect(running).resolves.toBeUndefined()
})
