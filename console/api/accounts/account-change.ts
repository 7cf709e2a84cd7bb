import type pg from 'pg'
import { inTransaction } from '#core/store/transaction.ts'
import type { Role } from '../../roles.ts'
import { permit } from '../checks.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { say } from '../sentences.ts'

export const ACCOUNTS_MAX = 200

/**
 * One change of who may do what after the other: two owners who demote each other at once do not both succeed, nor do
 * two people with a set-up link. Whatever `work` throws undoes it.
 */
export const changeAccounts = <T>(pool: ConsolePool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  inTransaction(pool, async (client) => {
    await client.query('lock table console_account in share row exclusive mode')
    return work(client)
  })

/**
 * The same, asked for by an owner. Who was made something else, or signed out, while the request waited for its turn no
 * longer decides who may do what.
 */
export const changeAccountsAs = <T>(session: Session, deps: RouteDeps, work: (client: pg.PoolClient) => Promise<T>) =>
  changeAccounts(deps.pool, async (client) => {
    const { rows } = await client.query<{ role: Role }>(ROLE_NOW, [session.id])
    const role = rows[0]?.role
    permit({ needs: 'owner' }, role && { ...session, account: { ...session.account, role } }, deps)
    return work(client)
  })

/** @throws {ConsoleError} where there is no owner beside this account */
export async function requireOtherOwner(client: pg.PoolClient, id: string): Promise<void> {
  const { rowCount } = await client.query(`select from console_account where role = 'owner' and id <> $1 limit 1`, [id])
  if (rowCount === 0) {
    throw new ConsoleError('conflict', say('owner.last'))
  }
}

type NewAccount = { readonly id: string; readonly name: string; readonly role: string; readonly hash: string }

/** @throws {ConsoleError} where the name is taken, or there are too many */
export async function addAccount(client: pg.PoolClient, { id, name, role, hash }: NewAccount, now: Date) {
  const { rows } = await client.query<{ count: number; taken: boolean }>(COUNT, [name])
  if (rows[0]?.taken) throw new ConsoleError('conflict', say('name.taken', { name }))
  if ((rows[0]?.count ?? 0) >= ACCOUNTS_MAX) {
    throw new ConsoleError('conflict', say('accounts.too-many', { max: ACCOUNTS_MAX }))
  }
  await client.query(ADD, [id, name, role, hash, now])
}

const ROLE_NOW = `
  select a.role from console_session s join console_account a on a.id = s.account_id where s.id = $1`

const COUNT = `
  select count(*)::int as count, coalesce(bool_or(name = $1), false) as taken from console_account`

const ADD = `
  insert into console_account (id, name, role, password_hash, created_at) values ($1, $2, $3, $4, $5)`
