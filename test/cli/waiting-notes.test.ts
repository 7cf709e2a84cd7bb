import { expect, test } from 'vitest'
import type { ServiceState } from '#adapters/terminal/protocol.ts'
import { WaitingNotes } from '#cli/waiting-notes.ts'
import { ManualClock } from '../kit/manual-clock.ts'

const status = { model: 'smol', engine: 'ready', vision: true, guard: 'full', guardSeesPictures: true } as const
const ready: ServiceState = { status }
const away: ServiceState = { status, waitsFor: 'engine: gpu:8000 cannot be reached (ECONNREFUSED).' }

function opened(state: ServiceState) {
  const clock = new ManualClock()
  const said: string[] = []
  const fixture = { state }
  const notes = new WaitingNotes({ look: async () => fixture.state, note: (text) => said.push(text), clock })
  return Object.assign(fixture, {
    notes,
    stop: new AbortController(),
    async after(ms: number): Promise<string[]> {
      await clock.advance(ms, () => new Promise(setImmediate))
      return said.splice(0)
    },
  })
}

test('who answers is said at once when that is so', async () => {
  const fixture = opened(ready)
  void fixture.notes.untilReady(fixture.stop.signal)
  expect(await fixture.after(0)).toEqual(['smol answers; guard: full.'])
})

test('a model that does not answer is not said to, and after 10 s what is waited for is', async () => {
  const fixture = opened(away)
  void fixture.notes.untilReady(fixture.stop.signal)
  void fixture.notes.untilReplied(fixture.stop.signal)
  expect(await fixture.after(9_900)).toEqual([])
  const why = 'Waiting for the engine: gpu:8000 cannot be reached (ECONNREFUSED).'
  expect(await fixture.after(200)).toEqual([why])
  expect(await fixture.after(60_000)).toEqual([])
  fixture.state = ready
  expect(await fixture.after(300)).toEqual(['smol answers; guard: full.'])
})

test('whoever waits for a slow answer is told so once', async () => {
  const fixture = opened(ready)
  void fixture.notes.untilReplied(fixture.stop.signal)
  expect(await fixture.after(9_900)).toEqual([])
  expect(await fixture.after(30_000)).toEqual(['Waiting for smol to answer.'])
  fixture.state = away
  expect(await fixture.after(10_000)).toEqual([expect.stringContaining('gpu:8000 cannot be reached')])
  fixture.stop.abort()
  fixture.state = ready
  expect(await fixture.after(60_000)).toEqual([])
})
