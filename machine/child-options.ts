import type { BackOff } from './back-off.mjs'
import type { ChildState } from './child-state.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import type { ChildExit } from './tether.ts'

export type ChildOptions = {
  name: string
  command: string
  args: readonly string[]
  /** Added to the few variables that children inherit (see tether.ts); a child does not get the service's own. */
  env?: Record<string, string>
  cwd?: string
  /** Resolves when the child can be used; rejects when the signal aborts. */
  ready: (signal: AbortSignal) => Promise<void>
  /** Sent one after the other, `stopAfterMs` apart, until the child has exited; SIGKILL follows at the end. */
  stop: readonly NodeJS.Signals[]
  stopAfterMs: number
  /** The part of a line that may be logged; undefined drops it. Logged lines are also kept as the last lines. */
  scrub?: (line: string) => string | undefined
  /** Gets each scrubbed line; by default they go to the log at debug. */
  onLine?: (line: string) => void
  backOff: BackOff
  startTimeoutMs: number
  /** Runs before each start, when no earlier process of this child is left. */
  prepare?: (signal: AbortSignal) => Promise<void>
  clock: Clock
  log: Logger
}

export type ChildExitNotice = ChildExit & { wasReady: boolean; isExpected: boolean; lastLines: readonly string[] }

export interface Child {
  readonly state: ChildState
  /** The process id of the program while it runs. */
  readonly pid: number | undefined
  /** @throws {ChildError} when it has failed or was stopped; the signal's reason when that aborts first */
  whenReady(signal?: AbortSignal): Promise<void>
  /** Calls the listener at each exit of the process, expected or not; returns the function that removes it. */
  onExit(listener: (exit: ChildExitNotice) => void): () => void
  /** Restarts it without back-off, also after it has failed. */
  restart(reason: string): void
  [Symbol.asyncDispose](): Promise<void>
}
