import type pg from 'pg'
import type { Role } from '../../roles.ts'
import { ConsoleError } from '../console-error.ts'
import type { Invited } from '../forms/accounts.ts'
import type { LinkForm, Recovered } from '../forms/session.ts'
import type { RouteDeps } from '../route.ts'
import { hashOf, type Begun, type Session } from '../sessions.ts'
import { addAccount, changeAccounts, changeAccountsAs } from './account-change.ts'
import { newName } from './names.ts'
import { requireGoodPassword } from './password-rules.ts'
import { beginFor, type Browser } from './sign-in.ts'
import { say } from '../sentences.ts'

const INVITATION_DAYS = 7
const INVITATIONS_MAX = 50

type Kind = LinkForm['kind']
type Link = { kind: Kind; role: Role | null; account_id: string | null; name: string | null; expires_at: Date }

const unknown = () => new ConsoleError('link-unknown', say('link.unknown'))

/** What it is for; it stays as it is. @throws {ConsoleError} */
export async function lookAt(token: string, { pool, clock }: RouteDeps): Promise<LinkForm> {
  const { rows } = await pool.query<Link>(LOOK, [hashOf(token), new Date(clock.now())])
  const [link] = rows
  if (link === undefined) throw unknown()
  const { kind, role, name, expires_at } = link
  return { kind, expiresAtMs: expires_at.getTime(), ...(role && { role }), ...(name !== null && { name }) }
}

type Joining = { readonly token: string; readonly name: string; readonly password: string }

/** Makes the account that the link is for, and signs it in. @throws {ConsoleError}, and the link still works */
export async function join(
  kind: 'setup' | 'invitation',
  { token, name: typed, password }: Joining,
  by: Browser,
  deps: RouteDeps,
): Promise<Begun> {
  await requireKind(kind, token, deps)
  const name = newName(typed)
  requireGoodPassword(password, name)
  const hash = await deps.passwords.hash(password, by)
  const id = deps.randomBytes(16).toString('base64url')
  const now = new Date(deps.clock.now())
  await changeAccounts(deps.pool, async (client) => {
    const { role } = await spend(client, { kind, token, now })
    if (kind === 'setup') await requireNoOwner(client)
    await addAccount(client, { id, name, role: kind === 'setup' ? 'owner' : (role ?? 'viewer'), hash }, now)
  })
  return beginFor({ accountId: id, passwordHash: hash }, by, deps)
}

/** Sets a new password, without a second factor; whoever was signed in no longer is. @throws {ConsoleError} */
export async function recover(
  { token, password }: Omit<Joining, 'name'>,
  by: Browser,
  deps: RouteDeps,
): Promise<Begun & Omit<Recovered, 'session'>> {
  const { name = '' } = await requireKind('recovery', token, deps)
  requireGoodPassword(password, name)
  const hash = await deps.passwords.hash(password, by)
  const now = new Date(deps.clock.now())
  const { accountId, totpTurnedOff, passkeysRemoved } = await changeAccounts(deps.pool, async (client) => {
    const { account_id } = await spend(client, { kind: 'recovery', token, now })
    // Before the passkeys: none is added by a session that has ended.
    await client.query('delete from console_session where account_id = $1', [account_id])
    const { rows } = await client.query<{ had_totp: boolean; had_passkeys: boolean }>(RECOVER, [account_id, hash])
    if (account_id === null || rows[0] === undefined) throw unknown()
    const { had_totp, had_passkeys } = rows[0]
    return { accountId: account_id, totpTurnedOff: had_totp, passkeysRemoved: had_passkeys }
  })
  await deps.sessions.endAllOf(accountId)
  const begun = await beginFor({ accountId, passwordHash: hash }, by, deps)
  return { ...begun, totpTurnedOff, passkeysRemoved }
}

/** For a colleague. The token is in the answer alone. @throws {ConsoleError} */
export async function invite(role: Role, session: Session, deps: RouteDeps): Promise<Invited> {
  const token = deps.randomBytes(32).toString('base64url')
  const hash = hashOf(token)
  const now = deps.clock.now()
  const expiresAtMs = now + INVITATION_DAYS * 86_400_000
  await changeAccountsAs(session, deps, async (client) => {
    const { rows } = await client.query<{ count: number }>(COUNT_INVITATIONS, [new Date(now)])
    if ((rows[0]?.count ?? 0) >= INVITATIONS_MAX) {
      throw new ConsoleError('conflict', say('invitations.too-many', { max: INVITATIONS_MAX }))
    }
    await client.query(INVITE, [hash, role, session.account.id, new Date(expiresAtMs)])
  })
  return { id: hash.toString('hex'), token, expiresAtMs }
}

/** @throws {ConsoleError} */
export async function takeBack(id: string, { pool }: RouteDeps): Promise<void> {
  const hash = Buffer.from(id, 'hex')
  const { rowCount } = await pool.query(`delete from console_link where hash = $1 and kind = 'invitation'`, [hash])
  if (rowCount === 0) throw new ConsoleError('not-found', say('invitation.gone'))
}

async function requireKind(kind: Kind, token: string, deps: RouteDeps): Promise<LinkForm> {
  const link = await lookAt(token, deps)
  if (link.kind !== kind) throw unknown()
  return link
}

type Spending = { readonly kind: Kind; readonly token: string; readonly now: Date }

async function spend(client: pg.PoolClient, { kind, token, now }: Spending) {
  const { rows } = await client.query<Pick<Link, 'role' | 'account_id'>>(SPEND, [hashOf(token), kind, now])
  const [link] = rows
  if (link === undefined) throw unknown()
  return link
}

async function requireNoOwner(client: pg.PoolClient): Promise<void> {
  const { rowCount } = await client.query(`select from console_account where role = 'owner' limit 1`)
  if (rowCount !== 0) throw new ConsoleError('conflict', say('owner.exists'))
}

const LOOK = `
  select kind, l.role, account_id, a.name, expires_at
  from console_link l left join console_account a on a.id = account_id where hash = $1 and expires_at > $2`

const SPEND = `
  delete from console_link where hash = $1 and kind = $2 and expires_at > $3 returning role, account_id`

const RECOVER = `
  with before as (select id, totp_secret is not null as had_totp from console_account where id = $1),
  passkeys as (delete from console_passkey where account_id = $1 returning 1)
  update console_account a
  set password_hash = $2, totp_secret = null, totp_step = null, recovery_hashes = '[]'
  from before where a.id = before.id returning had_totp, exists (select from passkeys) as had_passkeys`

const COUNT_INVITATIONS = `
  select count(*)::int as count from console_link where kind = 'invitation' and expires_at > $1`

const INVITE = `
  insert into console_link (hash, kind, role, made_by, expires_at) values ($1, 'invitation', $2, $3, $4)`
