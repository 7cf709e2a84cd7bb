import { FairSemaphore } from '#core/fair-semaphore.ts'
import { ConsoleError } from './console-error.ts'
import type { Session } from './sessions.ts'
import { say } from './sentences.ts'

/** Each may take a connection for three seconds; the fourth of them is for whoever signs in or changes something. */
const READS_MAX = 3
const OF_ACCOUNT_MAX = 2
/** With those that wait: a page of pictures asks for many at once. */
const ASKED_OF_ACCOUNT_MAX = 64
const RETRY_AFTER_SECONDS = 3

/** What is read takes turns, account by account: whoever looks for much at once waits for themselves alone. */
export type ReadTurns = <T>(reading: Reading<T>) => Promise<T>

type Reading<T> = {
  readonly session: Session
  readonly signal: AbortSignal
  /** Whoever had to wait may have been made something else meanwhile. */
  readonly checkAgain: () => Promise<void>
  readonly read: () => Promise<T>
}

export function createReadTurns(): ReadTurns {
  const permits = new FairSemaphore({ permits: READS_MAX, waitingMax: Infinity, heldMax: () => OF_ACCOUNT_MAX })
  const asked = new Map<string, number>()
  const count = (account: string, change: 1 | -1) => {
    const now = (asked.get(account) ?? 0) + change
    if (now > ASKED_OF_ACCOUNT_MAX) {
      const options = { retryAfterSeconds: RETRY_AFTER_SECONDS }
      throw new ConsoleError('too-many', say('reads.too-many'), options)
    }
    if (now > 0) asked.set(account, now)
    else asked.delete(account)
  }
  return async ({ session: { account }, signal, checkAgain, read }) => {
    const share = { person: account.id }
    count(account.id, 1)
    try {
      const atOnce = permits.tryAcquire(share)
      const permit = atOnce ?? (await permits.acquire(share, signal))
      try {
        if (atOnce === undefined) await checkAgain()
        return await read()
      } finally {
        permit.release()
      }
    } catch (error) {
      throw signal.aborted ? new ConsoleError('unavailable', 'The browser is gone.', { cause: error }) : error
    } finally {
      count(account.id, -1)
    }
  }
}
