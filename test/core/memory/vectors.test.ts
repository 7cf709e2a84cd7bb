import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId, TurnId } from '#core/contract/ids.ts'
import type { MemoryRef } from '#core/contract/memory.ts'
import { deleteItems, supersedeItems } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import {
  deleteLeftOverVectors,
  nearestIn,
  saveVectors,
  unembeddedIn,
  type Embedded,
  type Near,
} from '#core/memory/vectors.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { vectorOf } from '../../kit/scripted-embedder.ts'
import { newPerson, rememberItem, rememberPassage } from './remembered.ts'

const DIMENSIONS = 24
const MODEL = 'one'
let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const inMemory = <T>(person: PersonId, work: Parameters<typeof inMemoryOf<T>>[2]) =>
  inMemoryOf(database.store.pool, person, work)

const embeddedOf = (ref: MemoryRef, text: string, dimensions = DIMENSIONS): Embedded => ({
  ref,
  text,
  values: vectorOf(text, dimensions),
})

const save = (person: PersonId, embedded: readonly Embedded[], model = MODEL) =>
  inMemory(person, (rows) => saveVectors(rows, { model, embedded }))

const nearest = (person: PersonId, question: string, more: { scope?: string; model?: string; limit?: number } = {}) =>
  inMemory(person, (rows) =>
    nearestIn(rows, { model: MODEL, values: vectorOf(question, DIMENSIONS), limit: 10, scope: undefined, ...more }),
  )
const refs = (near: readonly Near[]) => near.map(({ ref }) => ref)

async function rememberedItem(person: PersonId, text: string, scope = ''): Promise<MemoryRef> {
  const ref = `item:${await rememberItem(database.store.pool, person, text, { scope })}` as const
  await save(person, [embeddedOf(ref, text)])
  return ref
}

test('the nearest are those of a plain computation, in its order, from 1 to -1', async () => {
  const { pool } = database.store
  const person = await newPerson(pool)
  const texts = Array.from({ length: 60 }, (_, index) => `thing ${index}`)
  const embedded: Embedded[] = []
  for (const [index, text] of texts.entries()) {
    if (index % 2 === 0) embedded.push(embeddedOf(`item:${await rememberItem(pool, person, text)}`, text))
    else {
      const turn = `turn-${index}` as TurnId
      await rememberPassage(pool, person, { turn, text })
      embedded.push(embeddedOf(`turn:${turn}`, text))
    }
  }
  await save(person, embedded)
  const near = await nearest(person, 'thing 7')
  const question = vectorOf('thing 7', DIMENSIONS)
  const plain = embedded
    .map(({ ref, values }) => ({ ref, similarity: values.reduce((sum, value, at) => sum + value * question[at]!, 0) }))
    .toSorted((one, other) => other.similarity - one.similarity)
    .slice(0, 10)
  expect(refs(near)).toEqual(refs(plain))
  for (const [index, { similarity }] of near.entries()) expect(similarity).toBeCloseTo(plain[index]!.similarity, 5)
  expect(near[0]).toMatchObject({ ref: 'turn:turn-7' })
  expect(near[0]?.similarity).toBeCloseTo(1, 5)
})

test('vectors of another model, or of other dimensions, are never compared', async () => {
  const { pool } = database.store
  const person = await newPerson(pool)
  const own = await rememberedItem(person, 'tea')
  const other: MemoryRef = `item:${await rememberItem(pool, person, 'coffee')}`
  const longer: MemoryRef = `item:${await rememberItem(pool, person, 'milk')}`
  await save(person, [embeddedOf(other, 'coffee')], 'another')
  await save(person, [embeddedOf(longer, 'milk', DIMENSIONS * 2)])
  expect(refs(await nearest(person, 'coffee'))).toEqual([own])
  expect(refs(await nearest(person, 'coffee', { model: 'another' }))).toEqual([other])
})

