import type pg from 'pg'
import type { PersonaWords } from '../contract/persona.ts'

/** Number 0 is the one that nobody has changed. */
export type PersonaVersion = PersonaWords & { readonly version: number }

/** Older ones are deleted. */
export const PERSONA_VERSIONS_MAX = 200

export async function newestVersion(pool: pg.Pool): Promise<PersonaVersion | undefined> {
  const { rows } = await pool.query<PersonaVersion>(NEWEST)
  return rows[0]
}

type Adding = { readonly persona: PersonaWords; readonly seen: number; readonly by: string; readonly at: Date }

/** Undefined where `seen` is no longer the newest. */
export async function addVersion(
  pool: pg.Pool,
  { persona, seen, by, at }: Adding,
): Promise<PersonaVersion | undefined> {
  const { name, tone } = persona
  const { rowCount } = await pool.query(ADD, [seen, name, tone, by, at])
  if (!rowCount) return undefined
  await pool.query('delete from persona_version where version <= $1', [seen + 1 - PERSONA_VERSIONS_MAX])
  return { name, tone, version: seen + 1 }
}

const NEWEST = 'select version, name, tone from persona_version order by version desc limit 1'

const ADD = `
  insert into persona_version (version, name, tone, changed_by, changed_at)
  select $1::integer + 1, $2, $3, $4, $5
  where $1::integer = (select coalesce(max(version), 0) from persona_version)
  on conflict do nothing`
