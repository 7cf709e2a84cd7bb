import { createHmac } from 'node:crypto'
import type pg from 'pg'
import type { IdentityId } from '../contract/ids.ts'

export type EntryState = 'approved' | 'blocked'

/** Held in memory; of more than these, some are looked up. */
export const ENTRIES_MAX = 100_000

/**
 * Whom operators have approved or blocked, in memory: so that no message of anybody needs a query. The database is the
 * truth. An entry is found by a keyed hash of the identity, which says of nobody whom it is about: so a block may stay
 * when its person was deleted.
 */
export class AccessEntries {
  readonly #pool: Pick<pg.Pool, 'query'>
  readonly #key: Buffer
  readonly #states = new Map<string, EntryState>()
  /** All there are. */
  #isWhole = true

  /** `key`: the secret of the data folder. */
  constructor({ pool, key }: { pool: Pick<pg.Pool, 'query'>; key: Buffer }) {
    this.#pool = pool
    // Of its own for each purpose, so that equal texts give unequal hashes.
    this.#key = createHmac('sha256', key).update('access entries').digest()
  }

  async load(entriesMax = ENTRIES_MAX): Promise<void> {
    const { rows } = await this.#pool.query<EntryRow>(NEWEST, [entriesMax + 1])
    this.#isWhole = rows.length <= entriesMax
    for (const { hash, state } of rows) this.#states.set(nameOf(hash), state)
  }

  hashOf(identity: IdentityId): Buffer {
    return createHmac('sha256', this.#key).update(identity).digest()
  }

  async stateOf(identity: IdentityId): Promise<EntryState | undefined> {
    return (await this.#statesOf([identity])).get(identity)
  }

  async blockedAmong(identities: Iterable<IdentityId>): Promise<ReadonlySet<IdentityId>> {
    if (this.#states.size === 0) return NOBODY
    const states = await this.#statesOf([...new Set(identities)])
    return new Set([...states].filter(([, state]) => state === 'blocked').map(([identity]) => identity))
  }

  /** After the database knows it. */
  set(identity: IdentityId, state: EntryState): void {
    this.#states.set(nameOf(this.hashOf(identity)), state)
  }

  delete(identity: IdentityId): void {
    this.#states.delete(nameOf(this.hashOf(identity)))
  }

  /** Approvals of people who were deleted; a block stays. */
  forgetApprovals(identities: readonly IdentityId[]): void {
    for (const identity of identities) {
      const name = nameOf(this.hashOf(identity))
      if (this.#states.get(name) === 'approved') this.#states.delete(name)
    }
  }

  async #statesOf(identities: readonly IdentityId[]): Promise<Map<IdentityId, EntryState>> {
    const hashes = new Map(identities.map((identity) => [identity, this.hashOf(identity)]))
    const unknown = this.#isWhole ? [] : [...hashes.values()].filter((hash) => !this.#states.has(nameOf(hash)))
    const looked = unknown.length > 0 ? (await this.#pool.query<EntryRow>(AMONG, [unknown])).rows : []
    const found = new Map(looked.map(({ hash, state }) => [nameOf(hash), state]))
    const states = new Map<IdentityId, EntryState>()
    for (const [identity, hash] of hashes) {
      const state = this.#states.get(nameOf(hash)) ?? found.get(nameOf(hash))
      if (state !== undefined) states.set(identity, state)
    }
    return states
  }
}

type EntryRow = { hash: Buffer; state: EntryState }

const NOBODY: ReadonlySet<IdentityId> = new Set()

const nameOf = (hash: Buffer) => hash.toString('base64')

const NEWEST = 'select hash, state from access_entry order by changed_at desc limit $1'

const AMONG = 'select hash, state from access_entry where hash = any($1::bytea[])'
