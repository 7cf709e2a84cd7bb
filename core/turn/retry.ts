import { EngineError, isTransient, type Engine } from '#engine/contract.ts'
import { backOffMs } from '#machine/back-off.mjs'
import { GuardFault, type GuardService } from '../guard/guard.ts'
import { isAway } from '../store/away.ts'
import type { Run } from './parts.ts'

/** Of tries that failed although engine and guard serve others: so many, then the apology. */
const FAILED_TRIES_MAX = 5
/** Of all tries: an answer that is cut off again and again is not begun for ever. */
const TRIES_MAX = 20
/** Of tries with a prompt that was too long; the next one gets this share of the room. */
const TOO_LONG_TRIES_MAX = 4
const SHORTER = 0.6
const RETRY_MAX_MS = 4_000

/** What one try may take. */
export type Try = { readonly signal: AbortSignal; readonly promptShare: number }

/**
 * Does `work`, and does it again when the engine, the guard or the store fails in a way that passes, until
 * `giveUpAfterMs`. Where the engine is away, it is waited for; where it serves others and only this fails, a few tries
 * must do. A prompt that was refused as too long is made again with less history. A person who has seen nothing after
 * `tellAfterMs` is told that it takes longer; the answer replaces that sentence. Doing it again is safe: what was shown
 * was judged, and the new answer replaces it under the same reply id.
 */
export async function withRetries<T>(run: Run, work: (attempt: Try) => Promise<T>): Promise<T> {
  const giveUp = new AbortController()
  const over = new AbortController()
  void tellThatItTakesLonger(run, over.signal)
  void giveUpInSilence(run, giveUp, over.signal)
  try {
    return await untilDone(run, work, AbortSignal.any([run.signal, giveUp.signal]))
  } finally {
    over.abort('over')
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

async function untilDone<T>(run: Run, work: (attempt: Try) => Promise<T>, signal: AbortSignal): Promise<T> {
  const tries = { all: 0, failed: 0, tooLong: 0 }
  const services = [run.engine, ...run.guards.flatMap(({ service }) => service ?? [])]
  let promptShare = 1
  for (;;) {
    const room = roomIn(services)
    try {
      return await work({ signal, promptShare })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      count(error, tries)
      // An engine that learnt its size from the refusal has made less room already.
      const hasLearnt = roomIn(services) !== room
      if (isOver(error, tries) || (isTooLongToJudge(error) && !hasLearnt)) throw error
      run.log.info({ turn: run.turn.id, tries: tries.all, error }, 'waiting to try again')
      if (isTooLong(error)) {
        if (!hasLearnt) promptShare *= SHORTER
        continue
      }
      await run.clock.sleep(pauseMs(run, tries.all, error), signal)
      await Promise.all(services.map((service) => readyOrFailed(service, signal)))
    }
  }
}

type Tries = { all: number; failed: number; tooLong: number }

function count(error: unknown, tries: Tries): void {
  tries.all += 1
  if (isFailed(error)) tries.failed += 1
  if (isTooLong(error)) tries.tooLong += 1
}

function isOver(error: unknown, { all, failed, tooLong }: Tries): boolean {
  const mayPass = isTransient(error) || isFailed(error) || isTooLong(error) || isAway(error)
  return !mayPass || all >= TRIES_MAX || failed >= FAILED_TRIES_MAX || tooLong >= TOO_LONG_TRIES_MAX
}

/** The engine or the guard serves others, and this failed all the same. */
const isFailed = (error: unknown) =>
  (error instanceof EngineError && error.code === 'failed') || (error instanceof GuardFault && error.code === 'garbled')

const isTooLong = (error: unknown) =>
  (error instanceof EngineError && error.code === 'prompt-too-long') || isTooLongToJudge(error)

/** The guard's own prompt holds no history: less of it makes no difference. */
const isTooLongToJudge = (error: unknown) => error instanceof GuardFault && error.code === 'too-long'

const roomIn = (services: readonly (Engine | GuardService)[]) =>
  services.reduce((sum, service) => sum + service.capabilities().promptTokens, 0)

function pauseMs({ settings }: Run, tries: number, error: unknown): number {
  const asked = error instanceof EngineError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(asked, backOffMs(tries, { firstMs: settings.retryFirstMs, maxMs: RETRY_MAX_MS }))
}

/** What cannot come up by itself is not waited for. */
async function readyOrFailed(service: Engine | GuardService, signal: AbortSignal): Promise<void> {
  const health = service.health()
  if (health.state === 'failed' && !health.comesBack) throw new EngineError('refused', health.detail)
  await service.ready(signal)
}
