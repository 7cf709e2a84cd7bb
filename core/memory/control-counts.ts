import { ofPerson, type PersonRows } from './person-rows.ts'

/** What there is of a person, as they would count it. */
export type PersonCounts = { readonly messages: number; readonly memories: number; readonly pictures: number }

export async function countsOf(rows: PersonRows): Promise<PersonCounts> {
  const [items] = await rows.query<{ memories: number }>(ITEMS)
  const { rows: found } = await rows.client.query<Omit<PersonCounts, 'memories'>>(OTHERS, [rows.person])
  return { messages: 0, pictures: 0, ...found[0], memories: items?.memories ?? 0 }
}

const ITEMS = ofPerson('items-count', 'select count(*)::integer as memories from memory_item where person_id = $1')

const OTHERS = `
  select
    (select count(*)::integer from event where person_id = $1 and kind in ('message', 'command')) as messages,
    (select count(*)::integer from media where person_id = $1) as pictures`
