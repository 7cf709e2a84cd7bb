import type { Engine } from '#engine/contract.ts'
import type { Guard } from './guard/guard.ts'

/**
 * What answers and what judges at one time. A prompt is neutralised and built for the control marks and the abilities
 * of one model, so all that is done with a text is done with one set: whoever needs another takes it and begins anew.
 */
export type ServingSet<AnyGuard extends Guard = Guard> = {
  /** Answers text. */
  readonly chat: Engine
  /** Answers turns with pictures. */
  readonly photo: Engine
  readonly guards: readonly AnyGuard[]
}

/** A set in use: it is not closed before it is given back, unless that takes too long. */
export type Lease = {
  readonly set: ServingSet
  /** Aborts when the set is closed, in use or not; its reason is an `interrupted`. */
  readonly closed: AbortSignal
  release(): void
}

export type Serving = {
  /** Waits while one model is being closed and the next one loaded. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<Lease>
}

/** Works with one set and gives it back. When it is closed meanwhile, the work fails with `interrupted`. */
export async function withSet<T>(
  serving: Serving,
  work: (set: ServingSet, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const { set, closed, release } = await serving.take(signal)
  try {
    return await work(set, AbortSignal.any([signal, closed]))
  } catch (error) {
    throw closed.aborted && !signal.aborted ? closed.reason : error
  } finally {
    release()
  }
}
