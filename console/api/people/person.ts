import type { PersonId } from '#core/contract/ids.ts'
import { DELETE_ME, DELETE_PERSON } from '#core/forget/names.ts'
import { ownLimitOf, type OwnLimit } from '#core/own-limits.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { OwnLimitForm, PersonForm } from '../forms/people.ts'
import type { RouteDeps } from '../route.ts'
import { identitiesOf } from './list.ts'
import { say } from '../sentences.ts'

/** @throws {ConsoleError} when there is no such person */
export async function personOf({ pool, service, clock }: RouteDeps, id: PersonId): Promise<PersonForm> {
  const { created_at: created, last_turn_at: lastTurn, ...about } = await requirePerson(pool, id)
  const listing = { pool, settings: service.accessSettings(), now: new Date(clock.now()) }
  const [identities, accounts, counts, own] = await Promise.all([
    identitiesOf(listing, [id]),
    pool.query<{ account: string; at: Date }>(LAST_SEEN, [id]),
    pool.query<PersonForm['counts']>(COUNTS, [id]),
    ownLimitOf(pool, id),
  ])
  const lastSeen = new Map(accounts.rows.map(({ account, at }) => [account, at.getTime()]))
  return {
    id,
    createdAtMs: created.getTime(),
    ...(lastTurn !== null && { lastTurnAtMs: lastTurn.getTime() }),
    identities: (identities.get(id) ?? []).map((identity) => {
      const lastSeenMs = lastSeen.get(identity.id.split(':').slice(0, 2).join(':'))
      return { ...identity, ...(lastSeenMs !== undefined && { lastSeenMs }) }
    }),
    counts: counts.rows[0] ?? { turns: 0, blocked: 0, feedbackGood: 0, feedbackBad: 0 },
    memory: { isOff: about.is_off, privateChats: about.private_chats },
    limits: { settings: service.privacy().personLimit, ...(own && { own: ownLimitForm(own) }) },
    ...(about.deletion !== null && { deletion: about.deletion }),
  }
}

export const ownLimitForm = ({ burst, perMinute, changedAtMs }: OwnLimit): OwnLimitForm => ({
  ...(burst !== null && { burst }),
  ...(perMinute !== null && { perMinute }),
  changedAtMs,
})

/** @throws {ConsoleError} when there is no such person */
export async function requirePerson(pool: ConsolePool, id: PersonId): Promise<Row> {
  const [row] = (await pool.query<Row>(PERSON, [id])).rows
  if (row !== undefined) return row
  throw new ConsoleError('not-found', say('person.unknown'))
}

type Row = {
  created_at: Date
  last_turn_at: Date | null
  is_off: boolean
  private_chats: number
  deletion: string | null
}

const PERSON = `
  select created_at, last_turn_at, coalesce(is_off, false) as is_off,
    (select count(*)::int from jsonb_object_keys(coalesce(private_in, '{}'))) as private_chats,
    (select split_part(key, '/', 2) from job
     where name in ('${DELETE_ME}', '${DELETE_PERSON}') and starts_with(key, $1 || '/') limit 1) as deletion
  from person left join memory_person on person_id = id where id = $1`

/** Of each bot that they write to. */
const LAST_SEEN = `
  select account, max(started_at) as at from turn join conversation c on c.id = conversation_id
  where person_id = $1 group by account`

const COUNTS = `
  select count(*)::int as turns, (count(*) filter (where state = 'blocked'))::int as blocked,
    (select count(*)::int from feedback where person_id = $1 and value = 'good') as "feedbackGood",
    (select count(*)::int from feedback where person_id = $1 and value = 'bad') as "feedbackBad"
  from turn where person_id = $1`
