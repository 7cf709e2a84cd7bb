import type pg from 'pg'
import type { PersonId, TurnId } from '../../contract/ids.ts'
import type { MemoryScope, RecalledLine } from '../../contract/memory.ts'
import type { PersonRows } from '../person-rows.ts'

/** What the person typed themself in these turns: without quotes, forwards and what others wrote. */
export type TypedOf = (
  client: pg.PoolClient,
  of: { readonly person: PersonId; readonly turns: readonly TurnId[] },
) => Promise<ReadonlyMap<TurnId, string>>

/** The newest of them. */
const UNLEARNT_MAX = 8

export type Unlearnt = {
  readonly scope: MemoryScope | undefined
  /** The turn that is being answered. */
  readonly turn: TurnId
  readonly typedOf: TypedOf | undefined
}

/** Turns that wait to be learnt, newest first: nothing of them is among items and passages yet. */
export async function unlearntIn(rows: PersonRows, { scope, turn, typedOf }: Unlearnt): Promise<RecalledLine[]> {
  if (typedOf === undefined) return []
  const { client, person } = rows
  const pending = await client.query<{ id: TurnId; started_at: Date }>({
    name: 'memory-unlearnt',
    text: UNLEARNT,
    values: [person, scope ?? null, turn, UNLEARNT_MAX],
  })
  if (pending.rows.length === 0) return []
  const ids = pending.rows.map(({ id }) => id)
  const typed = await typedOf(client, { person, turns: ids })
  return pending.rows.flatMap(({ id, started_at }) => {
    const text = typed.get(id)?.trim() ?? ''
    return text === '' ? [] : [{ ref: `turn:${id}`, text, saidAtMs: started_at.getTime(), as: 'words' } as const]
  })
}

const UNLEARNT = `
  select id, started_at from turn
  where person_id = $1 and learning = 'pending' and ($2::text is null or conversation_id = $2) and id <> $3
  order by finished_at desc limit $4`
