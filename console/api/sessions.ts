import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { BoundedMap } from '#machine/bounded.ts'
import { IDLE_SESSION_DAYS, SESSION_DAYS } from '#core/store/retention.ts'
import type { Clock } from '#machine/clock.ts'
import type { Role } from '../roles.ts'
import { prepared, type ConsolePool } from './console-pool.ts'
import { createSessionEnds } from './session-ends.ts'

export type Session = {
  readonly id: string
  readonly account: {
    readonly id: string
    readonly name: string
    readonly role: Role
    readonly hasTotp: boolean
    readonly hasPasskey: boolean
  }
  /** When its person last proved who they are. */
  readonly provedAtMs: number
  /** A program's, by an API token, in place of a browser's. */
  readonly token?: { readonly name: string }
}

/** Before the id of a token, where it stands for a session: no session's own id has a space. */
export const TOKEN_SESSION = 'token '

export type Device = {
  readonly id: string
  readonly browser: string
  readonly network: string
  readonly createdAtMs: number
  readonly seenAtMs: number
}

/** Browsers that are signed in. The account is read anew at each request: what is changed of it holds at once. */
export type Sessions = {
  /** Undefined for a token that is unknown, or whose session has ended. */
  of(token: string | undefined): Promise<Session | undefined>
  /** What the session's own pages send with every change. */
  csrfOf(session: Pick<Session, 'id'>): string
  isCsrfOf(session: Pick<Session, 'id'>, sent: unknown): boolean
  /** Undefined where the account is gone, or its password is no longer the one that was proved. */
  begin(of: Proved): Promise<Begun | undefined>
  /**
   * The holder has proved who they are: a new token. With `keepsOld` the old one holds for requests that are under way,
   * without the proof.
   */
  prove(session: Session, old: { readonly keepsOld: boolean }): Promise<Begun | undefined>
  end(id: string): Promise<void>
  /** Ends those of an account, but `exceptId`. */
  endAllOf(accountId: string, exceptId?: string): Promise<void>
  /**
   * What the account may do has changed: each of its sessions must prove anew who it is, and what is open for them and
   * for its tokens ends.
   */
  demandProof(accountId: string): Promise<void>
  /** The newest first. */
  devicesOf(accountId: string): Promise<Device[]>
  /** Calls the listener once when the session or token has ended, however it did; returns how to stop listening. */
  onEnd(id: string, listener: () => void): () => void
  /** Sessions may have ended with their account, and tokens have been revoked. */
  checkEnds(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type Proved = {
  readonly accountId: string
  readonly passwordHash: string
  readonly browser: string
  readonly network: string
}

export type Begun = { readonly token: string; readonly session: Session }

const DAY_MS = 86_400_000
const IDLE_MS_MAX = IDLE_SESSION_DAYS * DAY_MS
const AGE_MS_MAX = SESSION_DAYS * DAY_MS
export const SEEN_EVERY_MS = 60_000
export const DEVICES_MAX = 50
const TOKEN_BYTES = 32
const ID_BYTES = 16
/** How long requests that are under way may still come with the token before. */
const REPLACED_MS_MAX = 10_000
const REPLACED_MAX = 1_000

type SessionsDeps = {
  readonly pool: ConsolePool
  readonly key: Buffer
  readonly clock: Clock
  readonly randomBytes: (count: number) => Buffer
}
type Replaced = { readonly id: string; readonly provedAtMs: number; readonly untilMs: number }

export function createSessions({ pool, key, clock, randomBytes }: SessionsDeps): Sessions {
  const csrfKey = createHmac('sha256', key).update('console csrf').digest()
  const csrfOf = ({ id }: Pick<Session, 'id'>) => createHmac('sha256', csrfKey).update(id).digest('base64url')
  /** Tokens that were replaced a moment ago, by their hashes. */
  const replaced = new BoundedMap<string, Replaced>(REPLACED_MAX)
  const newText = (bytes: number) => randomBytes(bytes).toString('base64url')
  const live = () => {
    const now = clock.now()
    return [new Date(now - IDLE_MS_MAX), new Date(now - AGE_MS_MAX)] as const
  }
  const isLive = async (ids: readonly string[]) =>
    (await pool.query<{ id: string }>(LIVE, [ids, ...live(), new Date(clock.now())])).rows.map(({ id }) => id)
  const ends = createSessionEnds({ isLive, clock })

  const byId = async (id: string) =>
    sessionFrom((await pool.query<Row>(prepared('session by id', FIND_BY_ID, [id, ...live()]))).rows[0])
  const find = async (token: string) => {
    const hash = hashOf(token)
    const { rows } = await pool.query<Row>(prepared('session', FIND, [hash, ...live()]))
    const before = rows.length === 0 ? replaced.get(hash.toString('hex')) : undefined
    if (before === undefined || before.untilMs < clock.monotonicMs()) return rows[0]
    const [row] = (await pool.query<Row>(prepared('session by id', FIND_BY_ID, [before.id, ...live()]))).rows
    return row && { ...row, proved_at: new Date(Math.min(before.provedAtMs, row.proved_at.getTime())) }
  }
  const begunWith = async (token: string, id: string): Promise<Begun | undefined> => {
    const session = await byId(id)
    return session && { token, session }
  }
  return {
    csrfOf,
    isCsrfOf(session, sent) {
      const [expected, given] = [csrfOf(session), typeof sent === 'string' ? sent : ''].map(hashOf)
      return expected !== undefined && given !== undefined && timingSafeEqual(expected, given)
    },
    async of(token) {
      if (token === undefined) return undefined
      const row = await find(token)
      const now = clock.now()
      if (row && now - row.seen_at.getTime() >= SEEN_EVERY_MS) await pool.query(SEEN, [row.id, new Date(now)])
      return sessionFrom(row)
    },
    async begin({ accountId, passwordHash, browser, network }) {
      const [token, id] = [newText(TOKEN_BYTES), newText(ID_BYTES)]
      const now = new Date(clock.now())
      await pool.query(BEGIN, [id, hashOf(token), accountId, now, browser, network, passwordHash])
      const { rowCount } = await pool.query(DROP_OLDEST, [accountId, DEVICES_MAX])
      if (rowCount) await ends.check()
      return begunWith(token, id)
    },
    async prove({ id, provedAtMs }, { keepsOld }) {
      const token = newText(TOKEN_BYTES)
      const { rows } = await pool.query<{ was: Buffer }>(REPLACE, [id, hashOf(token), new Date(clock.now())])
      const untilMs = clock.monotonicMs() + REPLACED_MS_MAX
      if (!keepsOld) for (const [hash, before] of [...replaced]) if (before.id === id) replaced.delete(hash)
      for (const { was } of keepsOld ? rows : []) replaced.set(was.toString('hex'), { id, provedAtMs, untilMs })
      return begunWith(token, id)
    },
    async end(id) {
      await pool.query('delete from console_session where id = $1', [id])
      await ends.check()
    },
    async endAllOf(accountId, exceptId) {
      await pool.query(END_ALL, [accountId, exceptId ?? null])
      await ends.check()
    },
    async demandProof(accountId) {
      const { rows } = await pool.query<{ id: string }>(DEMAND_PROOF, [accountId])
      ends.tell(rows.map(({ id }) => id))
    },
    async devicesOf(accountId) {
      const { rows } = await pool.query<DeviceRow>(DEVICES, [accountId, DEVICES_MAX, ...live()])
      return rows.map(({ id, browser, network, created_at, seen_at }) => {
        return { id, browser, network, createdAtMs: created_at.getTime(), seenAtMs: seen_at.getTime() }
      })
    },
    onEnd: (id, listener) => ends.on(id, listener),
    checkEnds: () => ends.check(),
    [Symbol.asyncDispose]: () => ends[Symbol.asyncDispose](),
  }
}

type Row = {
  id: string
  account_id: string
  name: string
  role: Role
  has_totp: boolean
  has_passkey: boolean
  proved_at: Date
  seen_at: Date
}
type DeviceRow = { id: string; browser: string; network: string; created_at: Date; seen_at: Date }

function sessionFrom(row: Row | undefined): Session | undefined {
  if (row === undefined) return undefined
  const { id, account_id, name, role, has_totp, has_passkey, proved_at } = row
  return {
    id,
    account: { id: account_id, name, role, hasTotp: has_totp, hasPasskey: has_passkey },
    provedAtMs: proved_at.getTime(),
  }
}

export const hashOf = (token: string) => createHash('sha256').update(token).digest()

const OF_SESSION = `
  select s.id, s.account_id, a.name, a.role, a.totp_secret is not null as has_totp,
    exists (select from console_passkey p where p.account_id = a.id) as has_passkey, s.proved_at, s.seen_at
  from console_session s join console_account a on a.id = s.account_id`
const FIND = `${OF_SESSION} where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3`
const FIND_BY_ID = `${OF_SESSION} where s.id = $1 and s.seen_at > $2 and s.created_at > $3`

const LIVE = `
  select id from console_session where id = any($1) and seen_at > $2 and created_at > $3
  union all
  select s.id from (select '${TOKEN_SESSION}' || id as id, expires_at from console_token) s
  where s.id = any($1) and s.expires_at > $4`

const SEEN = 'update console_session set seen_at = $2 where id = $1'

const BEGIN = `
  with account as (update console_account set signed_in_at = $4 where id = $3 and password_hash = $7 returning id)
  insert into console_session (id, token_hash, account_id, created_at, seen_at, proved_at, browser, network)
  select $1, $2, id, $4, $4, $4, $5, $6 from account`

const DROP_OLDEST = `
  delete from console_session where id in (
    select id from console_session where account_id = $1 order by seen_at desc, id offset $2)`

const REPLACE = `
  with before as (select id, token_hash from console_session where id = $1 for update)
  update console_session s set token_hash = $2, proved_at = $3 from before where s.id = before.id
  returning before.token_hash as was`

const END_ALL = `
  delete from console_session where account_id = $1 and id is distinct from $2`

const DEMAND_PROOF = `
  with demanded as (update console_session set proved_at = 'epoch' where account_id = $1 returning id)
  select id from demanded union all select '${TOKEN_SESSION}' || id from console_token where account_id = $1`

const DEVICES = `
  select id, browser, network, created_at, seen_at from console_session
  where account_id = $1 and seen_at > $3 and created_at > $4 order by seen_at desc, id limit $2`
