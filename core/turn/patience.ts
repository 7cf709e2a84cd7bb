import { EngineError, isPassing, type Engine } from '#engine/contract.ts'
import { backOffMs } from '#machine/back-off.ts'
import { GuardFault } from '../guard/guard-fault.ts'
import { isAway } from '../store/away.ts'
import type { Run } from './parts.ts'

const BACK_OFF = { firstMs: 250, maxMs: 4_000 }
/** An answer that is cut off again and again is not begun for ever. */
const TRIES_MAX = 20

/**
 * Does `work`, and does it again when the engine, the guard or the store fails in a way that passes, until
 * `giveUpAfterMs`. A person who has seen nothing after `tellAfterMs` is told that it takes longer; the answer replaces
 * that sentence. Doing it again is safe: what was shown was judged, and the new answer replaces it under the same
 * reply id.
 */
export async function withPatience<T>(run: Run, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const giveUp = new AbortController()
  const over = new AbortController()
  void tellThatItTakesLonger(run, over.signal)
  void giveUpInSilence(run, giveUp, over.signal)
  try {
    return await untilDone(run, work, AbortSignal.any([run.signal, giveUp.signal]))
  } finally {
    over.abort()
  }
}

async function tellThatItTakesLonger(run: Run, over: AbortSignal): Promise<void> {
  await run.clock.sleep(run.settings.tellAfterMs, over).catch(() => undefined)
  if (!over.aborted && !run.told) run.tell(run.texts.stillWorking)
}

/** Counts from the last visible word: a long answer that grows is not given up. */
async function giveUpInSilence(run: Run, giveUp: AbortController, over: AbortSignal): Promise<void> {
  const { clock, settings } = run
  for (let leftMs = settings.giveUpAfterMs; !over.aborted; ) {
    await clock.sleep(leftMs, over).catch(() => undefined)
    leftMs = settings.giveUpAfterMs - (clock.monotonicMs() - run.lastWordMs())
    if (leftMs > 0) continue
    return giveUp.abort(new EngineError('unavailable', 'No answer within the time a person waits.'))
  }
}

async function untilDone<T>(run: Run, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work(signal)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (tries >= TRIES_MAX || !mayPass(error)) throw error
      run.log.info({ turn: run.turn.id, error }, 'waiting to try again')
      await run.clock.sleep(backOffMs(tries, BACK_OFF), signal)
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
