import { createHash } from 'node:crypto'
import type { AccountId } from '#core/contract/ids.ts'
import type { Logger } from '#machine/log.ts'

const NOTED_MAX = 1000

/** Logs each unreadable update once, however often it comes, and never its content. */
export class UnreadableUpdates {
  readonly #log: Logger
  readonly #account: AccountId
  readonly #noted = new Set<string>()

  constructor(log: Logger, account: AccountId) {
    this.#log = log
    this.#account = account
  }

  note(update: unknown, where: string): void {
    const print = fingerprint(update)
    if (this.#noted.has(print)) return
    this.#noted.add(print)
    const [oldest] = this.#noted
    if (this.#noted.size > NOTED_MAX && oldest !== undefined) this.#noted.delete(oldest)
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
