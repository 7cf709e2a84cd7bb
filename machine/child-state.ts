import { CodedError } from './coded-error.ts'
import type { ChildExit } from './tether.ts'

/** The state of a supervised child. */
export type ChildState = Phase & {
  /** Number of starts after the first. */
  restarts: number
  /** The last lines of the current process, or of the previous one until it starts; scrubbed, oldest first. */
  lastLines: readonly string[]
}

export type Phase =
  | { state: 'starting'; lastExit?: ChildExit }
  | { state: 'ready'; pid: number | undefined }
  | { state: 'stopped' }
  | { state: 'failed'; error: ChildError }

export type ChildErrorCode = 'exited-before-ready' | 'start-timeout' | 'not-ready' | 'stopped'

/** A child cannot be used; the message holds its last lines. */
export class ChildError extends CodedError<ChildErrorCode> {
  override readonly name = 'ChildError'
  readonly lastLines: readonly string[]

  constructor(code: ChildErrorCode, message: string, options: { lastLines: readonly string[]; cause?: unknown }) {
    const lines = options.lastLines.slice(-LINES_IN_MESSAGE_MAX)
    const said = lines.length > 0 ? ` It said last:\n  ${lines.join('\n  ')}` : ''
    super(code, message + said, { cause: options.cause })
    this.lastLines = options.lastLines
  }
}

/** `status 1`, `SIGKILL`. */
export function exitText(exit: ChildExit): string {
  return exit.signal ?? `status ${exit.code}`
}

const LINES_IN_MESSAGE_MAX = 8
