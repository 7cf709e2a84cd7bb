import type pg from 'pg'

/**
 * The tables as the database's own catalogue describes them: what all migrations together amount to. It is committed as
 * `schema.sql`, so that a migration can be reviewed by its result, and is the same for every version of Postgres.
 */
export async function renderSchema(pool: pg.Pool): Promise<string> {
  const [columns, constraints, indexes, policies] = await Promise.all([
    pool.query<Column>(COLUMNS),
    pool.query<Definition>(CONSTRAINTS),
    pool.query<Definition>(INDEXES),
    pool.query<Definition>(POLICIES),
  ])
  const tables = [...new Set(columns.rows.map((column) => column.table))]
  const rendered = tables.map((table) => {
    const of = <T extends { table: string }>(rows: readonly T[]) => rows.filter((row) => row.table === table)
    const lines = [...of(columns.rows).map(columnLine), ...of(constraints.rows).map(constraintLine)]
    const moreLines = [...of(indexes.rows), ...of(policies.rows)].map(({ definition }) => `${definition};\n`)
    return `create table ${table} (\n${lines.join(',\n')}\n);\n${moreLines.join('')}`
  })
  return `${HEAD}\n${rendered.join('\n')}`
}

const HEAD = '-- Rendered from the catalogue, never run: the migrations make the tables. See test/core/store.test.ts.\n'

type Column = { table: string; name: string; type: string; required: boolean; value: string | null; identity: string }
type Definition = { table: string; name: string; definition: string }

function columnLine({ name, type, required, value, identity }: Column): string {
  const words = [
    `  ${name} ${type}`,
    ...(required ? ['not null'] : []),
    ...(value === null ? [] : [`default ${value}`]),
    ...(identity === 'a' ? ['generated always as identity'] : []),
  ]
  return words.join(' ')
}

const constraintLine = ({ name, definition }: Definition) => `  constraint ${name} ${definition}`

const COLUMNS = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as value, a.attidentity::text as identity
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  order by c.relname collate "C", a.attnum`

// Postgres 18 lists each "not null" as a constraint of its own; older ones do not.
const CONSTRAINTS = `
  select t.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
  from pg_constraint c join pg_class t on t.oid = c.conrelid
  where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f', 'c')
  order by t.relname collate "C", position(c.contype::text in 'pufc'), c.conname collate "C"`

const INDEXES = `
  select tablename as table, indexname as name, indexdef as definition
  from pg_indexes i
  where schemaname = 'public' and not exists (
    select 1 from pg_constraint c where c.conname = i.indexname and c.connamespace = 'public'::regnamespace)
  order by tablename collate "C", indexname collate "C"`

/** Row-level security, where it is forced upon the owner too. */
const POLICIES = `
  select c.relname as table, polname as name, format('%s row level security; policy %s: %s%s',
    case when relforcerowsecurity then 'force' else 'NO FORCED' end, polname, pg_get_expr(polqual, polrelid),
    ' with check ' || pg_get_expr(polwithcheck, polrelid)) as definition
  from pg_class c join pg_policy on polrelid = c.oid
  where relnamespace = 'public'::regnamespace and relrowsecurity
  order by c.relname collate "C", polname collate "C"`
