import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import { createMemoryControl, type MemoryControlDeps } from '#core/memory/control.ts'
import { allItems } from '#core/memory/items.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import { createMemoryForOperators } from '#core/memory/operator-control.ts'
import { systemClock } from '#machine/clock.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { personWithTurns } from './person-with-turns.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

function controlled() {
  let drops = 0
  const embedded: PersonId[] = []
  const deps: MemoryControlDeps = {
    store: database.store,
    clock: systemClock,
    isEnabled: true,
    itemsMax: () => 10,
    keep: keepCandidates,
    hashesOf: () => [],
    dropPromptCaches: () => Promise.resolve(void (drops += 1)),
    deletePersonSoon: () => Promise.resolve(),
    embedSoon: (person) => Promise.resolve(void embedded.push(person)),
  }
  return { control: createMemoryControl(deps), operators: createMemoryForOperators(deps), embedded, drops: () => drops }
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

test("an operator's edit keeps who told it, says when it was, and gives way to what was changed meanwhile", async () => {
  const { control, operators, drops } = controlled()
  const ana = await personWithTurns(database.store)
  const kept = await control.remember(ana.asking('told' as TurnId, 1), 'I like tea')
  const change = { number: kept!.number, seen: 'I like tea', text: 'I like cocoa' }
  const edit = await operators.edit(ana.person, change)
  expect(edit).toMatchObject({ type: 'edited', item: { text: 'I like cocoa', origin: 'told' } })
  expect(await ana.inMemory(allItems)).toEqual([edit.type === 'edited' ? edit.item : undefined])
  expect(await operators.edit(ana.person, change)).toMatchObject({ type: 'changed', item: { text: 'I like cocoa' } })
  await control.edit(ana.asking('again' as TurnId, 2), { number: kept!.number, text: 'I like milk' })
  const [item] = await ana.inMemory(allItems)
  expect(item).toMatchObject({ text: 'I like milk', turnId: 'again' })
  expect(item).not.toHaveProperty('editedAtMs')
  const gone = { number: kept!.number, seen: 'I like cocoa' }
  expect(await operators.forget(ana.person, gone)).toMatchObject({ type: 'changed', item: { text: 'I like milk' } })
  expect(await operators.forget(ana.person, { ...gone, seen: 'I like milk' })).toMatchObject({ type: 'forgotten' })
  expect(await operators.forget(ana.person, gone)).toEqual({ type: 'no-such-item' })
  expect(await ana.inMemory(allItems)).toEqual([])
  // What engines have cached: once for the edit, once for what was forgotten.
  expect(drops()).toBe(2)
})
