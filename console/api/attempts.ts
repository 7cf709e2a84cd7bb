import { createHmac } from 'node:crypto'
import type pg from 'pg'
import { inTransaction } from '#core/store/transaction.ts'
import type { Clock } from '#machine/clock.ts'
import { ConsoleError } from './console-error.ts'
import type { ConsolePool } from './console-pool.ts'
import { say } from './sentences.ts'

/** With which failure there is a wait for the first time. */
const WAITS_FROM = { who: 5, network: 20 } as const
const FIRST_WAIT_MS = 1_000
/** With the right password anybody gets in after at most so long. */
const WAIT_MS_MAX = 5 * 60_000
/** After so long without a try counting begins anew. */
const FORGIVEN_AFTER_MS = 3_600_000
const ROWS_MAX = 10_000
/** How often the table is cut to that. */
const TRIES_PER_TRIM = 500

export type Tried = {
  /** Who it would be, such as `sign-in alice`. Undefined where nobody is named, as with a link. */
  readonly who?: string | undefined
  /** Undefined where many visitors look like one. */
  readonly network: string | undefined
}

/**
 * Tries to prove who one is, counted by who it would be and by network. Each counts as a failure until it is known how
 * it went, so that many at once are no way around. In a network that somebody has signed in from before, their failures
 * are counted apart and alone: whoever tries elsewhere, or under other names, cannot keep them out.
 */
export type Attempts = {
  /** @throws {ConsoleError} `too-many` */
  begin(tried: Tried): Promise<Attempt>
  /** It has signed in from this network. */
  remember(signedIn: Tried): Promise<void>
}

export type Attempt = {
  /** Counting begins anew for who it was; the network is given back this one try. */
  succeeded(): Promise<void>
  /** It was no guess: it was neither right nor wrong. */
  undone(): Promise<void>
}

type AttemptsDeps = { readonly pool: ConsolePool; readonly key: Buffer; readonly clock: Clock }

export function createAttempts({ pool, key, clock }: AttemptsDeps): Attempts {
  const secret = createHmac('sha256', key).update('console attempts').digest()
  // People type their passwords where a name belongs: only hashes are stored.
  const keyOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const now = () => new Date(clock.now())
  const hereOf = ({ who, network }: Tried) =>
    who === undefined || network === undefined ? undefined : keyOf(`from ${network} ${who}`)
  const knownHere = async (tried: Tried) => {
    const here = hereOf(tried)
    return here !== undefined && (await pool.query(IS_KNOWN, [here])).rowCount === 1 ? here : undefined
  }
  const chargesFor = ({ who, network }: Tried, known: string | undefined): Charge[] => {
    if (known !== undefined) return [{ key: known, of: 'who' }]
    return [
      ...(who === undefined ? [] : [{ key: keyOf(`who ${who}`), of: 'who' as const }]),
      ...(network === undefined ? [] : [{ key: keyOf(`network ${network}`), of: 'network' as const }]),
    ]
  }
  let tries = 0
  return {
    async begin(tried) {
      tries += 1
      if (tries % TRIES_PER_TRIM === 0) await pool.query(TRIM, [ROWS_MAX])
      const known = await knownHere(tried)
      const charges = chargesFor(tried, known)
      const keysOf = (of: Charge['of']) => charges.filter((charge) => charge.of === of).map(({ key }) => key)
      await inTransaction(pool, (client) => charge(client, charges, now()))
      return {
        async succeeded() {
          await pool.query(known === undefined ? DROP : RESET, [keysOf('who')])
          await pool.query(FORGIVE, [keysOf('network'), known])
        },
        undone: async () => void (await pool.query(FORGIVE, [charges.map(({ key }) => key), known])),
      }
    },
    async remember(signedIn) {
      const here = hereOf(signedIn)
      if (here !== undefined) await pool.query(REMEMBER, [here, now()])
    },
  }
}

type Charge = { readonly key: string; readonly of: keyof typeof WAITS_FROM }

async function charge(client: pg.PoolClient, charges: readonly Charge[], now: Date): Promise<void> {
  // In order, so that two tries at once cannot wait for each other.
  for (const { key, of } of charges.toSorted((one, other) => (one.key < other.key ? -1 : 1))) {
    const { rowCount } = await client.query(CHARGE, [key, now, WAITS_FROM[of]])
    if (rowCount === 0) throw await waiting(client, key, now)
  }
}

async function waiting(client: pg.PoolClient, key: string, now: Date): Promise<ConsoleError> {
  const { rows } = await client.query<{ until: Date }>('select retry_at as until from console_attempt where key = $1', [
    key,
  ])
  const seconds = Math.max(1, Math.ceil(((rows[0]?.until.getTime() ?? 0) - now.getTime()) / 1_000))
  return new ConsoleError('too-many', say('tries.too-many', { count: seconds }), { retryAfterSeconds: seconds })
}

const ms = (count: number) => `interval '${count} ms'`
const FAILURES = `case when tried.changed_at > $2::timestamptz - ${ms(FORGIVEN_AFTER_MS)} then tried.failures + 1 else 1 end`

/**
 * Without a wait `retry_at` is `changed_at`. A wait that ends later than the longest one was set by a clock that has been
 * put back since: it is none.
 */
const CHARGE = `
  insert into console_attempt as tried (key, failures, retry_at, changed_at) values ($1, 1, $2, $2)
  on conflict (key) do update set failures = ${FAILURES}, changed_at = $2, retry_at = $2::timestamptz + case
    when ${FAILURES} < $3::int then ${ms(0)}
    else least(power(2, least(${FAILURES} - $3::int, 20)) * ${FIRST_WAIT_MS}, ${WAIT_MS_MAX}) * ${ms(1)} end
  where tried.retry_at = tried.changed_at
    or tried.retry_at not between $2::timestamptz + ${ms(1)} and $2::timestamptz + ${ms(WAIT_MS_MAX)}`

/**
 * A row without failures says that somebody has signed in from there. All others go: tries that cost no guess could
 * otherwise fill the table, and `TRIM` drop what counts the failures of others.
 */
const FORGIVE = `
  with gone as (delete from console_attempt where key = any($1) and failures <= 1 and key is distinct from $2)
  update console_attempt set failures = greatest(failures - 1, 0), retry_at = changed_at
  where key = any($1) and (failures > 1 or key = $2)`

const DROP = 'delete from console_attempt where key = any($1)'

const RESET = 'update console_attempt set failures = 0, retry_at = changed_at where key = any($1)'

const REMEMBER = `
  insert into console_attempt (key, failures, retry_at, changed_at) values ($1, 0, $2, $2)
  on conflict (key) do update set failures = 0, retry_at = $2, changed_at = $2`

const IS_KNOWN = 'select from console_attempt where key = $1'

const TRIM = `
  delete from console_attempt where key in (
    select key from console_attempt order by changed_at desc, key offset $1)`
