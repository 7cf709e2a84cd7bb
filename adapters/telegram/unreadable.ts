import { createHash } from 'node:crypto'
import type { AccountId } from '#core/contract/ids.ts'
import { BoundedSet } from '#machine/bounded.ts'
import type { Logger } from '#machine/log.ts'

const NOTED_MAX = 1000

/** Logs each unreadable update once, however often it comes, and never its content. */
export class UnreadableUpdates {
  readonly #log: Logger
  readonly #account: AccountId
  readonly #noted = new BoundedSet<string>(NOTED_MAX)

  constructor(log: Logger, account: AccountId) {
    this.#log = log
    this.#account = account
  }

  note(update: unknown, where: string): void {
    const print = fingerprint(update)
    if (this.#noted.has(print)) return
    this.#noted.add(print)
    this.#log.warn({ account: this.#account, where }, 'unreadable update skipped')
  }
}

function fingerprint(update: unknown): string {
  try {
    return createHash('sha256').update(JSON.stringify(update)).digest('base64url')
  } catch {
    return 'nested too deeply'
  }
}
