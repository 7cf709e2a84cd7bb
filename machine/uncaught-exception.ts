import type { Logger } from './log.ts'

/**
 * Ends the process with 1 and one log line after an unexpected error. Node itself would print all fields of the error,
 * and errors of libraries hold statements with their values, payloads and addresses. Children are tethered and die with
 * us; accepted messages are stored and processed after the next start.
 */
export function exitOnUncaughtException(log: Logger): void {
  process.on('uncaughtException', (error: unknown) => {
    log.fatal({ error }, 'uncaught exception, exiting')
    process.exit(1)
  })
}
