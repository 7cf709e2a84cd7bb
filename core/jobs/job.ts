/**
 * Work off the reply path: nobody waits for it. It may run again after a crash, so it must be idempotent. Its requests
 * to an engine have the class `background`, which the scheduler preempts.
 */
export type Job = {
  /** Persisted: never renamed. */
  readonly name: string
  /** It waits for an engine, however long that is busy or away. */
  readonly usesEngine?: true
  /** Runs periodically: after the start, and after each run, also a failed one. */
  readonly schedule?: { readonly firstAfterMs: number; readonly everyMs: number }
  /**
   * Done when it resolves, unless it asks to run again at a certain time. When it throws, it is retried later. The
   * signal aborts when the service stops or another process has taken the job over.
   */
  run(key: string, signal: AbortSignal): Promise<void | { readonly againAtMs: number }>
}
