import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TurnId } from '#core/contract/ids.ts'
import type { RecallQuery } from '#core/memory/kinds/kind.ts'
import { memoryKinds } from '#core/memory/kinds/all.ts'
import { inMemoryOf, type PersonRows } from '#core/memory/person-rows.ts'
import { systemClock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { GROUP, Remembered, START_MS } from './people.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const kinds = memoryKinds({ itemsMax: () => 10, forgottenKey: new Uint8Array(32), clock: systemClock })
const episodes = kinds.find(({ name }) => name === 'episodes')!
const within = <T>({ id }: Remembered, work: (rows: PersonRows) => Promise<T>) =>
  inMemoryOf(database.store.pool, id, work)
const asking = (text: string, scope?: string): RecallQuery => ({ text, scope, linesMax: 10, turnsInPrompt: [] })

async function withTwo() {
  const ana = await new Remembered(database).joins()
  const first = await ana.said('My violin is old')
  const second = await ana.said('My violin is new', { scope: GROUP, atMs: START_MS + 1 })
  const recall = (query: RecallQuery) => within(ana, (rows) => episodes.recall(rows, query))
  const forget = (turns: readonly TurnId[]) => within(ana, (rows) => episodes.forget(rows, turns))
  const kept = async () => (await within(ana, (rows) => episodes.export(rows))) as { turnId: TurnId; text: string }[]
  return { ana, first, second, recall, forget, kept }
}

it('episodes are recalled, in a group only those of the group, and not those of turns in the prompt', async () => {
  const { first, second, recall } = await withTwo()
  const refs = async (query: RecallQuery) => (await recall(query)).map(({ ref }) => ref)
  expect((await refs(asking('violin'))).toSorted()).toEqual([`turn:${first}`, `turn:${second}`])
  expect(await refs(asking('violin', GROUP))).toEqual([`turn:${second}`])
  expect(await refs({ ...asking('violin'), turnsInPrompt: [second] })).toEqual([`turn:${first}`])
})

it('episodes are exported whole, oldest first', async () => {
  const { kept, first } = await withTwo()
  expect(await kept()).toMatchObject([
    { turnId: first, text: 'My violin is old', scope: '', saidAt: new Date(START_MS) },
    { text: 'My violin is new', scope: GROUP },
  ])
})

it('episodes are forgotten by their turns, with their vectors', async () => {
  const { ana, first, second, forget, kept } = await withTwo()
  await within(ana, ({ client, person }) =>
    client.query(
      `insert into memory_vector (person_id, ref, model, dimensions, vector) select $1, 'turn:' || t, 'm', 1, '\\x00'
       from unnest($2::text[]) t`,
      [person, [first, second]],
    ),
  )
  expect(await forget([first, 'unknown' as TurnId])).toBe(1)
  expect((await kept()).map(({ turnId }) => turnId)).toEqual([second])
  const left = await within(ana, ({ client, person }) =>
    client.query('select ref from memory_vector where person_id = $1', [person]),
  )
  expect(left.rows).toEqual([{ ref: `turn:${second}` }])
})

it('a turn without typed words, or without an id, is no episode', async () => {
  const ana = await new Remembered(database).joins()
  const learning = { conversation: GROUP, scope: '', saidAtMs: START_MS, candidates: [] }
  await within(ana, async (rows) => {
    await episodes.learn(rows, { ...learning, turnId: 'empty' as TurnId, typed: ' \n' })
    await episodes.learn(rows, { ...learning, turnId: undefined, typed: 'told' })
    expect(await episodes.export(rows)).toEqual([])
  })
})
