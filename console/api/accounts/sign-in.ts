import { browserName } from '../browser-name.ts'
import { UNKNOWN_DEVICE } from '../unknown-device.ts'
import { ConsoleError } from '../console-error.ts'
import type { SessionForm } from '../forms/session.ts'
import type { Asked, RouteDeps } from '../route.ts'
import type { Begun, Session } from '../sessions.ts'
import { normalName } from './names.ts'
import { say } from '../sentences.ts'

/** What a sign-in needs of the request. */
export type Browser = Pick<Asked<unknown, unknown, unknown>, 'network' | 'userAgent' | 'signal' | 'cookie' | 'note'>

type SignIn = { readonly name: string; readonly password: string; readonly code?: string | undefined }

/** What failed sign-ins of a name are counted by. */
export const signInOf = (name: string) => `sign-in ${normalName(name)}`

/** One answer for whatever is wrong, after the same work: nobody learns here which names there are. */
const wrong = () => new ConsoleError('credentials-wrong', say('sign-in.wrong'))

/** @throws {ConsoleError} */
export async function signIn(asked: SignIn, by: Browser, deps: RouteDeps): Promise<Begun> {
  const { rows } = await deps.pool.query<Row>(FIND, [normalName(asked.name)])
  const [row] = rows
  if (row !== undefined) by.note({ account: { id: row.id, name: row.name } })
  const isRight = await deps.passwords.matches(row?.password_hash, asked.password, by)
  if (row === undefined || !isRight) throw wrong()
  if (row.has_totp) {
    if (!asked.code) throw new ConsoleError('code-needed', say('sign-in.code'))
    if (!(await deps.secondFactors.accepts(row.id, asked.code, { takesRecovery: true }))) throw wrong()
  }
  return beginFor({ accountId: row.id, passwordHash: row.password_hash }, by, deps)
}

/** A new session in this browser, of an account that has just proved who it is. */
export async function beginFor(
  of: { readonly accountId: string; readonly passwordHash: string },
  by: Browser,
  { sessions, attempts }: RouteDeps,
): Promise<Begun> {
  const { network, userAgent } = by
  const begun = await sessions.begin({
    ...of,
    browser: browserName(userAgent),
    network: network ?? UNKNOWN_DEVICE.network,
  })
  if (begun === undefined) throw wrong()
  await attempts.remember({ who: signInOf(begun.session.account.name), network })
  by.cookie.set(begun.token)
  by.note({ account: begun.session.account })
  return begun
}

type Proof = { readonly password: string } | { readonly code: string }

const notRight = () => new ConsoleError('credentials-wrong', say('proof.wrong'))

/** @throws {ConsoleError} */
export async function requireProof(session: Session, proof: Proof, by: Browser, deps: RouteDeps): Promise<void> {
  if ('password' in proof) return void (await requirePassword(session, proof.password, by, deps))
  const isRight = await deps.secondFactors.accepts(session.account.id, proof.code, { takesRecovery: false })
  if (!isRight) throw notRight()
}

/** Returns the hash that the password is right for. @throws {ConsoleError} */
export async function requirePassword(
  { account: { id } }: Session,
  password: string,
  by: Browser,
  { pool, passwords }: RouteDeps,
): Promise<string> {
  const { rows } = await pool.query<{ password_hash: string }>(
    'select password_hash from console_account where id = $1',
    [id],
  )
  const hash = rows[0]?.password_hash
  if (!(await passwords.matches(hash, password, by)) || hash === undefined) throw notRight()
  return hash
}

/** What the browser is told of its session. */
export function formOf(session: Session, deps: Pick<RouteDeps, 'sessions' | 'relyingParty'>): SessionForm {
  const { account, provedAtMs } = session
  return {
    account: { ...account, provedAtMs },
    csrf: deps.sessions.csrfOf(session),
    hasOwner: true,
    ...passkeyOriginOf(deps),
  }
}

/** The same, and of a browser where nobody is signed in. */
export async function sessionShown(
  session: Session | undefined,
  deps: Pick<RouteDeps, 'sessions' | 'relyingParty' | 'pool'>,
): Promise<SessionForm> {
  if (session !== undefined) return formOf(session, deps)
  const { rows } = await deps.pool.query<{ found: boolean }>(HAS_OWNER)
  return { hasOwner: rows[0]?.found === true, ...passkeyOriginOf(deps) }
}

function passkeyOriginOf({ relyingParty }: Pick<RouteDeps, 'relyingParty'>): Pick<SessionForm, 'passkeyOrigin'> {
  const { origin } = relyingParty() ?? {}
  return origin === undefined ? {} : { passkeyOrigin: origin }
}

type Row = { id: string; name: string; password_hash: string; has_totp: boolean }

const FIND = `
  select id, name, password_hash, totp_secret is not null as has_totp from console_account where name = $1`

const HAS_OWNER = `select exists (select from console_account where role = 'owner') as found`
