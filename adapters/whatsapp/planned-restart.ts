import type { Clock } from '#machine/clock.ts'
import { say } from '../sentences.ts'
import { pssBytesOf } from './memory.ts'
import type { WhatsAppOptions } from './options.ts'
import type { Session } from './session.ts'
import type { LinkStatus } from './status.ts'

/** Browsers grow; beyond it there is little left for the model. */
export const BROWSER_BYTES_MAX = 1_500_000_000
const EVERY_MS = 60_000
/** Nothing was asked of the page for so long. */
const QUIET_MS = 10_000
const QUIET_EVERY_MS = 2_000
/** Later than this it is restarted also while something is sent. */
const QUIET_WAIT_MS_MAX = 10 * 60_000
/** A large account needs as much memory again at once: it is not started again and again for it. */
const AGE_MS_MIN = 3_600_000

type Deps = {
  readonly session: Pick<Session, 'isReady' | 'pid' | 'quietMs' | 'end'>
  readonly status: LinkStatus
  readonly restartHour: WhatsAppOptions['restartHour']
  readonly clock: Clock
  readonly bytesOf?: typeof pssBytesOf
}

/** Measures the browser every minute, and ends it when it is time to start it again. Rejects when the signal aborts. */
export async function restartWhenDue(deps: Deps, signal: AbortSignal): Promise<void> {
  const { session, status, restartHour, clock, bytesOf = pssBytesOf } = deps
  const startedMs = clock.monotonicMs()
  const dailyAtMs = restartHour === 'off' ? Infinity : nextDailyMs(clock.now(), restartHour)
  for (;;) {
    await clock.sleep(EVERY_MS, signal)
    const bytes = session.pid === undefined ? undefined : await bytesOf(session.pid)
    if (bytes !== undefined) status.browserHolds(bytes)
    // One that is not ready is the watchdog's.
    if (!session.isReady || clock.monotonicMs() - startedMs < AGE_MS_MIN) continue
    const isLarge = (bytes ?? 0) > BROWSER_BYTES_MAX
    if (!isLarge && clock.now() < dailyAtMs) continue
    await untilQuiet(deps, signal)
    const large = say('whatsapp.too-large', { size: { bytes: bytes ?? 0 } })
    session.end({ why: 'planned', said: isLarge ? large : say('whatsapp.daily') })
    return
  }
}

async function untilQuiet({ session, clock }: Deps, signal: AbortSignal): Promise<void> {
  const fromMs = clock.monotonicMs()
  while (session.quietMs < QUIET_MS && clock.monotonicMs() - fromMs < QUIET_WAIT_MS_MAX) {
    await clock.sleep(QUIET_EVERY_MS, signal)
  }
}

/** The next time at which the computer's clock shows this full hour, at least `AGE_MS_MIN` from now. */
export function nextDailyMs(nowMs: number, hour: number): number {
  const at = new Date(nowMs)
  at.setHours(hour, 0, 0, 0)
  while (at.getTime() < nowMs + AGE_MS_MIN) at.setDate(at.getDate() + 1)
  return at.getTime()
}
