import type { Logger } from './log.ts'

type StopOptions = {
  readonly stop: () => Promise<void>
  readonly deadlineMs?: number
  /** A signal this soon after the first one is the same one: the terminal sends Ctrl-C to all, and npm passes it on. */
  readonly echoMs?: number
  readonly log: Logger
}

/**
 * Orderly stop at SIGINT or SIGTERM: `stop` runs once, then exit 0. When `stop` fails or takes longer than
 * `deadlineMs`, exit 1; at a second signal, exit at once with that signal's status. Children are tethered and die with
 * us in every case. Returns the function that removes the handlers.
 */
export function onStopSignals(options: StopOptions): () => void {
  const { stop, deadlineMs = DEADLINE_MS, echoMs = ECHO_MS, log } = options
  let firstAtMs: number | undefined
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    const isEcho = firstAtMs !== undefined && performance.now() - firstAtMs < echoMs
    if (isEcho) return
    if (firstAtMs !== undefined) return leave(SIGNALLED + NUMBERS[signal], 'ended by a second signal')
    firstAtMs = performance.now()
    log.info({ signal }, 'stopping; a second signal ends at once')
    setTimeout(() => leave(1, `did not stop within ${deadlineMs / 1000} s`), deadlineMs).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => leave(1, 'could not stop in order', error),
    )
  }
  const leave = (code: number, why: string, error?: unknown) => {
    log.error(error === undefined ? {} : { error }, why)
    process.exit(code)
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
}

const DEADLINE_MS = 10_000
const ECHO_MS = 300
const SIGNALLED = 128
const NUMBERS = { SIGINT: 2, SIGTERM: 15 }
