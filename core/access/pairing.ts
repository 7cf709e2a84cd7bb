import type pg from 'pg'
import type { AccountId, IdentityId, PersonId } from '../contract/ids.ts'
import { inTransaction } from '../store/transaction.ts'
import { newCode, type RandomInt } from './codes.ts'

export type Stranger = { readonly identity: IdentityId; readonly person: PersonId; readonly account: AccountId }

/** What a stranger is told. `none`: as many others have a code as may have one. */
export type CodeOffer =
  { readonly type: 'code'; readonly code: string; readonly untilMs: number } | { readonly type: 'none' }

/** How long a code is good. */
export const CODE_MS = 3_600_000
/** Codes of one account at a time. */
export const CODES_MAX = 3
const TRIES_MAX = 5

/** The open code of this person, which is made when there is none. */
export function offerCode(
  pool: pg.Pool,
  { identity, person, account }: Stranger,
  { now, randomInt }: { now: Date; randomInt: RandomInt },
): Promise<CodeOffer> {
  return inTransaction(pool, async (client) => {
    // One at a time, or two strangers would get the last code.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`pairing ${account}`])
    await client.query('delete from pairing where account = $1 and expires_at <= $2', [account, now])
    const { rows: open } = await client.query<OpenRow>(OPEN, [account])
    const own = open.find(({ identityId }) => identityId === identity)
    if (own) return { type: 'code', code: own.code, untilMs: own.expiresAt.getTime() }
    if (open.length >= CODES_MAX) return { type: 'none' }
    const expiresAt = new Date(now.getTime() + CODE_MS)
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const code = newCode(randomInt)
      const { rowCount } = await client.query(ADD, [identity, person, account, code, expiresAt])
      if (rowCount) return { type: 'code', code, untilMs: expiresAt.getTime() }
    }
    throw new Error(`No free code in ${TRIES_MAX} tries: the random numbers are not random.`)
  })
}

type OpenRow = { identityId: IdentityId; code: string; expiresAt: Date }

const OPEN = 'select identity_id as "identityId", code, expires_at as "expiresAt" from pairing where account = $1'

const ADD = `
  insert into pairing (identity_id, person_id, account, code, expires_at) values ($1, $2, $3, $4, $5)
  on conflict (code) do nothing`
