import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { BROWSER_BYTES_MAX, nextDailyMs, restartWhenDue } from '#adapters/whatsapp/planned-restart.ts'
import { LinkStatus } from '#adapters/whatsapp/status.ts'
import type { SessionEnd } from '#adapters/whatsapp/watch.ts'
import pino from 'pino'
import { ManualClock } from '../../kit/manual-clock.ts'

const HOUR_MS = 3_600_000
const log = pino({ level: 'silent' })

function started(given: { restartHour: number | 'off'; bytes: number }) {
  const clock = new ManualClock()
  const status = new LinkStatus({ clock, log })
  status.browserStarted()
  const session = { isReady: true, pid: 1, quietMs: Infinity, end: (end: SessionEnd) => void ends.push(end) }
  const ends: SessionEnd[] = []
  const over = new AbortController()
  onTestFinished(() => over.abort())
  const { restartHour } = given
  const bytesOf = async () => given.bytes
  restartWhenDue({ session, status, restartHour, clock, bytesOf }, over.signal).catch(() => undefined)
  return { clock, session, ends, status, pass: (ms: number) => clock.advance(ms, async () => setImmediate()) }
}

test('the browser is started again at the hour of the day that is set', async () => {
  const { clock, ends, pass } = started({ restartHour: 4, bytes: 1 })
  const dueInMs = nextDailyMs(clock.now(), 4) - clock.now()
  await pass(dueInMs - 60_000)
  expect(ends).toEqual([])
  await pass(120_000)
  expect(ends).toMatchObject([{ why: 'planned', said: { code: 'whatsapp.daily' } }])
})

test('while something is sent it waits, but not for ever', async () => {
  const { clock, session, ends, pass } = started({ restartHour: 4, bytes: 1 })
  session.quietMs = 0
  await pass(nextDailyMs(clock.now(), 4) - clock.now() + 9 * 60_000)
  expect(ends).toEqual([])
  await pass(3 * 60_000)
  expect(ends).toHaveLength(1)
})

test('a browser that has grown is started again, an hour after its start at the earliest', async () => {
  const { ends, status, pass } = started({ restartHour: 'off', bytes: BROWSER_BYTES_MAX + 1 })
  await pass(HOUR_MS - 60_000)
  expect(status.state.browser?.bytes).toBe(BROWSER_BYTES_MAX + 1)
  expect(ends).toEqual([])
  await pass(60_000)
  expect(ends).toMatchObject([{ why: 'planned', said: { english: 'It held 1.5 GB of memory.' } }])
})

test('off, and small, it runs on', async () => {
  const { ends, pass } = started({ restartHour: 'off', bytes: 1 })
  await pass(3 * 24 * HOUR_MS)
  expect(ends).toEqual([])
})

test('an hour that has just begun, or is about to, is the next day’s', () => {
  const at = (hour: number, minute: number) => new Date(2030, 0, 5, hour, minute).getTime()
  expect(nextDailyMs(at(3, 30), 4)).toBe(new Date(2030, 0, 6, 4).getTime())
  expect(nextDailyMs(at(4, 0), 4)).toBe(new Date(2030, 0, 6, 4).getTime())
  expect(nextDailyMs(at(2, 0), 4)).toBe(at(4, 0))
})
