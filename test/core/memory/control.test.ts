import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import { createMemoryControl } from '#core/memory/control.ts'
import { allItems } from '#core/memory/items.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import { systemClock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { personWithTurns } from './person-with-turns.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

function controlled() {
  const embedded: PersonId[] = []
  const control = createMemoryControl({
    store: database.store,
    clock: systemClock,
    isEnabled: true,
    itemsMax: 10,
    keep: keepCandidates,
    hashesOf: () => [],
    dropPromptCaches: () => Promise.resolve(),
    deletePersonSoon: () => Promise.resolve(),
    embedSoon: (person) => Promise.resolve(void embedded.push(person)),
  })
  return { control, embedded }
}

test('what is remembered or edited gets its vector soon; an edit of nothing does not ask for one', async () => {
  const { control, embedded } = controlled()
  const ana = await personWithTurns(database.store)
  const [remembering, editing, missing] = ['remember', 'edit', 'missing'].map((id, number) =>
    ana.asking(id as TurnId, number),
  )
  const kept = await control.remember(remembering!, 'I like tea')
  expect(embedded).toEqual([ana.person])
  await control.edit(editing!, { number: kept!.number, text: 'I like cocoa' })
  await control.edit(missing!, { number: 99, text: 'I like cocoa' })
  expect(embedded).toEqual([ana.person, ana.person])
})

test('the same remembered from two chats at once is one memory', async () => {
  const { control } = controlled()
  const ana = await personWithTurns(database.store)
  const turns = ['one', 'two'].map((id, number) => ana.asking(id as TurnId, number))
  const kept = await Promise.all(turns.map((turn) => control.remember(turn, 'I like tea')))
  expect(kept.map((each) => each?.number)).toEqual([1, 1])
  expect(await ana.inMemory(allItems)).toHaveLength(1)
})
