import type { PersonId, TurnId } from '#core/contract/ids.ts'
import type { MemoryRef } from '#core/contract/memory.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { TurnForm } from '../forms/conversations.ts'

type Memory = TurnForm['memories'][number]
type Used = { readonly person: PersonId; readonly refs: readonly MemoryRef[] }

/** For each turn what its prompt had of its person's memory, as it is now. Each person's is read on its own. */
export async function memoriesUsed(pool: ConsolePool, turns: readonly Used[]): Promise<Memory[][]> {
  const texts = new Map<PersonId, ReadonlyMap<MemoryRef, Kept>>()
  for (const [person, used] of Map.groupBy(turns, ({ person }) => person)) {
    const refs = new Set(used.flatMap(({ refs }) => refs))
    if (refs.size > 0) texts.set(person, await kept(pool, person, refs))
  }
  return turns.map(({ person, refs }) =>
    refs.map((ref) => {
      const found = texts.get(person)?.get(ref)
      const kind = ref.startsWith('item:') ? 'item' : 'passage'
      return { ref, kind, ...(found && { text: found.text, saidAtMs: found.said_at.getTime() }) }
    }),
  )
}

type Kept = { ref: MemoryRef; text: string; said_at: Date }

/** Those that were not forgotten since. */
async function kept(pool: ConsolePool, person: PersonId, refs: ReadonlySet<MemoryRef>) {
  const after = (kind: string) => [...refs].filter((ref) => ref.startsWith(kind)).map((ref) => ref.slice(kind.length))
  const numbers = after('item:').map(Number)
  const turns = after('turn:') as TurnId[]
  const rows = await inMemoryOf(pool, person, async (memory) => [
    ...(await memory.query<Kept>(ITEMS, [numbers])),
    ...(await memory.query<Kept>(PASSAGES, [turns])),
  ])
  return new Map(rows.map((row) => [row.ref, row]))
}

const ITEMS = ofPerson(
  'console-items-used',
  `select 'item:' || number as ref, text, said_at from memory_item
   where person_id = $1 and number = any($2::integer[])`,
)

const PASSAGES = ofPerson(
  'console-passages-used',
  `select 'turn:' || turn_id as ref, text, said_at from memory_passage
   where person_id = $1 and turn_id = any($2::text[])`,
)