test('what was superseded or forgotten is not found, nor stored when it was forgotten meanwhile', async () => {
  const { pool } = database.store
  const person = await newPerson(pool)
  const kept = await rememberedItem(person, 'Bergen')
  await rememberedItem(person, 'Oslo')
  await rememberPassage(pool, person, { turn: 'old' as TurnId, text: 'in Oslo', isSuperseded: true })
  await inMemory(person, (rows) => supersedeItems(rows, { numbers: [2], by: 1, at: new Date() }))
  const forgotten = await rememberItem(pool, person, 'secret')
  await inMemory(person, (rows) => deleteItems(rows, [forgotten]))
  await save(person, [embeddedOf(`item:${forgotten}`, 'secret'), embeddedOf('turn:old' as MemoryRef, 'in Oslo')])
  expect(refs(await nearest(person, 'Oslo'))).toEqual([kept])
  expect(await inMemory(person, deleteLeftOverVectors)).toBe(2)
  expect(await storedRefs(person)).toEqual([kept])
})

test('the vector of a memory that is being forgotten at this moment is not stored', async () => {
  const { pool } = database.store
  const person = await newPerson(pool)
  const number = await rememberItem(pool, person, 'secret')
  const [deleted, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const forgetting = inMemory(person, async (rows) => {
    await deleteItems(rows, [number])
    deleted.resolve()
    await mayCommit.promise
  })
  await deleted.promise
  const saved = save(person, [embeddedOf(`item:${number}`, 'secret')])
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await pool.query(waits)).rowCount).toBe(1)
  mayCommit.resolve()
  await Promise.all([forgetting, saved])
  expect(await storedRefs(person)).toEqual([])
})

test('a group finds what was said in it, a private chat everything', async () => {
  const person = await newPerson(database.store.pool)
  const inPrivate = await rememberedItem(person, 'private')
  const inGroup = await rememberedItem(person, 'group', 'telegram:1:-100')
  expect(refs(await nearest(person, 'private', { scope: 'telegram:1:-100' }))).toEqual([inGroup])
  expect(refs(await nearest(person, 'private'))).toEqual([inPrivate, inGroup])
})

test('nobody finds the vectors of somebody else, and nobody overwrites them', async () => {
  const { pool } = database.store
  const [ana, bob] = [await newPerson(pool), await newPerson(pool)]
  const ref = await rememberedItem(ana, 'the cat is called Miso')
  expect(await nearest(bob, 'the cat is called Miso')).toEqual([])
  await save(bob, [embeddedOf(ref, 'something else')])
  expect((await nearest(ana, 'the cat is called Miso'))[0]?.similarity).toBeCloseTo(1, 5)
  expect(await storedRefs(bob)).toEqual([])
})

test('what has no vector of the model, or one of an older text, is to be embedded, newest first', async () => {
  const { pool } = database.store
  const person = await newPerson(pool)
  const about = { model: MODEL, dimensions: DIMENSIONS, rowsMax: 10 }
  const first: MemoryRef = `item:${await rememberItem(pool, person, 'first', { saidAtMs: 1 })}`
  const second: MemoryRef = `item:${await rememberItem(pool, person, 'second', { saidAtMs: 2 })}`
  const missing = () => inMemory(person, (rows) => unembeddedIn(rows, about))
  expect(await missing()).toEqual([
    { ref: second, text: 'second' },
    { ref: first, text: 'first' },
  ])
  await save(person, [embeddedOf(first, 'first'), embeddedOf(second, 'second')])
  expect(await missing()).toEqual([])
  await inMemory(person, (rows) => rows.query(EDIT, [1, 'first, edited']))
  expect(await missing()).toEqual([{ ref: first, text: 'first, edited' }])
})

const EDIT = ofPerson('test-edit', 'update memory_item set text = $3 where person_id = $1 and number = $2')
const REFS = ofPerson('test-refs', 'select ref from memory_vector where person_id = $1 order by ref')

const storedRefs = async (person: PersonId) =>
  (await inMemory(person, (rows) => rows.query<{ ref: MemoryRef }>(REFS))).map(({ ref }) => ref)
