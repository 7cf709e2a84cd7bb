import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

/**
 * A lease on a row, in SQL: one owner until a time, and a fencing token that grows with every take, so that what an
 * earlier holder writes is refused. It uses the database's clock alone. `$1` is the row's id everywhere.
 */
export const leaseOn = (table: string, { owner, until, fence }: Record<'owner' | 'until' | 'fence', string>) => ({
  isFree: `(${until} is null or ${until} < clock_timestamp())`,
  /** For the owner `$2`, for `$3` milliseconds. A holder that takes it again keeps the token. */
  taken: (isHeld = 'false') => `
    ${owner} = $2, ${until} = clock_timestamp() + $3 * interval '1 ms',
    ${fence} = ${fence} + case when ${isHeld} then 0 else 1 end`,
  /** The fencing token is `$2`. A released lease stays released. */
  renew: `
    update ${table} set ${until} = clock_timestamp() + $3 * interval '1 ms'
    where id = $1 and ${fence} = $2 and ${until} is not null`,
  released: `${owner} = null, ${until} = null`,
  releasedIf: (condition: string) => `
    ${owner} = case when ${condition} then null else ${owner} end,
    ${until} = case when ${condition} then null else ${until} end`,
})

/** Who answers in a conversation, and who sends into it. */
export const TURN_LEASE = leaseOn('conversation', { owner: 'lease_owner', until: 'lease_until', fence: 'fence' })
export const DELIVERY_LEASE = leaseOn('conversation', {
  owner: 'delivery_owner',
  until: 'delivery_until',
  fence: 'delivery_fence',
})

/** Abort reason of work whose lease somebody else has taken. */
export const LEASE_LOST = 'lease-lost'

export type KeptLease = { readonly lost: AbortSignal; end(): void }

type Keeping = {
  /** False when somebody else has taken the lease. */
  readonly renew: () => Promise<boolean>
  readonly leaseMs: number
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Renews a lease until `end`. `lost` aborts when somebody else has taken it; not when the store is unreachable, since
 * nobody can take it without the store.
 */
export function keepLease({ renew, leaseMs, clock, log }: Keeping): KeptLease {
  const lost = new AbortController()
  const ended = new AbortController()
  const keep = async () => {
    while (!lost.signal.aborted) {
      await clock.sleep(leaseMs * RENEW_SHARE, ended.signal)
      const isOurs = await renew().catch((error: unknown) => {
        log.debug({ error }, 'failed to renew lease')
        return true
      })
      ended.signal.throwIfAborted()
      if (!isOurs) lost.abort(LEASE_LOST)
    }
  }
  // `end` interrupts the sleep. An abort without a reason would make an exception with a stack each time.
  keep().catch(() => undefined)
  return { lost: lost.signal, end: () => ended.abort('over') }
}

/** One renewal may fail. */
const RENEW_SHARE = 1 / 3
