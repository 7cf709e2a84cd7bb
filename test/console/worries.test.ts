import { expect, test } from 'vitest'
import { stateOf, worriesOf } from '#console/api/overview/worries.ts'

const nowMs = Date.UTC(2030, 0, 1)
const calm = { parts: [], jobs: [], repliesFailed: 0, apologies: 0, queued: 0, unsent: 0, nowMs }
const ready = { name: 'engine', state: 'ready', detail: 'tiny-scout' } as const
const failed = { name: 'telegram', state: 'failed', detail: 'the token is refused', fix: 'set a valid one' } as const

test('what is ready, waits for a moment, or is only a note, needs no look', () => {
  const note = { name: 'proxy', state: 'off', detail: 'set server.trustProxy' } as const
  const waiting = { queued: 3, queuedSince: nowMs - 59_000, unsent: 1, unsentSince: nowMs - 299_000 }
  const parts = [ready, note]
  const worries = worriesOf({ ...calm, ...waiting, parts })
  expect(worries).toEqual([])
  expect(stateOf(parts, worries)).toBe('well')
})

test('what is not there yet is no fault', () => {
  const starting = { name: 'engine', state: 'starting', detail: 'loading' } as const
  expect(stateOf([starting], [])).toBe('starting')
})

test.each([
  ['a part that has failed, with what mends it', { parts: [ready, failed] }, { kind: 'part', part: failed }],
  [
    'messages that wait for more than a minute',
    { queued: 2, queuedSince: nowMs - 61_000 },
    { kind: 'queue', count: 2, sinceMs: nowMs - 61_000 },
  ],
  [
    'replies that are not delivered for five minutes',
    { unsent: 4, unsentSince: nowMs - 301_000 },
    { kind: 'outbox', count: 4, sinceMs: nowMs - 301_000 },
  ],
  ['apologies', { apologies: 2 }, { kind: 'apologies', count: 2 }],
  ['replies that were given up', { repliesFailed: 1 }, { kind: 'replies-failed', count: 1 }],
  [
    'a job that was given up',
    { jobs: [{ job: 'learn', count: 2, error: 'EngineError refused' }] },
    { kind: 'job', job: 'learn', count: 2, error: 'EngineError refused' },
  ],
])('a look is needed at %s', (_, about, worry) => {
  const all = { ...calm, ...about }
  const worries = worriesOf(all)
  expect(worries).toEqual([worry])
  expect(stateOf(all.parts, worries)).toBe('look')
})
