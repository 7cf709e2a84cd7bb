import type { Role } from '../../roles.ts'
import { ConsoleError } from '../console-error.ts'
import type { AccountRow, AccountsForm } from '../forms/accounts.ts'
import type { RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { ACCOUNTS_MAX, changeAccountsAs, requireOtherOwner } from './account-change.ts'
import { say } from '../sentences.ts'

const gone = () => new ConsoleError('not-found', say('account.gone'))

/** Everybody who may sign in, and who is invited. */
export async function listAccounts(session: Session, { pool, clock }: RouteDeps): Promise<AccountsForm> {
  const [accounts, invitations] = await Promise.all([
    pool.query<Row>(ACCOUNTS, [ACCOUNTS_MAX]),
    pool.query<Invitation>(INVITATIONS, [new Date(clock.now())]),
  ])
  return {
    accounts: accounts.rows.map((row) => accountRowOf(row, session)),
    invitations: invitations.rows.map(({ id, role, made_by, expires_at }) => {
      return { id, role, madeBy: made_by, expiresAtMs: expires_at.getTime() }
    }),
  }
}

export function accountRowOf(row: Row, session: Session): AccountRow {
  const { id, name, role, has_totp, created_at, signed_in_at } = row
  return {
    id,
    name,
    role,
    hasTotp: has_totp,
    createdAtMs: created_at.getTime(),
    ...(signed_in_at && { signedInAtMs: signed_in_at.getTime() }),
    isYou: id === session.account.id,
  }
}

type Change = { readonly id: string; readonly from: Role; readonly to: Role }

/** It holds from the account's next request on. Returns its name. @throws {ConsoleError} */
export async function changeRole({ id, from, to }: Change, session: Session, deps: RouteDeps): Promise<string> {
  const name = await changeAccountsAs(session, deps, async (client) => {
    const { rows } = await client.query<{ name: string; role: Role }>(FIND, [id])
    const [account] = rows
    if (account === undefined) throw gone()
    if (account.role !== from) {
      const message = say(`role.made-${account.role}`, { name: account.name })
      throw new ConsoleError('conflict', message)
    }
    if (from === 'owner' && to !== 'owner') await requireOtherOwner(client, id)
    await client.query('update console_account set role = $2 where id = $1', [id, to])
    // What an owner has invited is no longer wanted by an owner.
    if (to !== 'owner') await client.query('delete from console_link where made_by = $1', [id])
    return account.name
  })
  if (from !== to) await deps.sessions.demandProof(id)
  return name
}

/** With its sessions and links. Returns its name. @throws {ConsoleError} */
export async function removeAccount(id: string, session: Session, deps: RouteDeps): Promise<string> {
  const name = await changeAccountsAs(session, deps, async (client) => {
    const { rows } = await client.query<{ name: string; role: Role }>(FIND, [id])
    const [account] = rows
    if (account === undefined) throw gone()
    if (account.role === 'owner') await requireOtherOwner(client, id)
    await client.query('delete from console_link where made_by = $1', [id])
    await client.query('delete from console_account where id = $1', [id])
    return account.name
  })
  await deps.sessions.checkEnds()
  return name
}

export type Row = {
  id: string
  name: string
  role: Role
  has_totp: boolean
  created_at: Date
  signed_in_at: Date | null
}
type Invitation = { id: string; role: Role; made_by: string; expires_at: Date }

export const ACCOUNT_COLUMNS = 'id, name, role, totp_secret is not null as has_totp, created_at, signed_in_at'

const ACCOUNTS = `select ${ACCOUNT_COLUMNS} from console_account order by name limit $1`

const INVITATIONS = `
  select encode(hash, 'hex') as id, l.role, coalesce(a.name, made_by) as made_by, expires_at
  from console_link l left join console_account a on a.id = made_by
  where kind = 'invitation' and expires_at > $1 order by expires_at`

const FIND = 'select name, role from console_account where id = $1'
