import { expect, test } from 'vitest'
import type { GenerateEvent } from '#engine/contract.ts'
import { StepTimes } from '#core/turn/step-times.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

const setting = (waitedMs = 40) => {
  const clock = new ManualClock()
  const steps = new StepTimes(clock, clock.now() - waitedMs)
  return { clock, steps, takes: (ms: number) => async () => clock.turn(ms) }
}

test('each step has its place in time, from when the first event was received', async () => {
  const { steps, takes } = setting()
  await steps.of('permit', takes(5))
  await steps.of('gather', takes(30))
  expect(steps.sofar().steps).toEqual([
    { name: 'waited', fromMs: 0, tookMs: 40 },
    { name: 'permit', fromMs: 40, tookMs: 5 },
    { name: 'gather', fromMs: 45, tookMs: 30 },
  ])
})

test('a wall clock that was set back makes no negative time', () => {
  expect(setting(-5_000).steps.sofar()).toEqual({ steps: [{ name: 'waited', fromMs: 0, tookMs: 0 }] })
})

test('an engine counts until its first token and until its end, and its judging is one sum beside it', async () => {
  const { clock, steps, takes } = setting(0)
  const judging = steps.summed('judge-out')
  for await (const { type } of steps.engine(answering(clock, [100, 20, 20]))) {
    if (type === 'text-delta') await judging(takes(3))
    if (type === 'text-delta') steps.firstWords()
  }
  expect(steps.sofar()).toEqual({
    firstWordsMs: 103,
    steps: [
      { name: 'waited', fromMs: 0, tookMs: 0 },
      { name: 'engine', fromMs: 0, tookMs: 149 },
      { name: 'first-token', fromMs: 0, tookMs: 100 },
      { name: 'judge-out', fromMs: 100, tookMs: 9 },
    ],
  })
})

test('a step that fails counts until it failed, one that is not over until now', async () => {
  const { clock, steps } = setting(0)
  const failed = async () => {
    clock.turn(7)
    throw new Error('unreachable')
  }
  await expect(steps.of('permit', failed)).rejects.toThrow('unreachable')
  void steps.of('pictures', () => new Promise<never>(() => undefined))
  clock.turn(9)
  expect(
    steps
      .sofar()
      .steps.slice(1)
      .map(({ tookMs }) => tookMs),
  ).toEqual([7, 9])
})

test('however often a turn was tried again, its steps stay below one kilobyte and keep the newest', async () => {
  const { steps, takes } = setting(10 ** 9)
  await steps.of('permit', takes(1))
  for (let tries = 0; tries < 100; tries += 1) await steps.of('judge-out', takes(10 ** 8 + tries))
  steps.firstWords()
  const stored = steps.sofar()
  expect(JSON.stringify(stored).length).toBeLessThanOrEqual(1_024)
  expect(stored.steps.slice(0, 2).map(({ name }) => name)).toEqual(['waited', 'permit'])
  expect(stored.steps.at(-1)).toMatchObject({ tookMs: 10 ** 8 + 99 })
})

async function* answering(clock: ManualClock, pieces: readonly number[]): AsyncGenerator<GenerateEvent> {
  yield { type: 'start', model: 'scripted' }
  for (const tookMs of pieces) {
    clock.turn(tookMs)
    yield { type: 'text-delta', text: 'word ' }
  }
  yield { type: 'end', finish: 'stop' }
}
