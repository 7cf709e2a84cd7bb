import { createHash, createHmac } from 'node:crypto'
import type { Clock } from '#machine/clock.ts'
import type { Role } from '../roles.ts'
import type { ConsolePool } from './console-pool.ts'
import { createSessionEnds } from './session-ends.ts'

export type Session = {
  readonly id: string
  readonly account: { readonly id: string; readonly name: string; readonly role: Role }
  /** When its person last proved who they are. */
  readonly provedAtMs: number
}

/** Browsers that are signed in. */
export type Sessions = {
  /** Undefined for a token that is unknown, or whose session has ended. */
  of(token: string | undefined): Promise<Session | undefined>
  /** What the session's own pages send with every change. */
  csrfOf(session: Session): string
  /** Calls the listener once when the session has ended, however it did; returns how to stop listening. */
  onEnd(id: string, listener: () => void): () => void
}

/** 12 hours without use, 30 days in all. */
const IDLE_MS_MAX = 12 * 3_600_000
const AGE_MS_MAX = 30 * 86_400_000

type SessionsDeps = { readonly pool: ConsolePool; readonly key: Buffer; readonly clock: Clock }

export function createSessions({ pool, key, clock }: SessionsDeps): Sessions {
  const csrfKey = createHmac('sha256', key).update('console csrf').digest()
  const live = async (ids: readonly string[]) => {
    const now = clock.now()
    const values = [ids, new Date(now - IDLE_MS_MAX), new Date(now - AGE_MS_MAX)]
    return (await pool.query<{ id: string }>(LIVE, values)).rows.map(({ id }) => id)
  }
  const ends = createSessionEnds({ isLive: live, clock })
  return {
    onEnd: (id, listener) => ends.on(id, listener),
    csrfOf: ({ id }) => createHmac('sha256', csrfKey).update(id).digest('base64url'),
    async of(token) {
      if (token === undefined) return undefined
      const now = clock.now()
      const values = [hashOf(token), new Date(now - IDLE_MS_MAX), new Date(now - AGE_MS_MAX)]
      const { rows } = await pool.query<Row>(FIND, values)
      const [row] = rows
      if (row === undefined) return undefined
      const { id, account_id, name, role, proved_at } = row
      return { id, account: { id: account_id, name, role }, provedAtMs: proved_at.getTime() }
    },
  }
}

type Row = { id: string; account_id: string; name: string; role: Role; proved_at: Date }

export const hashOf = (token: string) => createHash('sha256').update(token).digest()

const LIVE = 'select id from console_session where id = any($1) and seen_at > $2 and created_at > $3'

const FIND = `
  select s.id, s.account_id, a.name, a.role, s.proved_at
  from console_session s join console_account a on a.id = s.account_id
  where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3`
