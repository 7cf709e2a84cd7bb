import type pg from 'pg'
import type { AccessMode, GroupMode } from '../contract/access.ts'
import type { ConversationId, IdentityId } from '../contract/ids.ts'
import type { AccessSettings } from './deps.ts'

/** Of each kind, so that neither the socket nor a terminal is flooded; `more` says how many are left out. */
const ROWS_MAX = 1_000

/** What an operator sees. Names are what people call themselves, for display only. */
export type AccessList = {
  readonly mode: AccessMode
  /** Of platforms that have one of their own. */
  readonly modes: AccessSettings['modes']
  /** Let in by the settings. */
  readonly allow: readonly string[]
  readonly codes: readonly ListedCode[]
  readonly approved: Page<ListedEntry>
  readonly blocked: Page<ListedEntry>
  readonly groupMode: GroupMode
  readonly groups: Page<ListedGroup>
}

export type Page<Row> = { readonly rows: readonly Row[]; readonly more: number }

export type ListedCode = {
  readonly code: string
  readonly identity: IdentityId
  readonly name: string | null
  readonly until: Date
}

/** `identity` is null once the person was deleted. */
export type ListedEntry = {
  readonly identity: IdentityId | null
  readonly name: string | null
  readonly since: Date
}

/** `mode` is null where the settings decide. */
export type ListedGroup = {
  readonly group: ConversationId
  readonly title: string | null
  readonly mode: GroupMode | null
}

export async function accessList({
  pool,
  settings: { mode, modes, allow, groupMode },
  now,
}: {
  pool: Pick<pg.Pool, 'query'>
  settings: AccessSettings
  now: Date
}): Promise<AccessList> {
  const page = async <Row extends object>(text: string, values: unknown[] = []): Promise<Page<Row>> => {
    const { rows } = await pool.query<Row & { all: string }>(text, [ROWS_MAX, ...values])
    const all = Number(rows[0]?.all ?? 0)
    return { rows: rows.map(({ all: _all, ...row }) => row as unknown as Row), more: all - rows.length }
  }
  const [codes, approved, blocked, groups] = await Promise.all([
    pool.query<ListedCode>(CODES, [now]),
    page<ListedEntry>(ENTRIES, ['approved']),
    page<ListedEntry>(ENTRIES, ['blocked']),
    page<ListedGroup>(GROUPS),
  ])
  return { mode, modes, allow, codes: codes.rows, approved, blocked, groupMode, groups }
}

const CODES = `
  select code, identity_id as identity, display_name as name, expires_at as until
  from pairing left join identity i on i.id = identity_id where expires_at > $1 order by expires_at`

const ENTRIES = `
  select identity_id as identity, display_name as name, changed_at as since, count(*) over () as all
  from access_entry left join identity i on i.id = identity_id where state = $2
  order by changed_at desc, hash limit $1`

/** Each once, whichever of its threads somebody wrote in. */
const GROUPS = `
  select account || ':' || (chat ->> 'id') as "group", max(chat ->> 'title') as title,
    max(group_mode) as mode, count(*) over () as all
  from conversation where chat ->> 'kind' <> 'dm' group by account, chat ->> 'id'
  order by max(group_mode) is null, min(created_at) limit $1`
