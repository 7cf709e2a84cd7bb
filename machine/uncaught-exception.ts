import type { Logger } from './log.ts'

/**
 * What nobody foresaw ends the process with 1 and one line of our log. Node itself would print all that the error
 * carries, and errors of libraries carry statements with their values, payloads and addresses. Children are tethered
 * and die with us; what was accepted is stored and goes on at the next start.
 */
export function exitOnUncaughtException(log: Logger): void {
  process.on('uncaughtException', (error: unknown) => {
    log.fatal({ error }, 'ended by an error that nobody foresaw')
    process.exit(1)
  })
}
