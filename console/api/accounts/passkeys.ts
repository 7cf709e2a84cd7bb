import { ConsoleError } from '../console-error.ts'
import type { PasskeyRow } from '../forms/accounts.ts'
import type { NewPasskey, PasskeyAnswer, PasskeyDraft, PasskeyQuestion } from '../forms/passkeys.ts'
import type { Asked, RouteDeps } from '../route.ts'
import type { Session } from '../sessions.ts'
import { CHALLENGE_MS_MAX } from './challenges.ts'
import type { RelyingParty } from './relying-party.ts'
import { say } from '../sentences.ts'

export const PASSKEYS_MAX = 20
/** EdDSA, ES256 and RS256, of which every authenticator has one. */
const ALGORITHMS = [-8, -7, -257]

type Asking = Pick<Asked<unknown, unknown, unknown>, 'challenge' | 'note'>

/** What a challenge is for; beside it stands whose it is. */
const signingIn = () => 'sign in'
const proving = ({ id }: Session) => `prove ${id}`
const adding = ({ id }: Session) => `add ${id}`

function requireParty({ relyingParty }: RouteDeps): RelyingParty {
  const party = relyingParty()
  if (party !== undefined) return party
  throw new ConsoleError('conflict', say('passkey.no-https'))
}

/** To sign in, whoever it is; or to prove that it is whoever is signed in. */
export async function askForPasskey(asked: Asking, deps: RouteDeps, session?: Session): Promise<PasskeyQuestion> {
  const { id } = requireParty(deps)
  const allowed = session === undefined ? [] : await descriptorsOf(session, deps)
  if (session !== undefined && allowed.length === 0) throw new ConsoleError('conflict', say('passkey.none'))
  const { challenge, cookie } = deps.challenges.make(session === undefined ? signingIn() : proving(session))
  asked.challenge.set(cookie)
  const how = { timeout: CHALLENGE_MS_MAX, userVerification: 'required' } as const
  return { challenge, rpId: id, ...how, allowCredentials: allowed }
}

/** Whose it is, and the hash of their password: a session begins only while they have it. @throws {ConsoleError} */
export async function requirePasskey(
  given: PasskeyAnswer,
  asked: Asking,
  deps: RouteDeps,
  session?: Session,
): Promise<{ accountId: string; passwordHash: string }> {
  const party = requireParty(deps)
  const challenge = spentOf(asked, deps, session === undefined ? signingIn() : proving(session))
  const { rows } = await deps.pool.query<Found>(FIND, [given.id])
  const [row] = rows
  if (row !== undefined) asked.note({ account: { id: row.account_id, name: row.account_name } })
  const isOwn = session === undefined || session.account.id === row?.account_id
  const handle = given.userHandle
  const isTheirs = row !== undefined && (handle ? handle === handleOf(row.account_id) : session !== undefined)
  const counter = isOwn && isTheirs ? await counterIn(given, { row, party, challenge }) : undefined
  if (row === undefined || counter === undefined) throw wrong()
  const { rowCount } = await deps.pool.query(USE, [given.id, counter, new Date(deps.clock.now())])
  if (rowCount === 0) {
    asked.note({ target: `${row.name}: its counter went back` })
    throw new ConsoleError('credentials-wrong', say('passkey.copied'))
  }
  return { accountId: row.account_id, passwordHash: row.password_hash }
}

/** How a browser is to make one. */
export async function draftPasskey(asked: Asking, session: Session, deps: RouteDeps): Promise<PasskeyDraft> {
  const { id } = requireParty(deps)
  const own = await descriptorsOf(session, deps)
  if (own.length >= PASSKEYS_MAX) throw new ConsoleError('conflict', say('passkeys.too-many', { max: PASSKEYS_MAX }))
  const { challenge, cookie } = deps.challenges.make(adding(session))
  asked.challenge.set(cookie)
  const { name } = session.account
  return {
    challenge,
    rp: { id, name: 'Chasqui' },
    user: { id: handleOf(session.account.id), name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_MS_MAX,
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    excludeCredentials: own,
  }
}

/** @throws {ConsoleError} */
export async function addPasskey(given: NewPasskey, asked: Asking, session: Session, deps: RouteDeps): Promise<void> {
  const party = requireParty(deps)
  const challenge = spentOf(asked, deps, adding(session))
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { id, clientDataJSON, attestationObject, transports, name } = given
  const verified = await verifyRegistrationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, attestationObject },
    },
    ...expected(party, challenge),
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined)
  const { credential } = verified?.registrationInfo ?? {}
  if (credential === undefined || credential.id !== id) {
    throw new ConsoleError('bad-request', say('passkey.not-made'))
  }
  const { publicKey, counter } = credential
  const kept = [id, Buffer.from(publicKey), counter, JSON.stringify(transports), name, new Date(deps.clock.now())]
  const { rowCount } = await deps.pool.query(ADD, [...kept, session.id, PASSKEYS_MAX])
  if (rowCount === 0) throw new ConsoleError('conflict', say('passkey.exists'))
}

