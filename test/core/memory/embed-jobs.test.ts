import { afterAll, beforeAll, expect, test } from 'vitest'
import { EngineError } from '#engine/contract.ts'
import type { PersonId } from '#core/contract/ids.ts'
import { EMBED_JOB, embedJobs } from '#core/memory/embed-jobs.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import { createQuestionVector } from '#core/memory/question-vector.ts'
import { nearestIn } from '#core/memory/vectors.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { refusing, scriptedEmbedder, vectorOf, type ScriptedEmbedder } from '../../kit/scripted-embedder.ts'
import { newPerson, rememberItem } from './remembered.ts'

const NOW_MS = Date.parse('2030-06-01')
const log = logFor('test:embed')
const { signal } = new AbortController()

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

/** Each question what time it is takes as long. */
function steppingClock(stepMs: number): Clock {
  let monotonicMs = 0
  return { ...systemClock, now: () => NOW_MS, monotonicMs: () => (monotonicMs += stepMs) }
}

function jobsWith(embedder: ScriptedEmbedder, clock = steppingClock(0)) {
  const jobs = embedJobs({ store: database.store, embedder, clock, log })
  const named = (name: string) => jobs.find((job) => job.name === name)!
  return { one: named(EMBED_JOB), all: named('embed-all') }
}

async function personWith(count: number): Promise<PersonId> {
  const person = await newPerson(database.store.pool)
  for (let index = 0; index < count; index += 1) await rememberItem(database.store.pool, person, `thing ${index}`)
  return person
}

const MODELS = ofPerson('test-models', 'select model, vector from memory_vector where person_id = $1')
const stored = (person: PersonId) =>
  inMemoryOf(database.store.pool, person, (rows) => rows.query<{ model: string; vector: Buffer }>(MODELS))
const modelsOf = async (person: PersonId) => (await stored(person)).map(({ model }) => model)

test('what a person has is embedded once; after a change of the model all of it is, in place of the old', async () => {
  const person = await personWith(3)
  const embedder = scriptedEmbedder()
  const { one } = jobsWith(embedder)
  expect(await one.run(person, signal)).toBeUndefined()
  await one.run(person, signal)
  expect(embedder.asked).toHaveLength(3)
  embedder.model = 'newer'
  embedder.dimensions = 12
  await one.run(person, signal)
  expect(embedder.asked).toHaveLength(6)
  expect(await modelsOf(person)).toEqual(['newer', 'newer', 'newer'])
})

test('a job that was interrupted goes on with what is left', async () => {
  const person = await personWith(80)
  const embedder = scriptedEmbedder()
  const { one } = jobsWith(embedder)
  const killed = new Error('killed')
  embedder.before = () => {
    if (embedder.asked.length >= 32) throw killed
  }
  await expect(one.run(person, signal)).rejects.toBe(killed)
  expect(await modelsOf(person)).toHaveLength(32)
  embedder.before = () => undefined
  await one.run(person, signal)
  expect(embedder.asked.toSorted()).toEqual([...new Set(embedder.asked)].toSorted())
  expect(await modelsOf(person)).toHaveLength(80)
})

test('while the embedder cannot be used the job waits, and does not fail', async () => {
  const person = await personWith(1)
  const embedder = scriptedEmbedder()
  const { one, all } = jobsWith(embedder)
  const later = { againAtMs: NOW_MS + 60_000 }
  embedder.state = { state: 'failed', detail: 'the model is not installed' }
  expect(await one.run(person, signal)).toEqual(later)
  expect(await all.run('', signal)).toEqual(later)
  embedder.state = { state: 'ready', model: 'scripted' }
  embedder.before = () => {
    throw new EngineError('interrupted', 'The host broke off.')
  }
  expect(await one.run(person, signal)).toEqual(later)
  expect(await all.run('', signal)).toEqual(later)
  expect(await modelsOf(person)).toEqual([])
})

test('a text that the model refuses is near to nothing and is asked for once; the others have their vectors', async () => {
  const person = await personWith(3)
  const embedder = scriptedEmbedder()
  embedder.before = refusing((text) => text === 'thing 1')
  const { one } = jobsWith(embedder)
  await one.run(person, signal)
  const question = { model: 'scripted', values: vectorOf('scripted thing 1', 8), limit: 9, scope: undefined }
  const near = await inMemoryOf(database.store.pool, person, (rows) => nearestIn(rows, question))
  expect(near.find(({ ref }) => ref === 'item:2')?.similarity).toBe(0)
  const asked = embedder.asked.length
  await one.run(person, signal)
  expect(embedder.asked).toHaveLength(asked)
})

test('a host that refuses every text fails the job, and no vector is stored', async () => {
  const person = await personWith(2)
  const embedder = scriptedEmbedder()
  embedder.before = refusing(() => true)
  await expect(jobsWith(embedder).one.run(person, signal)).rejects.toMatchObject({ code: 'refused' })
  expect(await modelsOf(person)).toEqual([])
})

test('the walk embeds everybody in slices, between which others get their turn, but nobody whose memory is off', async () => {
  const { pool } = database.store
  const people = [await personWith(2), await personWith(2), await personWith(2)]
  const off = await personWith(2)
  await pool.query('update memory_person set is_off = true where person_id = $1', [off])
  const embedder = scriptedEmbedder('walked')
  const { all } = jobsWith(embedder, steppingClock(6_000))
  let slices = 0
  while ((await all.run('', signal)) !== undefined) expect((slices += 1)).toBeLessThan(100)
  expect(slices).toBeGreaterThan(1)
  for (const person of people) expect(await modelsOf(person)).toEqual(['walked', 'walked'])
  expect(await modelsOf(off)).toEqual([])
  const asked = embedder.asked.length
  while ((await all.run('', signal)) !== undefined);
  expect(embedder.asked).toHaveLength(asked)
})

test('one person whose memories cannot be embedded does not keep the walk from the others', async () => {
  const [broken, other] = [await personWith(1), await personWith(2)]
  await rememberItem(database.store.pool, broken, 'not a number')
  const embedder = scriptedEmbedder('partly')
  embedder.before = (texts) => {
    if (texts.includes('not a number')) throw new EngineError('failed', 'The host answers with no vectors.')
  }
  const { all } = jobsWith(embedder)
  expect(await all.run('', signal)).toBeUndefined()
  expect(await modelsOf(broken)).toEqual([])
  expect(await modelsOf(other)).toEqual(['partly', 'partly'])
})

test('without an embedder there are no jobs', () => {
  expect(embedJobs({ store: database.store, embedder: undefined, clock: systemClock, log })).toEqual([])
})

test('a question has its vector, or none when the embedder takes too long, fails or is not there', async () => {
  const embedder = scriptedEmbedder()
  const vectorFor = (clock: Clock = systemClock) => createQuestionVector({ embedder, clock, log })('where?', signal)
  expect(await vectorFor()).toEqual({ model: 'scripted', values: vectorOf('scripted where?', 8) })
  const hangs = (_texts: readonly string[], stop: AbortSignal) =>
    new Promise((_resolve, reject) => stop.addEventListener('abort', () => reject(stop.reason as Error)))
  embedder.before = hangs
  expect(await vectorFor({ ...systemClock, sleep: () => Promise.resolve() })).toBeUndefined()
  embedder.before = () => {
    throw new EngineError('failed', 'The host failed.')
  }
  expect(await vectorFor()).toBeUndefined()
  embedder.state = { state: 'starting', detail: 'it is being loaded' }
  embedder.before = () => expect.unreachable()
  expect(await vectorFor()).toBeUndefined()
})
