import { lowerRole, type Role } from '../../roles.ts'
import { TOKEN_PREFIX } from '../bearer.ts'
import { ConsoleError } from '../console-error.ts'
import { prepared } from '../console-pool.ts'
import type { MadeToken, TokensForm } from '../forms/tokens.ts'
import type { RouteDeps } from '../route.ts'
import { hashOf, SEEN_EVERY_MS, TOKEN_SESSION, type Session } from '../sessions.ts'
import { changeAccountsAs } from './account-change.ts'
import { say } from '../sentences.ts'

const TOKENS_MAX = 100
const TOKEN_BYTES = 32
const DAY_MS = 86_400_000

type Showing = { readonly token: string; readonly network: string | undefined }
type ProgramDeps = Pick<RouteDeps, 'pool' | 'clock' | 'attempts'>

/**
 * Who a program acts for. What its account may do is read anew at each request. Wrong tokens are slowed down by network;
 * a right one is no guess, and is never kept waiting for them.
 *
 * @throws {ConsoleError}
 */
export async function programOf({ token, network }: Showing, { pool, clock, attempts }: ProgramDeps): Promise<Session> {
  const now = new Date(clock.now())
  const { rows } = await pool.query<Found>(prepared('token', FIND, [hashOf(token), now]))
  const [row] = rows
  if (row === undefined) {
    // Counted apart from sign-in: a program whose token has expired goes on asking, and keeps nobody out.
    await attempts.begin({ who: `token from ${network}`, network: undefined })
    throw new ConsoleError('token-unknown', 'This API token has expired, was revoked or never was one.')
  }
  const { id, name, account_id, account_name, role, account_role, used_at } = row
  if (used_at === null || now.getTime() - used_at.getTime() >= SEEN_EVERY_MS) await pool.query(USED, [id, now])
  return {
    id: `${TOKEN_SESSION}${id}`,
    account: {
      id: account_id,
      name: account_name,
      role: lowerRole(role, account_role),
      hasTotp: false,
      hasPasskey: false,
    },
    provedAtMs: 0,
    token: { name },
  }
}

type NewToken = { readonly name: string; readonly role: Role; readonly days: number }

/** The token is in the answer alone. @throws {ConsoleError} */
export async function makeToken({ name, role, days }: NewToken, session: Session, deps: RouteDeps): Promise<MadeToken> {
  const token = TOKEN_PREFIX + deps.randomBytes(TOKEN_BYTES).toString('base64url')
  const id = deps.randomBytes(16).toString('base64url')
  const now = deps.clock.now()
  const expiresAtMs = now + days * DAY_MS
  await changeAccountsAs(session, deps, async (client) => {
    await client.query('delete from console_token where expires_at <= $1', [new Date(now)])
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from console_token')
    if ((rows[0]?.count ?? 0) >= TOKENS_MAX) {
      throw new ConsoleError('conflict', say('tokens.too-many', { max: TOKENS_MAX }))
    }
    const values = [id, hashOf(token), session.account.id, role, name, new Date(now), new Date(expiresAtMs)]
    await client.query(ADD, values)
  })
  return { token, expiresAtMs }
}

/** Of all accounts: what an owner has made, another one may have to end. */
export async function listTokens({ pool, clock }: RouteDeps): Promise<TokensForm> {
  const { rows } = await pool.query<Listed>(LIST, [new Date(clock.now()), TOKENS_MAX])
  return {
    tokens: rows.map(({ id, name, account_name, role, created_at, expires_at, used_at }) => ({
      id,
      name,
      account: account_name,
      role,
      createdAtMs: created_at.getTime(),
      expiresAtMs: expires_at.getTime(),
      ...(used_at && { usedAtMs: used_at.getTime() }),
    })),
  }
}

/** What is open for it ends at once. Returns what it was called. @throws {ConsoleError} */
export async function revokeToken(id: string, { pool, sessions }: RouteDeps): Promise<string> {
  const { rows } = await pool.query<{ name: string }>('delete from console_token where id = $1 returning name', [id])
  if (rows[0] === undefined) throw new ConsoleError('not-found', say('token.gone'))
  await sessions.checkEnds()
  return rows[0].name
}

type Found = {
  id: string
  name: string
  role: Role
  used_at: Date | null
  account_id: string
  account_name: string
  account_role: Role
}
type Listed = Pick<Found, 'id' | 'name' | 'role' | 'used_at' | 'account_name'> & { created_at: Date; expires_at: Date }

const FIND = `
  select t.id, t.name, t.role, t.used_at, a.id as account_id, a.name as account_name, a.role as account_role
  from console_token t join console_account a on a.id = t.account_id where t.token_hash = $1 and t.expires_at > $2`

const USED = 'update console_token set used_at = $2 where id = $1'

const ADD = `
  insert into console_token (id, token_hash, account_id, role, name, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7)`

const LIST = `
  select t.id, t.name, t.role, t.used_at, t.created_at, t.expires_at, a.name as account_name
  from console_token t join console_account a on a.id = t.account_id
  where t.expires_at > $1 order by t.created_at desc, t.id limit $2`