/** Returns what it was called. @throws {ConsoleError} */
export async function removePasskey(id: string, { account }: Session, { pool }: RouteDeps): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(REMOVE, [id, account.id])
  if (rows[0] === undefined) throw new ConsoleError('not-found', say('passkey.gone'))
  return rows[0].name
}

/** The newest first. */
export async function passkeysOf({ account }: Session, { pool }: RouteDeps): Promise<PasskeyRow[]> {
  const { rows } = await pool.query<Listed>(LIST, [account.id])
  return rows.map(({ id, name, created_at, used_at }) => {
    return { id, name, createdAtMs: created_at.getTime(), ...(used_at && { usedAtMs: used_at.getTime() }) }
  })
}

async function descriptorsOf({ account }: Session, { pool }: RouteDeps) {
  const { rows } = await pool.query<Listed>(LIST, [account.id])
  return rows.map(({ id, transports }) => ({ id, type: 'public-key' as const, transports: [...transports] }))
}

/** Each is good for one answer, right or wrong. */
function spentOf({ challenge }: Asking, { challenges }: RouteDeps, of: string): string {
  const spent = challenges.spend(challenge.given, of)
  challenge.clear()
  if (spent !== undefined) return spent
  throw new ConsoleError('conflict', say('passkey.too-late'))
}

type Checking = { readonly row: Found; readonly party: RelyingParty; readonly challenge: string }

/** The counter that the authenticator signed; undefined where its signature, or what it is for, is wrong. */
async function counterIn(given: PasskeyAnswer, { row, party, challenge }: Checking): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { id, clientDataJSON, authenticatorData, signature } = given
  const verified = await verifyAuthenticationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, authenticatorData, signature },
    },
    ...expected(party, challenge),
    // Whether it went back is decided where it is stored: of two at once with the same one, only one is taken.
    credential: { id, publicKey: new Uint8Array(row.public_key), counter: 0 },
  }).catch(() => undefined)
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined
}

const expected = ({ id, origin }: RelyingParty, expectedChallenge: string) => ({
  expectedChallenge,
  expectedOrigin: origin,
  expectedRPID: id,
  requireUserVerification: true,
})

/** An account's, as authenticators keep it: bytes, in base64url. */
const handleOf = (accountId: string) => Buffer.from(accountId).toString('base64url')

const wrong = () => new ConsoleError('credentials-wrong', say('passkey.wrong'))

type Found = {
  name: string
  public_key: Buffer
  account_id: string
  account_name: string
  password_hash: string
}
type Listed = {
  id: string
  name: string
  transports: readonly string[]
  created_at: Date
  used_at: Date | null
}

const FIND = `
  select p.name, p.public_key, p.account_id, a.name as account_name, a.password_hash
  from console_passkey p join console_account a on a.id = p.account_id where p.id = $1`

/** Those that do not count say 0 always. */
const USE = `
  update console_passkey set counter = $2, used_at = $3
  where id = $1 and ($2::bigint > counter or ($2 = 0 and counter = 0))`

/** While the session lasts: a recovery ends sessions before it removes passkeys, and waits for what adds one. */
const ADD = `
  insert into console_passkey (id, account_id, public_key, counter, transports, name, created_at)
  select $1, s.account_id, $2, $3, $4, $5, $6 from (
    select account_id from console_session where id = $7 for share) s
  where (select count(*) from console_passkey p where p.account_id = s.account_id) < $8
  on conflict (id) do nothing`

const REMOVE = 'delete from console_passkey where id = $1 and account_id = $2 returning name'

const LIST = `
  select id, name, transports, created_at, used_at from console_passkey
  where account_id = $1 order by created_at desc, id`
