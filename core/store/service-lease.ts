import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { DELIVERY_LEASE, keepLease, leaseOn, TURN_LEASE } from './lease.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'
import { inTransaction } from './transaction.ts'

/** While it is held no other service works on the database. */
export type ServiceLease = AsyncDisposable & {
  /** Aborts when another service has taken it: this one must neither claim nor send any more. */
  readonly lost: AbortSignal
}

type Service = {
  /** Of its data folder: a service with the same id is the same one, started again. */
  readonly id: string
  readonly hostName: string
  readonly dataFolder: string
}

const LEASE_MS = 15_000
const ROW = 'service'

/**
 * Takes the database for a service: at once when it was the last holder, however it ended, and otherwise once the lease
 * of the other one is released or expired. No other service runs then, so the leases on conversations are freed.
 *
 * @throws {StoreError} while another service holds it
 */
export async function takeServiceLease({
  store: { pool },
  service,
  clock,
  log,
  leaseMs = LEASE_MS,
}: {
  store: Store
  service: Service
  clock: Clock
  log: Logger
  leaseMs?: number
}): Promise<ServiceLease> {
  const fence = await inTransaction(pool, (client) => take(client, service, leaseMs))
  const renew = async () => (await pool.query(lease.renew, [ROW, fence, leaseMs])).rowCount === 1
  const kept = keepLease({ renew, leaseMs, clock, log })
  return {
    lost: kept.lost,
    async [Symbol.asyncDispose]() {
      kept.end()
      // So that a service with another id need not wait until it expires.
      await pool.query(RELEASE, [ROW, fence])
    },
  }
}

async function take(client: pg.PoolClient, service: Service, leaseMs: number): Promise<number> {
  const { id, hostName, dataFolder } = service
  await client.query(MAKE, [ROW])
  const {
    rows: [holder],
  } = await client.query<Holder>(HOLDER, [ROW])
  const {
    rows: [taken],
  } = await client.query<{ fence: number }>(TAKE, [ROW, id, leaseMs, hostName, dataFolder])
  if (!taken) throw inUse(holder as Holder)
  await freeLeases(client)
  return taken.fence
}

type Holder = { owner: string; host_name: string; data_folder: string; since: Date; until: Date }

function inUse({ owner, host_name: host, data_folder: folder, since, until }: Holder): StoreError {
  const sentence =
    `Another Chasqui works on this database: ${owner} on ${host}, with the data folder ${folder}, since ` +
    `${since.toISOString()}. Stop it first, or set DATABASE_URL to another database; if it has died, start again ` +
    `after ${until.toISOString()}.`
  return new StoreError('in-use', sentence)
}

/** Leases of earlier processes, which are dead; `owner` keeps its own. */
export async function freeLeases(client: pg.Pool | pg.PoolClient, owner = ''): Promise<void> {
  await client.query(FREE, [owner])
}

const lease = leaseOn('service_lease', { owner: 'owner', until: 'until', fence: 'fence' })

const MAKE = `
  insert into service_lease (id, fence, host_name, data_folder, since) values ($1, 0, '', '', clock_timestamp())
  on conflict (id) do nothing`

const TAKE = `
  update service_lease set ${lease.taken()}, host_name = $4, data_folder = $5, since = clock_timestamp()
  where id = $1 and (${lease.isFree} or owner = $2) returning fence`

const HOLDER = 'select owner, host_name, data_folder, since, until from service_lease where id = $1 for update'

const RELEASE = `update service_lease set ${lease.released} where id = $1 and fence = $2`

const FREE = `
  update conversation set ${TURN_LEASE.released}, ${DELIVERY_LEASE.released}
  where lease_owner <> $1 or delivery_owner <> $1`
