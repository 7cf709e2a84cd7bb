import { EngineError, isPassing, type Engine } from '#engine/contract.ts'
import { GuardFault } from '../guard/guard-fault.ts'
import { isAway } from '../store/patient-pool.ts'
import type { Run } from './parts.ts'

const RETRY_FIRST_MS = 250
const RETRY_MAX_MS = 4_000
/** An answer that is cut off again and again is not begun for ever. */
const TRIES_MAX = 20

/**
 * Does `work`, and does it again when the engine, the guard or the store fails in a way that passes, until
 * `giveUpAfterMs`. A person who has seen nothing after `tellAfterMs` is told that it takes longer; the answer replaces
 * that sentence. Doing it again is safe: what was shown was judged, and the new answer replaces it under the same
 * reply id.
 */
export async function withPatience<T>(run: Run, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { settings } = run
  const giveUp = new AbortController()
  const signal = AbortSignal.any([run.signal, giveUp.signal])
  const notice = setTimeout(() => {
    if (!run.told) run.tell(run.texts.stillWorking)
  }, settings.tellAfterMs)
  // Counts from the last visible word: a long answer that grows is not given up.
  const check = () => {
    const leftMs = settings.giveUpAfterMs - (run.clock.monotonicMs() - run.lastWordMs())
    if (leftMs <= 0) return giveUp.abort(new EngineError('unavailable', 'No answer within the time a person waits.'))
    deadline = setTimeout(check, leftMs)
  }
  let deadline = setTimeout(check, settings.giveUpAfterMs)
  try {
    return await untilDone(run, work, signal)
  } finally {
    clearTimeout(notice)
    clearTimeout(deadline)
  }
}

async function untilDone<T>(run: Run, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1, delayMs = RETRY_FIRST_MS; ; tries++, delayMs = Math.min(delayMs * 2, RETRY_MAX_MS)) {
    try {
      return await work(signal)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (tries >= TRIES_MAX || !mayPass(error)) throw error
      run.log.info({ turn: run.turn.id, error }, 'waiting to try again')
      await run.clock.sleep(delayMs, signal)
      const engines = [run.engine, run.guardEngine].filter((engine) => engine !== undefined)
      await Promise.all(engines.map((engine) => readyOrFailed(engine, signal)))
    }
  }
}

const mayPass = (error: unknown): error is Error =>
  isPassing(error) || isAway(error) || (error instanceof GuardFault && error.code === 'garbled')

/** An engine that cannot come up by itself is not waited for. */
async function readyOrFailed(engine: Engine, signal: AbortSignal): Promise<void> {
  const health = engine.health()
  if (health.state === 'failed' && !health.comesBack) throw new EngineError('refused', health.detail)
  await engine.ready(signal)
}
