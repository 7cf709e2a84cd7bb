import type { PersonId } from '#core/contract/ids.ts'
import type { MemoryItem } from '#core/contract/memory.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import { saysSomething } from '#core/memory/told.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { ForgottenForm, MemoriesPage, MemoriesQuery, MemoryForm } from '../forms/people.ts'
import type { RouteDeps } from '../route.ts'
import { requirePerson } from './person.ts'
import { say } from '../sentences.ts'

/** @throws {ConsoleError} when there is no such person */
export async function memoriesOf(pool: ConsolePool, person: PersonId, query: MemoriesQuery): Promise<MemoriesPage> {
  await requirePerson(pool, person)
  const { after, rows: count, which } = query
  return inMemoryOf(pool, person, async (memory) => {
    const before = after === undefined ? null : Number(after)
    const rows = await memory.query<Row>(ITEMS, [which === 'past', before, count + 1])
    const [counts] = await memory.query<MemoriesPage['counts']>(COUNTS)
    const page = rows.slice(0, count)
    const last = page.at(-1)
    return {
      rows: page.map(formOfRow),
      counts: counts ?? { current: 0, past: 0, passages: 0 },
      ...(rows.length > count && last !== undefined && { next: String(last.number) }),
    }
  })
}

type Change = { readonly person: PersonId; readonly number: number; readonly seen: string }

/** @throws {ConsoleError} with what it says now, where it is something else than was looked at */
export async function editMemory(
  deps: RouteDeps,
  { person, ...change }: Change & { text: string },
): Promise<MemoryForm> {
  await requirePerson(deps.pool, person)
  // It stands on one line of a prompt, as what people write themselves does.
  const text = change.text.replaceAll(/\s+/g, ' ').trim()
  if (!saysSomething(text)) throw new ConsoleError('bad-request', say('memory.empty'))
  const edit = await deps.service.memories.edit(person, { ...change, text })
  if (edit.type === 'edited') return formOfItem(edit.item)
  throw refusalOf(edit)
}

/** @throws {ConsoleError} with what it says now, where it is something else than was looked at */
export async function forgetMemory(deps: RouteDeps, { person, ...item }: Change): Promise<ForgottenForm> {
  await requirePerson(deps.pool, person)
  const done = await deps.service.memories.forget(person, item)
  if (done.type === 'forgotten') return { memories: done.numbers.length, messages: done.messages }
  throw refusalOf(done)
}

export async function forgetAllOf({ pool, service }: RouteDeps, person: PersonId): Promise<ForgottenForm> {
  await requirePerson(pool, person)
  const { numbers, messages } = await service.memories.forgetAll(person)
  return { memories: numbers.length, messages }
}

function refusalOf(refused: { type: 'changed'; item: MemoryItem } | { type: 'no-such-item' }): ConsoleError {
  if (refused.type === 'no-such-item') {
    return new ConsoleError('not-found', say('memory.gone'))
  }
  const message = say('memory.changed')
  return new ConsoleError('conflict', message, { now: formOfItem(refused.item) })
}

const formOfItem = ({ scope, ...item }: MemoryItem): MemoryForm => ({ ...item, isOfGroup: scope !== '' })

type Row = {
  number: number
  kind: MemoryForm['kind']
  field: MemoryForm['field'] | null
  text: string
  scope: string
  origin: MemoryForm['origin']
  said_at: Date
  superseded_by: number | null
  edited_at: Date | null
}

const formOfRow = ({ number, kind, field, text, scope, origin, ...row }: Row): MemoryForm => ({
  ...{ number, kind, text, origin },
  ...(field != null && { field }),
  isOfGroup: scope !== '',
  saidAtMs: row.said_at.getTime(),
  ...(row.superseded_by !== null && { supersededBy: row.superseded_by }),
  ...(row.edited_at !== null && { editedAtMs: row.edited_at.getTime() }),
})

const ITEMS = ofPerson(
  'console-items',
  `select number, kind, field, text, scope, origin, said_at, superseded_by, edited_at from memory_item
   where person_id = $1 and (superseded_by is not null) = $2 and ($3::integer is null or number < $3)
   order by number desc limit $4`,
)

const COUNTS = ofPerson(
  'console-counts',
  `select
     (select count(*)::int from memory_item where person_id = $1 and superseded_by is null) as current,
     (select count(*)::int from memory_item where person_id = $1 and superseded_by is not null) as past,
     (select count(*)::int from memory_passage where person_id = $1) as passages`,
)
