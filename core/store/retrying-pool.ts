import pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import { retry } from '#machine/retry.ts'
import { isUnreachable, READ_ONLY } from './unreachable.ts'
import { clientWith } from './pool-client.ts'
import { sqlStateOf } from './sql-state.ts'
import { StoreError } from './store-error.ts'
import { STATEMENT_MS_MAX } from './transaction.ts'

type Done = (release?: unknown) => void
type RetryingPoolOptions = { readonly clock: Clock; readonly retryMs: number; readonly statementMsMax?: number }
type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: Done) => void

/**
 * A pool that retries to connect while Postgres cannot be reached, is still starting or takes no writes, until
 * `retryMs` have passed. That is safe: a connection that was never made has done nothing.
 *
 * After a failover the connected server may have become a standby. The first statement that is refused for that
 * invalidates all connections of that generation; new ones are probed until one is to a server that takes writes. The
 * same probe, made at the start, too, shows whether a pooler is in front.
 */
export class RetryingPool extends pg.Pool {
  readonly #clock: Clock
  readonly #retryMs: number
  readonly #names: { areKept: boolean }
  /** Grows when a server became read-only; connections of an earlier generation are not used again. */
  #generation = 0
  #generationOf = new WeakMap<pg.PoolClient, number>()
  #mustProbe = true
  #mightyRole: string | undefined
  /** Connections with a server-side time limit on statements. */
  readonly #limited = new WeakSet<pg.PoolClient>()
  readonly #setsLimit: boolean
  /** Of one statement; within a transaction also where a pooler is in front. */
  readonly statementMsMax: number

  constructor(config: pg.PoolConfig, { clock, retryMs, statementMsMax = STATEMENT_MS_MAX }: RetryingPoolOptions) {
    const names = { areKept: true }
    const { query_timeout: answerMsMax, ...others } = config
    super({ ...others, Client: clientWith({ names, answerMsMax }) })
    this.#names = names
    this.#setsLimit = config.statement_timeout === undefined
    this.#clock = clock
    this.#retryMs = retryMs
    this.statementMsMax = statementMsMax
    this.on('connect', (client) => this.#generationOf.set(client, this.#generation))
    this.on('release', (error: unknown, client) => {
      if (sqlStateOf(error) === READ_ONLY && this.#isCurrent(client)) this.#invalidateAll()
    })
  }

  /** A session is shared with others: no state of it outlives a transaction. */
  get isBehindPooler(): boolean {
    return !this.#names.areKept
  }

  /** The name of our role, if row-level security does not hold for it. */
  get mightyRole(): string | undefined {
    return this.#mightyRole
  }

  /** `pool.query` and drizzle come through here, too. */
  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    const connected = this.#connect()
    if (!callback) return connected
    void answer(connected, callback)
  }

  async #connect(): Promise<pg.PoolClient> {
    const isTransient = (error: unknown) => isUnreachable(error) && !this.ending
    const policy = { withinMs: this.#retryMs, pauseMs: () => RETRY_MS, isTransient, clock: this.#clock }
    return retry(() => this.#connectOnce(), policy)
  }

  async #connectOnce(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await super.connect()
      if (this.#isCurrent(client)) return await this.#readied(client)
      client.release(true)
    }
  }

  #invalidateAll(): void {
    this.#generation += 1
    this.#mustProbe = true
  }

  #isCurrent(client: pg.PoolClient): boolean {
    return this.#generationOf.get(client) === this.#generation
  }

  async #readied(client: pg.PoolClient): Promise<pg.PoolClient> {
    try {
      if (this.#mustProbe) await this.#probe(client)
      if (this.#setsLimit && !this.isBehindPooler && !this.#limited.has(client))
        await client.query(limitOf(this.statementMsMax))
      this.#limited.add(client)
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  /** @throws {StoreError} when the server takes no writes */
  async #probe(client: pg.PoolClient): Promise<void> {
    const { rows } = await client.query<{ pid: number; read_only: string; mighty_role: string | null }>(PROBE)
    const [server] = rows
    if (server?.read_only === 'on') throw new StoreError('read-only', TAKES_NO_WRITES)
    // A pooler gives its clients a process id of its own.
    this.#names.areKept = server?.pid === (client as unknown as { processID: number }).processID
    this.#mightyRole = server?.mighty_role ?? undefined
    this.#mustProbe = false
  }
}

async function answer(connected: Promise<pg.PoolClient>, callback: Connected): Promise<void> {
  const outcome = await connected.catch((error: Error) => error)
  if (outcome instanceof Error) callback(outcome, undefined, () => undefined)
  else callback(undefined, outcome, (release) => outcome.release(release as boolean))
}

const RETRY_MS = 50
// Not a parameter of the connection, which a pooler may refuse; behind one it is set in each transaction.
const limitOf = (statementMsMax: number) => `set statement_timeout = ${statementMsMax}`
const PROBE = `
  select pg_backend_pid() as pid, current_setting('transaction_read_only') as read_only,
    (select rolname from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)) as mighty_role`
const TAKES_NO_WRITES =
  'The Postgres at DATABASE_URL takes no writes: it is a standby, or has become one. Set DATABASE_URL to the address ' +
  'of the primary.'
