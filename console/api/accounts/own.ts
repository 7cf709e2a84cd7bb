import { ConsoleError } from '../console-error.ts'
import type { MeForm } from '../forms/accounts.ts'
import type { RouteDeps } from '../route.ts'
import type { Begun, Session } from '../sessions.ts'
import { ACCOUNT_COLUMNS, accountRowOf, type Row } from './colleagues.ts'
import { passkeysOf } from './passkeys.ts'
import { requireGoodPassword } from './password-rules.ts'
import { requirePassword, type Browser } from './sign-in.ts'
import { say } from '../sentences.ts'

/** One's own account, with the browsers it is signed in from. */
export async function ownAccount(session: Session, deps: RouteDeps): Promise<MeForm> {
  const { pool, sessions } = deps
  const [found, passkeys, devices] = await Promise.all([
    pool.query<Row & { codes: number }>(OWN, [session.account.id]),
    passkeysOf(session, deps),
    sessions.devicesOf(session.account.id),
  ])
  const [row] = found.rows
  if (row === undefined) throw new ConsoleError('signed-out', say('account.removed'))
  return {
    account: accountRowOf(row, session),
    recoveryCodesLeft: row.codes,
    passkeys,
    devices: devices.map(({ id, browser, network, createdAtMs, seenAtMs }) => {
      return { id, browser, network, signedInAtMs: createdAtMs, seenAtMs, isThis: id === session.id }
    }),
  }
}

type Passwords = { readonly old: string; readonly password: string }

/** All other browsers are signed out. @throws {ConsoleError} */
export async function changePassword(
  { old, password }: Passwords,
  session: Session,
  by: Browser,
  deps: RouteDeps,
): Promise<Begun> {
  const proven = await requirePassword(session, old, by, deps)
  requireGoodPassword(password, session.account.name)
  const hash = await deps.passwords.hash(password, by)
  const { rowCount } = await deps.pool.query(SET_PASSWORD, [session.account.id, hash, proven])
  if (rowCount === 0) throw new ConsoleError('conflict', say('password.replaced'))
  await deps.sessions.endAllOf(session.account.id, session.id)
  return proved(session, by, deps, { keepsOld: false })
}

/** A new token, with the proof. @throws {ConsoleError} where the session has ended meanwhile */
export async function proved(
  session: Session,
  by: Browser,
  { sessions }: RouteDeps,
  old: { readonly keepsOld: boolean },
): Promise<Begun> {
  const begun = await sessions.prove(session, old)
  if (begun === undefined) throw new ConsoleError('signed-out', say('session.over'))
  by.cookie.set(begun.token)
  return begun
}

/** @throws {ConsoleError} where it is none of one's own */
export async function endDevice(id: string, session: Session, { sessions }: RouteDeps): Promise<void> {
  const devices = await sessions.devicesOf(session.account.id)
  if (!devices.some((device) => device.id === id)) {
    throw new ConsoleError('not-found', say('device.signed-out'))
  }
  await sessions.end(id)
}

/** Hashing takes a while: whoever has set another password in it, such as by a link, has the last word. */
const SET_PASSWORD = 'update console_account set password_hash = $2 where id = $1 and password_hash = $3'

const OWN = `
  select ${ACCOUNT_COLUMNS}, jsonb_array_length(recovery_hashes) as codes from console_account where id = $1`
