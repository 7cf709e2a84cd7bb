import { expect, test } from 'vitest'
import { createGuards } from '#core/guard/all.ts'
import type { Engine } from '#engine/contract.ts'
import { logFor } from '#machine/log.ts'
import { systemClock } from '#machine/clock.ts'
import { LiveEngines } from '#app/live-engines.ts'
import type { EngineSet } from '#app/engines.ts'
import { ManualClock } from '../kit/manual-clock.ts'
import { openScripted } from '../kit/scripted.ts'

const signal = new AbortController().signal
const log = logFor('test:live')
const engine = () => openScripted({ script: () => ({ text: '' }), clock: systemClock })
const setOf = (chat: Engine, guard: Engine = chat): EngineSet => ({
  chat,
  photo: chat,
  guard,
  guards: createGuards({ clock: systemClock, llamaGuard: { engine: guard } }),
})
const isOpen = (one: Engine) => one.health().state === 'ready'

test('who works with a set keeps it, and the next one gets the new set; the old one is closed when it is given back', async () => {
  const [old, next] = [engine(), engine()]
  const live = new LiveEngines(setOf(old), { clock: systemClock, log })
  const before = await live.take(signal)
  live.use(setOf(next))
  const after = await live.take(signal)
  expect([before.set.chat, after.set.chat]).toEqual([old, next])
  expect(live.open).toEqual([old, next])
  expect([isOpen(old), before.closed.aborted]).toEqual([true, false])
  before.release()
  before.release()
  await expect.poll(() => isOpen(old)).toBe(false)
  expect([isOpen(next), after.closed.aborted]).toEqual([true, false])
  expect(live.open).toEqual([next])
})

test('a set that is not given back is closed after a while, and its user is told', async () => {
  const clock = new ManualClock()
  const [old, next] = [engine(), engine()]
  const live = new LiveEngines(setOf(old), { clock, log, finishMsMax: 1_000 })
  const { closed } = await live.take(signal)
  live.use(setOf(next))
  await clock.untilSleeping()
  expect(isOpen(old)).toBe(true)
  clock.turn(1_000)
  await expect.poll(() => isOpen(old)).toBe(false)
  expect(closed.reason).toMatchObject({ code: 'interrupted' })
})

test('a guard that judges for the next model too stays open', async () => {
  const [old, next, guard] = [engine(), engine(), engine()]
  const live = new LiveEngines(setOf(old, guard), { clock: systemClock, log })
  live.use(setOf(next, guard))
  await expect.poll(() => isOpen(old)).toBe(false)
  expect(isOpen(guard)).toBe(true)
  await live[Symbol.asyncDispose]()
  expect([isOpen(next), isOpen(guard)]).toEqual([false, false])
})

test('while paused nobody gets a set, and who waits for one can stop waiting', async () => {
  const [old, next, guard] = [engine(), engine(), engine()]
  const live = new LiveEngines(setOf(old, guard), { clock: systemClock, log })
  const { release } = await live.take(signal)
  live.pause()
  const gone = new AbortController()
  const given = live.take(signal)
  const left = live.take(gone.signal)
  gone.abort('gone')
  await expect(left).rejects.toBe('gone')
  const finished = live.finished()
  release()
  await finished
  await live.close(guard)
  expect([isOpen(old), isOpen(guard)]).toEqual([false, true])
  live.use(setOf(next, guard))
  live.resume()
  expect((await given).set.chat).toBe(next)
})
