import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'

/** Links that let somebody in who has no password yet, or has lost it. Each works once, within an hour. */
export type Links = {
  hasOwner(): Promise<boolean>
  /** For the first owner; earlier ones end. Undefined once there is an owner. `isAsked`: by `npm run console`. */
  setUp(by: { isAsked: boolean }): Promise<string | undefined>
  /** For a new password of this account, whose sessions all end. Undefined without such an account. */
  recover(name: string): Promise<{ path: string; name: string; sessionsEnded: number } | undefined>
}

export const LINK_MINUTES = 60

/** Who is named in the audit where no account is. */
const BY_COMMAND = 'npm run console'
const FROM = 'this computer'

type LinksDeps = {
  readonly pool: Pick<pg.Pool, 'query'>
  readonly clock: Clock
  readonly randomBytes: (count: number) => Buffer
}

/** Only the hash is kept. The token stands behind `#`, which browsers send nowhere, and is spent by POST. */
export function createLinks({ pool, clock, randomBytes }: LinksDeps): Links {
  const made = () => {
    const token = randomBytes(32).toString('base64url')
    const now = clock.now()
    const times = { now: new Date(now), expiresAt: new Date(now + LINK_MINUTES * 60_000) }
    return { token, hash: createHash('sha256').update(token).digest(), ...times }
  }
  return {
    async hasOwner() {
      const { rows } = await pool.query<{ found: boolean }>(
        `select exists (select from console_account where role = 'owner') as found`,
      )
      return rows[0]?.found === true
    },
    async setUp({ isAsked }) {
      const { token, hash, now, expiresAt } = made()
      const { rowCount } = await pool.query(SET_UP, [hash, expiresAt, now, BY_COMMAND, FROM, isAsked])
      return rowCount === 1 ? `#setup=${token}` : undefined
    },
    async recover(wanted) {
      const { token, hash, now, expiresAt } = made()
      const { rows } = await pool.query<{ name: string; ended: number }>(RECOVER, [
        hash,
        expiresAt,
        now,
        BY_COMMAND,
        FROM,
        wanted,
      ])
      const [row] = rows
      return row && { path: `#recover=${token}`, name: row.name, sessionsEnded: row.ended }
    },
  }
}

const SET_UP = `
  with earlier as (delete from console_link where kind = 'setup'),
  made as (
    insert into console_link (hash, kind, role, made_by, expires_at)
    select $1, 'setup', 'owner', $4, $2 where not exists (select from console_account where role = 'owner')
    returning 1),
  noted as (
    insert into console_audit (at, account_name, action, outcome, network)
    select $3, $4, 'link.setup', 'done', $5 from made where $6)
  select from made`

const RECOVER = `
  with account as (
    select id, name from console_account where lower(name) = lower($6) order by name = $6 desc limit 1),
  earlier as (
    delete from console_link l using account a where l.account_id = a.id and l.kind = 'recovery'),
  ended as (
    delete from console_session s using account a where s.account_id = a.id returning 1),
  made as (
    insert into console_link (hash, kind, account_id, made_by, expires_at)
    select $1, 'recovery', id, $4, $2 from account),
  noted as (
    insert into console_audit (at, account_name, action, target, outcome, network)
    select $3, $4, 'link.recover', name, 'done', $5 from account)
  select name, (select count(*) from ended)::int as ended from account`
