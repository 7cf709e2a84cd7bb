import type pg from 'pg'
import type { PersonId } from '#core/contract/ids.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import { nearestIn } from '#core/memory/vectors.ts'
import type { Embedder } from '#engine/contract.ts'
import { openEnglish } from '#engine/embedders/english.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase } from '../kit/database.ts'
import { vectorOf } from '../kit/scripted-embedder.ts'
import type { Benchmark, Figure } from './benchmark.ts'
import { percentile } from './statistics.ts'

const QUESTIONS = 100
const MEMORIES = 400
const VECTORS = [200, 1_000, 5_000]
const DIMENSIONS = 512
const TIMES = 40
const signal = new AbortController().signal
const { monotonicMs } = systemClock

export const embedder: Benchmark = {
  about: 'the English embedder in its worker, and the exact comparison of a question with all vectors of a person',
  async run() {
    const english = await measuredEnglish()
    const nearest = await measuredNearest()
    return { figures: [...english, ...nearest] }
  },
}

async function measuredEnglish(): Promise<Figure[]> {
  const beganMs = monotonicMs()
  const residentBefore = process.memoryUsage().rss
  const english = openEnglish({ clock: systemClock, log: logFor('bench') })
  while (english.health().state !== 'ready') await systemClock.sleep(1)
  const loadMs = monotonicMs() - beganMs
  const questions = await timesOf(QUESTIONS, (at) => asked(english, at))
  const memories = Array.from({ length: MEMORIES }, (_, at) => `On day ${at} we talked about the trip to the sea.`)
  const memoriesMs = (await timesOf(1, () => english.embed(memories, 'memory', signal)))[0]!
  const resident = process.memoryUsage().rss - residentBefore
  const held = english.memory()?.bytes ?? Number.NaN
  await english[Symbol.asyncDispose]()
  return [
    { name: 'English embedder, until it is ready', value: loadMs, unit: 'ms' },
    { name: 'one question, p50', value: percentile(questions, 0.5), unit: 'ms' },
    { name: 'one question, p95', value: percentile(questions, 0.95), unit: 'ms', target: { atMost: 150 } },
    { name: 'each of many memories', value: memoriesMs / MEMORIES, unit: 'ms' },
    { name: 'heap and buffers of its worker', value: held / 1e6, unit: 'MB' },
    { name: 'growth of the whole process', value: resident / 1e6, unit: 'MB' },
  ]
}

const asked = (english: Embedder, at: number) =>
  english.embed([`Where did I go for my holiday in ${at}?`], 'question', signal)

async function measuredNearest(): Promise<Figure[]> {
  const database = await openTestDatabase()
  const { pool } = database.store
  const figures: Figure[] = []
  try {
    for (const count of VECTORS) {
      const person = await personWith(pool, count)
      const question = { model: 'bench', values: vectorOf('question', DIMENSIONS), limit: 20, scope: undefined }
      const compare = () => inMemoryOf(pool, person, (rows) => nearestIn(rows, question))
      await timesOf(5, compare)
      const times = await timesOf(TIMES, compare)
      const name = `nearest of ${count} vectors of ${DIMENSIONS}`
      figures.push({ name: `${name}, p50`, value: percentile(times, 0.5), unit: 'ms' })
      figures.push({ name: `${name}, p95`, value: percentile(times, 0.95), unit: 'ms' })
    }
  } finally {
    await database[Symbol.asyncDispose]()
  }
  return figures
}

async function personWith(pool: pg.Pool, count: number): Promise<PersonId> {
  const person = `bench-${count}` as PersonId
  await pool.query('insert into person (id, created_at) values ($1, now())', [person])
  await inMemoryOf(pool, person, async (rows) => {
    await rows.query(PASSAGES, [count])
    const { buffer } = vectorOf('memory', DIMENSIONS)
    await rows.query(COPIES, [Buffer.from(buffer), DIMENSIONS])
  })
  await pool.query('analyze memory_passage, memory_vector')
  return person
}

const PASSAGES = ofPerson(
  'bench-passages',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   select $1, 'turn' || n, 'chat', '', 'what was said in turn ' || n, now() - n * interval '1 h', '', 1
   from generate_series(1, $2::integer) n`,
)

const COPIES = ofPerson(
  'bench-vectors',
  `insert into memory_vector (person_id, ref, model, dimensions, vector, text_hash)
   select $1, 'turn:' || turn_id, 'bench', $3, $2::bytea, '' from memory_passage where person_id = $1`,
)

async function timesOf(times: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let at = 0; at < times; at += 1) {
    const beganMs = monotonicMs()
    await work(at)
    taken.push(monotonicMs() - beganMs)
  }
  return taken
}
