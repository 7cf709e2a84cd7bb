import type { hash, verify } from '@node-rs/argon2'
import { FairSemaphore, SemaphoreFullError } from '#core/fair-semaphore.ts'
import type { Clock } from '#machine/clock.ts'
import { DeadlineError, openDeadline } from '#machine/deadline.ts'
import { ConsoleError } from '../console-error.ts'
import { normalPassword } from './password-rules.ts'
import { say } from '../sentences.ts'

/** Of one hash: KiB of memory, passes over it, and threads. */
export type PasswordCost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number }
/** OWASP's lowest for argon2id, which is also what the library uses. */
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** A hash takes a core for some 50 ms and 19 MiB: more at once would be felt in chats. */
const HASHES_MAX = 2
/** Looks like a hash, costs as much to check, and is of no password. */
const nobodys = ({ memoryCost: m, timeCost: t, parallelism: p }: PasswordCost) =>
  `$argon2id$v=19$m=${m},t=${t},p=${p}$${'A'.repeat(22)}$${'A'.repeat(43)}`
const WAITING_MAX = 20
const WAIT_MS_MAX = 5_000
const RETRY_AFTER_SECONDS = 5

export type Passwords = {
  hash(password: string, asker: Asker): Promise<string>
  /** Takes as long for an account that is not there. */
  matches(hash: string | undefined, password: string, asker: Asker): Promise<boolean>
}

/** Whoever waits for a hash; networks take turns. */
export type Asker = { readonly network: string | undefined; readonly signal: AbortSignal }

type PasswordDeps = { readonly clock: Clock; readonly passwordCost?: PasswordCost }

export function createPasswords({ clock, passwordCost = PASSWORD_COST }: PasswordDeps): Passwords {
  const permits = new FairSemaphore({ permits: HASHES_MAX, waitingMax: WAITING_MAX })
  const permitted = async <T>({ network, signal }: Asker, work: (argon2: Argon2) => Promise<T>): Promise<T> => {
    const wait = openDeadline({ limitMs: WAIT_MS_MAX, clock }, signal)
    try {
      const permit = await permits.acquire(
        { person: 'an operator', ...(network !== undefined && { network }) },
        wait.signal,
      )
      wait.end()
      return await work(await import('@node-rs/argon2')).finally(permit.release)
    } catch (error) {
      if (signal.aborted) throw new ConsoleError('unavailable', 'The browser is gone.', { cause: error })
      if (!(error instanceof SemaphoreFullError || error instanceof DeadlineError)) throw error
      const options = { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS }
      throw new ConsoleError('too-many', say('passwords.busy'), options)
    } finally {
      wait.end()
    }
  }
  return {
    hash: (password, asker) => permitted(asker, (argon2) => argon2.hash(normalPassword(password), passwordCost)),
    async matches(hash, password, asker) {
      return permitted(asker, async (argon2) => {
        const isRight = await argon2.verify(hash || nobodys(passwordCost), normalPassword(password))
        return isRight && Boolean(hash)
      })
    },
  }
}

type Argon2 = { readonly hash: typeof hash; readonly verify: typeof verify }
