import type { Approval, Blocking, Operator, Unblocking } from '#core/access/operator.ts'
import { platformIn, type IdentityId, type PersonId } from '#core/contract/ids.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { AccessDone, AccessForm } from '../forms/people.ts'
import type { RouteDeps } from '../route.ts'
import { requirePerson } from './person.ts'
import { say } from '../sentences.ts'

const ROWS_MAX = 200
/** So long an expired code is still shown as such. */
const EXPIRED_MS = 3_600_000

export async function accessNow({ pool, service, clock }: RouteDeps): Promise<AccessForm> {
  const { mode, modes, allow } = service.accessSettings()
  const [codes, others] = await Promise.all([
    pool.query<CodeRow>(CODES, [new Date(clock.now() - EXPIRED_MS), ROWS_MAX]),
    pool.query<{ identity: string | null; since: Date }>(BLOCKED_OTHERS, [ROWS_MAX]),
  ])
  return {
    codes: codes.rows.map(({ until, ...row }) => ({
      ...row,
      platform: platformIn(row.identity),
      untilMs: until.getTime(),
    })),
    blockedOthers: others.rows.map(({ identity, since }) => ({
      ...(identity !== null && { identity }),
      sinceMs: since.getTime(),
    })),
    mode,
    modes: Object.entries(modes).map(([platform, of]) => ({ platform, mode: of })),
    allow: [...allow],
  }
}

/** @throws {ConsoleError} when nobody can be let in by this code */
export async function approve({ pool, service }: RouteDeps, code: string): Promise<AccessDone> {
  const approval = await service.operator.approve(code)
  if (approval.type === 'unknown-code') {
    throw new ConsoleError('not-found', say('access-code.unknown'))
  }
  if (approval.type === 'is-blocked') {
    throw new ConsoleError('conflict', say('person.is-blocked', { name: approval.name ?? approval.identity }))
  }
  return doneOf(pool, approval, 'approved')
}

export async function block({ pool, service }: RouteDeps, identity: IdentityId): Promise<AccessDone> {
  const blocking = await service.operator.block(identity)
  return doneOf(pool, blocking, blocking.wasBlocked ? 'was-blocked' : 'blocked')
}

export async function unblock({ pool, service }: RouteDeps, identity: IdentityId): Promise<AccessDone> {
  const unblocking = await service.operator.unblock(identity)
  if (unblocking.type === 'not-blocked') return { outcome: 'not-blocked' }
  return doneOf(pool, unblocking, 'unblocked')
}

/** All identities of a person, one after the other. */
export async function forAll(
  { pool, service }: RouteDeps,
  person: PersonId,
  act: Extract<keyof Operator, 'block' | 'unblock'>,
): Promise<AccessDone> {
  await requirePerson(pool, person)
  const { rows } = await pool.query<{ id: IdentityId }>(IDENTITIES, [person])
  for (const { id } of rows) await service.operator[act](id)
  return { outcome: act === 'block' ? 'blocked' : 'unblocked', person }
}

type Done = Extract<Approval | Blocking | Unblocking, { identity: IdentityId }>

async function doneOf(pool: ConsolePool, { identity, name }: Done, outcome: AccessDone['outcome']) {
  const { rows } = await pool.query<{ person: string }>(PERSON_OF, [identity])
  const person = rows[0]?.person
  return { outcome, ...(name !== undefined && { name }), ...(person !== undefined && { person }) }
}

type CodeRow = { code: string; identity: IdentityId; name: string; person: string; until: Date }

const CODES = `
  select code, identity_id as identity, coalesce(display_name, '') as name, p.person_id as person, expires_at as until
  from pairing p left join identity i on i.id = identity_id where expires_at > $1 order by expires_at desc limit $2`

const BLOCKED_OTHERS = `
  select identity_id as identity, changed_at as since from access_entry
  where state = 'blocked' and not exists (select from identity where id = identity_id)
  order by changed_at desc limit $1`

const IDENTITIES = 'select id from identity where person_id = $1 order by id'

const PERSON_OF = 'select person_id as person from identity where id = $1'
