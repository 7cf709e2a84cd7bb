/**
 * Work off the reply path: nobody waits for it, and people go before it. It may run again after a crash, so whatever it
 * does it does as often as needed with the same result. What it asks of an engine has the class `background`, which the
 * scheduler preempts.
 */
export type Job = {
  /** Kept in the store: it stays as it is. */
  readonly name: string
  /** Runs again and again, after a start and after each run, also one that failed. */
  readonly schedule?: { readonly firstAfterMs: number; readonly everyMs: number }
  /**
   * Done when it resolves, unless it wants to run again at a certain time. What it throws counts as a try, and it is
   * tried again later. The signal aborts when the service stops or another process has taken the job over.
   */
  run(key: string, signal: AbortSignal): Promise<void | { readonly againAtMs: number }>
}
