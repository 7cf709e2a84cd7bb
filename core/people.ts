import type pg from 'pg'
import { personId, type IdentityId, type PersonId, type RandomId } from './contract/ids.ts'

/** An identity as its platform describes it now. */
export type SeenIdentity = {
  readonly id: IdentityId
  /** Empty where the event does not say it. */
  readonly displayName: string
  readonly locale: string | undefined
}

/**
 * Makes a new person of each identity that is new, and stores a changed name or language. To be called in the
 * transaction that stores their messages.
 */
export async function knowPeople(
  client: pg.PoolClient,
  seen: readonly SeenIdentity[],
  { random, at }: { random: RandomId; at: Date },
): Promise<void> {
  const { rows } = await client.query<Row>(FIND, [seen.map(({ id }) => id)])
  const known = new Map(rows.map((row) => [row.id, row]))
  const strangers = seen.filter(({ id }) => !known.has(id))
  const changed = seen.filter((now) => differs(known.get(now.id), now))
  if (changed.length > 0) await client.query(CHANGE, columnsOf(changed))
  if (strangers.length > 0) await add(client, strangers, { random, at })
}

type Row = { id: IdentityId; display_name: string; locale: string | null }

function differs(row: Row | undefined, { displayName, locale }: SeenIdentity): boolean {
  if (row === undefined) return false
  const isRenamed = displayName !== '' && row.display_name !== displayName
  return isRenamed || (locale !== undefined && row.locale !== locale)
}

/** Two conversations may add one identity at once: the person of the second insert gets none and is deleted again. */
async function add(
  client: pg.PoolClient,
  strangers: readonly SeenIdentity[],
  { random, at }: { random: RandomId; at: Date },
): Promise<void> {
  const persons = strangers.map(() => personId(random))
  await client.query('insert into person (id, created_at) select unnest($1::text[]), $2', [persons, at])
  const { rows } = await client.query<{ person_id: PersonId }>(ADD, [...columnsOf(strangers), persons, at])
  const taken = new Set(rows.map((row) => row.person_id))
  const unused = persons.filter((person) => !taken.has(person))
  if (unused.length > 0) await client.query('delete from person where id = any($1)', [unused])
}

export const columnsOf = (seen: readonly SeenIdentity[]) => [
  seen.map(({ id }) => id),
  seen.map(({ displayName }) => displayName),
  seen.map(({ locale }) => locale ?? null),
]

const FIND = 'select id, display_name, locale from identity where id = any($1)'

const CHANGE = `
  update identity i
  set display_name = coalesce(nullif(now.display_name, ''), i.display_name), locale = coalesce(now.locale, i.locale)
  from unnest($1::text[], $2::text[], $3::text[]) as now(id, display_name, locale) where i.id = now.id`

const ADD = `
  insert into identity (id, display_name, locale, person_id, created_at)
  select *, $5::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[])
  on conflict (id) do nothing returning person_id`
