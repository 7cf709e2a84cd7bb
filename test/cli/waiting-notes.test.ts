import { expect, test } from 'vitest'
import type { ServiceState } from '#adapters/terminal/protocol.ts'
import { WaitingNotes } from '#cli/waiting-notes.ts'
import { HandClock } from '../kit/manual-clock.ts'

const status = { model: 'smol', engine: 'ready', vision: true, guard: 'full', guardSeesPictures: true } as const
const ready: ServiceState = { status }
const away: ServiceState = { status, waitsFor: 'engine: gpu:8000 cannot be reached (ECONNREFUSED).' }

function opened(state: ServiceState) {
  const clock = new HandClock()
  const said: string[] = []
  const world = { state }
  const notes = new WaitingNotes({ look: async () => world.state, note: (text) => said.push(text), clock })
  return Object.assign(world, {
    notes,
    stop: new AbortController(),
    async after(ms: number): Promise<string[]> {
      await clock.advance(ms, () => new Promise(setImmediate))
      return said.splice(0)
    },
  })
}

test('who answers is said at once when that is so', async () => {
  const world = opened(ready)
  void world.notes.untilReady(world.stop.signal)
  expect(await world.after(0)).toEqual(['smol answers; guard: full.'])
})

test('a model that does not answer is not said to, and after 10 s what is waited for is', async () => {
  const world = opened(away)
  void world.notes.untilReady(world.stop.signal)
  void world.notes.untilReplied(world.stop.signal)
  expect(await world.after(9_900)).toEqual([])
  const why = 'Waiting for the engine: gpu:8000 cannot be reached (ECONNREFUSED).'
  expect(await world.after(200)).toEqual([why])
  expect(await world.after(60_000)).toEqual([])
  world.state = ready
  expect(await world.after(300)).toEqual(['smol answers; guard: full.'])
})

test('whoever waits for a slow answer is told so once', async () => {
  const world = opened(ready)
  void world.notes.untilReplied(world.stop.signal)
  expect(await world.after(9_900)).toEqual([])
  expect(await world.after(30_000)).toEqual(['Waiting for smol to answer.'])
  world.state = away
  expect(await world.after(10_000)).toEqual([expect.stringContaining('gpu:8000 cannot be reached')])
  world.stop.abort()
  world.state = ready
  expect(await world.after(60_000)).toEqual([])
})
