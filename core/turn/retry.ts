import { EngineError, isTransient } from '#engine/contract.ts'
import { backOffMs } from '#machine/back-off.mjs'
import { GuardFault } from '../guard/guard.ts'
import { isUnreachable } from '../store/unreachable.ts'
import type { Run } from './deps.ts'
import { TakenSet, type Served } from './taken-set.ts'

/** Limit for tries that failed although engine and guard work for other requests. */
const FAILED_TRIES_MAX = 5
/** Limit for all tries, so that an answer that is interrupted each time is not retried for ever. */
const TRIES_MAX = 20
/** Limit for tries whose prompt was too long. */
const TOO_LONG_TRIES_MAX = 4
/** After a prompt that was too long, the next one gets this share of its budget. */
const SHORTER = 0.6
const RETRY_MAX_MS = 4_000
const LOOK_AGAIN_MS = 100

/** What one try gets: `promptShare` is the share of the token budget for its prompt. */
export type Try = {
  readonly signal: AbortSignal
  readonly promptShare: number
  /** Engine and guards of this try, the same ones each time. Waits where a model is being switched. */
  served(): Promise<Served>
}

/**
 * Retries `work` on transient faults of engine, guard or store, until nothing new was shown for `giveUpAfterMs`. When
 * the engine is unreachable, waits until it is ready; when it works and only this request fails, tries a few times. A
 * prompt that was refused as too long is built again with less history. When nothing was shown for
 * `delayNoticeAfterMs`, a notice says that it takes longer; the answer replaces it. Retries are safe: all shown text
 * was judged, and the new answer replaces it under the same reply id.
 */
export async function withRetries<T>(
  run: Run,
  work: (attempt: Try) => Promise<T>,
  signal: AbortSignal = run.signal,
): Promise<T> {
  const giveUp = new AbortController()
  const over = new AbortController()
  void publishDelayNotice(run, over.signal)
  void giveUpWithoutProgress(run, giveUp, over.signal)
  try {
    return await untilDone(run, work, AbortSignal.any([signal, giveUp.signal]))
  } finally {
    over.abort('over')
  }
}

async function publishDelayNotice(run: Run, over: AbortSignal): Promise<void> {
  await run.clock.sleep(run.settings.delayNoticeAfterMs, over).catch(() => undefined)
  if (!over.aborted && !run.hasShown()) run.publishNotice(run.texts.stillWorking)
}

/** Counts from the last draft: a long answer that still grows is not given up. */
async function giveUpWithoutProgress(run: Run, giveUp: AbortController, over: AbortSignal): Promise<void> {
  const { clock, settings } = run
  for (let leftMs = settings.giveUpAfterMs; !over.aborted;) {
    await clock.sleep(leftMs, over).catch(() => undefined)
    const restMs = settings.giveUpAfterMs - (clock.monotonicMs() - run.lastShownMs())
    // Not at once: it stands still while a model is being switched.
    leftMs = Math.max(restMs, LOOK_AGAIN_MS)
    if (restMs > 0) continue
    return giveUp.abort(new EngineError('unavailable', 'No answer within the time a person waits.'))
  }
}

async function untilDone<T>(run: Run, work: (attempt: Try) => Promise<T>, signal: AbortSignal): Promise<T> {
  const tries = { all: 0, failed: 0, tooLong: 0 }
  let promptShare = 1
  for (;;) {
    signal.throwIfAborted()
    const taken = new TakenSet(run, signal)
    try {
      return await work({ signal: taken.signal, promptShare, served: () => taken.served() })
    } catch (caught) {
      if (signal.aborted) throw signal.reason
      const error = taken.closedBy ?? caught
      count(error, tries)
      // An engine that learnt its context size from the refusal already allows fewer tokens.
      const hasLearnt = taken.hasLearnt()
      if (isOver(error, tries) || (isTooLongToJudge(error) && !hasLearnt)) throw error
      run.log.info({ turn: run.turn.id, tries: tries.all, error }, 'turn failed, retrying')
      if (isTooLong(error)) {
        if (!hasLearnt) promptShare *= SHORTER
        continue
      }
      taken.release()
      await run.clock.sleep(pauseMs(run, tries.all, error), signal)
      await taken.ready()
    } finally {
      taken.end()
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
  const mayPass = isTransient(error) || isFailed(error) || isTooLong(error) || isUnreachable(error)
  return !mayPass || all >= TRIES_MAX || failed >= FAILED_TRIES_MAX || tooLong >= TOO_LONG_TRIES_MAX
}

/** Only this request failed; the engine or the guard works for others. */
const isFailed = (error: unknown) =>
  (error instanceof EngineError && error.code === 'failed') || (error instanceof GuardFault && error.code === 'garbled')

const isTooLong = (error: unknown) =>
  (error instanceof EngineError && error.code === 'prompt-too-long') || isTooLongToJudge(error)

/** The guard's prompt has no history, so less history does not make it shorter. */
const isTooLongToJudge = (error: unknown) => error instanceof GuardFault && error.code === 'too-long'

function pauseMs({ settings }: Run, tries: number, error: unknown): number {
  const asked = error instanceof EngineError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(asked, backOffMs(tries, { firstMs: settings.retryFirstMs, maxMs: RETRY_MAX_MS }))
}
