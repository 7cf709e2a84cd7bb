import { GROUP_MODES, type GroupMode } from '#core/contract/access.ts'
import { platformIn, type ConversationId } from '#core/contract/ids.ts'
import type { ServiceParts } from '../../deps.ts'
import { Conditions } from '../conditions.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import { cursorIn, pageFrom } from '../cursor.ts'
import type { GroupDefaultForm, GroupRow } from '../forms/channels.ts'
import { refused, settingForm } from './channel.ts'
import { say } from '../sentences.ts'

type Deps = { readonly pool: ConsolePool; readonly service: Pick<ServiceParts, 'settings' | 'operator'> }
type Mode = GroupMode | null

/** Each group once, whichever of its threads somebody wrote in; the newest first. */
export async function listGroups(
  pool: ConsolePool,
  { after, rows: count }: { after?: string | undefined; rows: number },
) {
  const where = new Conditions()
  if (after !== undefined) {
    const { atMs, id } = cursorIn(after)
    where.add((at, of) => `(at, "group") < (${at}, ${of})`, new Date(atMs), id)
  }
  const limit = where.place(count + 1)
  const { rows } = await pool.query<Row>(
    `select * from (${GROUPS}) of where ${where.text} order by at desc, "group" desc limit ${limit}`,
    where.values,
  )
  const page = pageFrom(rows, count, ({ at, group }) => ({ atMs: at.getTime(), id: group }))
  return { ...page, rows: page.rows.map(rowOf) }
}

const rowOf = ({ group, title, mode }: Row): GroupRow => ({
  group,
  title: title ?? '',
  platform: platformIn(group),
  mode,
})

/** @throws {ConsoleError} where somebody else has chosen another one meanwhile, with that */
export async function setGroupMode(
  { group, mode, seen }: { group: ConversationId; mode: Mode; seen: Mode },
  { pool, service }: Deps,
): Promise<{ mode: Mode }> {
  await requireGroup(pool, group)
  const set = await service.operator.setGroupMode(group, mode ?? undefined, { mode: seen ?? undefined })
  if (set.type === 'set') return { mode }
  if (set.type !== 'conflict') throw new ConsoleError('bad-request', WHY_NOT[set.type])
  throw new ConsoleError('conflict', say('group.changed'), { now: { mode: (await requireGroup(pool, group)).mode } })
}

/** @throws {ConsoleError} when there is no such group */
async function requireGroup(pool: ConsolePool, group: ConversationId): Promise<Row> {
  const { rows } = await pool.query<Row>(`select * from (${GROUPS}) of where "group" = $1`, [group])
  if (rows[0] !== undefined) return rows[0]
  throw new ConsoleError('not-found', say('group.gone'))
}

const WHY_NOT = {
  'private-chat': say('group.private'),
  'too-many-groups': say('group.too-many'),
} as const

const KEY = 'access.groupMode'

export async function groupDefault({ service }: Pick<Deps, 'service'>): Promise<GroupDefaultForm> {
  const state = (await service.settings.list()).find(({ key }) => key === KEY)
  if (state === undefined) throw new Error(`${KEY} is no setting`)
  return { ...settingForm(state), modes: [...GROUP_MODES] }
}

export async function setGroupDefault(
  { mode, revision }: { mode: GroupMode; revision: number },
  { service, by, checkAgain }: Pick<Deps, 'service'> & { by: string; checkAgain: () => Promise<void> },
): Promise<GroupDefaultForm> {
  const changed = await service.settings.change([{ key: KEY, value: mode, revision }], by, checkAgain)
  if (changed.outcome === 'refused') throw refused(changed.faults)
  const now = await groupDefault({ service })
  if (changed.outcome === 'changed') return now
  const message = say('group.default-changed')
  throw new ConsoleError('conflict', message, { now })
}

type Row = { group: ConversationId; title: string | null; mode: Mode; at: Date }

const GROUPS = `
  select account || ':' || (chat ->> 'id') as "group", max(chat ->> 'title') as title, max(group_mode) as mode,
    min(created_at) as at
  from conversation where chat ->> 'kind' <> 'dm' group by account, chat ->> 'id'`
