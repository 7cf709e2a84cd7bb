import type { Clock } from './clock.ts'

/** The work took too long; nobody aborted it. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly code = 'deadline'
}

export type Deadline = {
  /** Aborts with a `DeadlineError` when the time is over, or with the parent signal. */
  readonly signal: AbortSignal
  /** Whether the time ran out first. */
  readonly hasPassed: boolean
  /** From now on it does not abort. */
  end(): void
}

type Limit = { readonly limitMs: number; readonly clock: Clock }

/** The caller must end it. */
export function openDeadline({ limitMs, clock }: Limit, signal?: AbortSignal): Deadline {
  const over = new AbortController()
  const ended = new AbortController()
  let hasPassed = false
  const pass = () => {
    hasPassed = !over.signal.aborted
    over.abort(new DeadlineError(`no answer within ${limitMs} ms`))
  }
  const stop = () => over.abort(signal?.reason)
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true, signal: ended.signal })
  void clock.sleep(limitMs, ended.signal).then(pass, () => undefined)
  return {
    signal: over.signal,
    get hasPassed() {
      return hasPassed
    },
    end: () => ended.abort(),
  }
}

/** Runs `work` with a deadline's signal; rejects with `DeadlineError` when the time runs out. */
export async function withDeadline<T>(
  limit: Limit,
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted()
  const deadline = openDeadline(limit, signal)
  try {
    return await work(deadline.signal)
  } catch (error) {
    throw deadline.hasPassed ? deadline.signal.reason : error
  } finally {
    deadline.end()
  }
}

/** For work without a signal: its value, or undefined when it takes longer; it then continues unobserved. */
export async function inTime<T>(work: Promise<T>, { limitMs, clock }: Limit): Promise<T | undefined> {
  const done = new AbortController()
  const late = clock.sleep(limitMs, done.signal).then(
    () => undefined,
    () => undefined,
  )
  return Promise.race([work, late]).finally(() => done.abort())
}
