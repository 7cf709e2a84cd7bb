import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WAITS } from '#adapters/whatsapp/options.ts'
import { type Seen, UNREACHABLE_MS_MAX, watch } from '#adapters/whatsapp/watch.ts'
import { DeadlineError } from '#machine/deadline.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

const UNSYNCED: Seen = { state: 'CONNECTED', hasSynced: false, hasListeners: false }
const SYNCED: Seen = { ...UNSYNCED, hasSynced: true }
const HANGS = 'hangs'

/** A page that shows what a test sets, and the watch over it. */
function watched() {
  const clock = new ManualClock()
  const page = { isInjected: true, isReady: false, progressAtMs: 0, missed: 0, shows: UNSYNCED as Seen | typeof HANGS }
  const acts: string[] = []
  const act = (name: string) => async () => void acts.push(name)
  const over = new AbortController()
  const end = watch(
    {
      watched: {
        isInjected: () => page.isInjected,
        isReady: () => page.isReady,
        progressAtMs: () => page.progressAtMs,
        async probe() {
          if (page.shows !== HANGS) return page.shows
          await clock.sleep(WAITS.probeMs)
          throw new DeadlineError('no answer')
        },
        nudge: act('nudge'),
        reload: act('reload'),
        refreshCode: act('new code'),
        missed: () => void (page.missed += 1),
        saw: () => undefined,
      },
      waits: WAITS,
      clock,
    },
    over.signal,
  )
  let ended: { why: string; atMs: number } | undefined
  void end.then(({ why }) => (ended = { why, atMs: clock.monotonicMs() }))
  const pass = (ms: number) => clock.advance(ms, async () => setImmediate())
  return { page, acts, pass, clock, ended: () => ended }
}

test('a page that hangs is noticed within half a minute and some, so that it is well again within one', async () => {
  const { page, pass, clock, ended } = watched()
  page.isReady = true
  page.shows = { ...SYNCED, hasListeners: true }
  await pass(WAITS.probeEveryMs * 3)
  page.shows = HANGS
  const fromMs = clock.monotonicMs()
  await pass(60_000)
  expect(ended()?.why).toBe('hung')
  // Told at the first.
  expect(page.missed).toBe(2)
  expect(ended()!.atMs - fromMs).toBeLessThanOrEqual(WAITS.probeEveryMs + 2 * WAITS.probeMs)
})

test('one late answer is no hang, and silence of people is none', async () => {
  const { page, pass, ended } = watched()
  page.isReady = true
  page.shows = HANGS
  await pass(WAITS.probeMs)
  page.shows = { ...SYNCED, hasListeners: true }
  await pass(24 * 3_600_000)
  expect(ended()).toBeUndefined()
})

test('a page that does not load is given up', async () => {
  const { page, pass, ended } = watched()
  page.isInjected = false
  await pass(WAITS.loadMs)
  expect(ended()).toBeUndefined()
  await pass(1_000)
  expect(ended()?.why).toBe('not-loaded')
})

test('a page that loads itself again, after it waited for a phone, has as long for it', async () => {
  const { page, pass, ended } = watched()
  page.shows = { ...UNSYNCED, state: 'UNPAIRED' }
  await pass(5 * WAITS.loadMs)
  page.isInjected = false
  await pass(WAITS.loadMs - 1_000)
  expect(ended()).toBeUndefined()
  await pass(3_000)
  expect(ended()?.why).toBe('not-loaded')
})

test('a page that waits for a phone waits, and gets a new code when its own has run out', async () => {
  const { page, acts, pass, ended } = watched()
  page.shows = { ...UNSYNCED, state: 'UNPAIRED' }
  await pass(10 * 60_000)
  expect([acts, ended()]).toEqual([[], undefined])
  page.shows = { ...UNSYNCED, state: 'UNPAIRED_IDLE' }
  await pass(500)
  expect(acts).toEqual(['new code'])
})

test('a synchronised page that is not ready is told to the library, loaded again, then given up', async () => {
  const { page, acts, pass, ended } = watched()
  page.shows = SYNCED
  await pass(1_500)
  expect(acts).toEqual([])
  await pass(1_500)
  expect(acts).toEqual(['nudge'])
  await pass(WAITS.readyMs)
  expect(acts).toEqual(['nudge', 'reload', 'nudge'])
  expect(ended()).toBeUndefined()
  await pass(WAITS.readyMs)
  expect(ended()?.why).toBe('not-ready')
})

test('a large account that synchronises for long is waited for while it goes on', async () => {
  const { page, acts, pass, clock, ended } = watched()
  for (let times = 0; times < 20; times += 1) {
    page.progressAtMs = clock.monotonicMs()
    await pass(WAITS.readyMs - 1_000)
  }
  expect([acts, ended()]).toEqual([[], undefined])
})

test('WhatsApp that is not reached is waited for, and the browser restarted only after minutes', async () => {
  const { page, pass, ended } = watched()
  page.isReady = true
  page.shows = { ...SYNCED, state: 'TIMEOUT' }
  await pass(UNREACHABLE_MS_MAX)
  expect(ended()).toBeUndefined()
  await pass(2 * WAITS.probeEveryMs)
  expect(ended()?.why).toBe('unreachable')
})
