import type pg from 'pg'
import type { PersonId } from './contract/ids.ts'
import { FOREIGN_KEY_VIOLATION, sqlStateOf } from './store/sql-state.ts'

/** Of one person. Null: as the settings say; 0 lifts the limit. */
export type OwnLimit = {
  readonly burst: number | null
  readonly perMinute: number | null
  /** By which a change knows whether another one came before it. */
  readonly changedAtMs: number
}

export type OwnLimitChange = Omit<OwnLimit, 'changedAtMs'> & {
  readonly person: PersonId
  /** `changedAtMs` of the limits that were looked at; null where there were none. */
  readonly seenAtMs: number | null
}

export type OwnLimitSet =
  /** `own` is null where the settings hold again. */
  | { readonly type: 'set'; readonly own: OwnLimit | null }
  /** Somebody else changed them since they were looked at; nothing was changed. */
  | { readonly type: 'changed'; readonly own: OwnLimit | null }
  | { readonly type: 'no-person' }

export async function ownLimitOf(pool: Pick<pg.Pool, 'query'>, person: PersonId): Promise<OwnLimit | null> {
  const [row] = (await pool.query<Row>(FIND, [person])).rows
  return row === undefined ? null : ownFrom(row)
}

/** Holds from the person's next message on. */
export async function setOwnLimit(
  pool: Pick<pg.Pool, 'query'>,
  { person, burst, perMinute, seenAtMs }: OwnLimitChange,
  at: Date,
): Promise<OwnLimitSet> {
  const seen = seenAtMs === null ? null : new Date(seenAtMs)
  try {
    if (burst === null && perMinute === null) {
      await pool.query(DELETE, [person, seen])
      const own = await ownLimitOf(pool, person)
      return { type: own === null ? 'set' : 'changed', own }
    }
    const [row] = (await pool.query<Row>(seen === null ? ADD : CHANGE, [person, burst, perMinute, at, seen])).rows
    if (row !== undefined) return { type: 'set', own: ownFrom(row) }
    return { type: 'changed', own: await ownLimitOf(pool, person) }
  } catch (error) {
    if (sqlStateOf(error) === FOREIGN_KEY_VIOLATION) return { type: 'no-person' }
    throw error
  }
}

type Row = { burst: number | null; per_minute: number | null; changed_at: Date }

const ownFrom = ({ burst, per_minute: perMinute, changed_at: at }: Row): OwnLimit => ({
  burst,
  perMinute,
  changedAtMs: at.getTime(),
})

const FIND = 'select burst, per_minute, changed_at from person_limit where person_id = $1'

const DELETE = 'delete from person_limit where person_id = $1 and changed_at = $2'

/** `$5` is null here. */
const ADD = `
  insert into person_limit (person_id, burst, per_minute, changed_at) select $1, $2, $3, $4 where $5::timestamptz is null
  on conflict (person_id) do nothing returning burst, per_minute, changed_at`

const CHANGE = `
  update person_limit set burst = $2, per_minute = $3, changed_at = $4
  where person_id = $1 and changed_at = $5::timestamptz returning burst, per_minute, changed_at`
