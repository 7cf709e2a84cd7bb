import type { BackOff } from './back-off.mjs'
import type { ChildState } from './child-state.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import type { ChildExit } from './tether.ts'

export type ChildOptions = {
  name: string
  command: string
  args: readonly string[]
  /** Added to the few variables that children inherit (see tether.ts); the service's own never reach a child. */
  env?: Record<string, string>
  cwd?: string
  /** Resolves when the child can be used. It waits until then, and gives up when the signal aborts. */
  ready: (signal: AbortSignal) => Promise<void>
  /** Sent one after the other, `stopAfterMs` apart, until the child is gone; SIGKILL follows by itself. */
  stop: readonly NodeJS.Signals[]
  stopAfterMs: number
  /** What the log gets of a line; undefined drops it. Lines that pass are kept as last words, too. */
  scrub?: (line: string) => string | undefined
  /** Gets each scrubbed line; by default they go to the log at debug. */
  onLine?: (line: string) => void
  backOff: BackOff
  startTimeoutMs: number
  /** Done before each start, when no earlier process of this child is left. */
  prepare?: (signal: AbortSignal) => Promise<void>
  clock: Clock
  log: Logger
}

export type ChildExitNotice = ChildExit & { wasReady: boolean; isExpected: boolean; lastLines: readonly string[] }

export interface Child {
  readonly state: ChildState
  /** The program's own process id while it runs. */
  readonly pid: number | undefined
  /** @throws {ChildError} when it has failed or was stopped; the signal's reason when that aborts first */
  whenReady(signal?: AbortSignal): Promise<void>
  /** Calls the listener at each end of the process, wanted or not; returns what takes the listener away. */
  onExit(listener: (exit: ChildExitNotice) => void): () => void
  /** Stops it and starts it anew without back-off, also one that has failed. */
  restart(reason: string): void
  [Symbol.asyncDispose](): Promise<void>
}
