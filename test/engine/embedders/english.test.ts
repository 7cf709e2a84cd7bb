import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Embedder } from '#engine/contract.ts'
import { openEnglish } from '#engine/embedders/english.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { untilReady, untilState } from './until-ready.ts'

const log = logFor('test:embedder')
const { signal } = new AbortController()
const open = (worker?: URL) => openEnglish({ clock: systemClock, log, ...(worker && { worker }) })

let english: Embedder
beforeAll(async () => {
  english = open()
  await untilReady(english)
})
afterAll(() => english[Symbol.asyncDispose]())

const similarity = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * other[index]!, 0)

/** A question and what answers it share no word that means something. */
const LOOK_UPS: readonly (readonly [question: string, answer: string])[] = [
  ['What is my pet called?', 'The person has a dog named Rex.'],
  ['Which food makes me ill?', 'The person is allergic to peanuts.'],
  ['What is my job?', 'The person works as a nurse in a hospital.'],
  ['Which city is my home?', 'The person lives in Oslo.'],
  ['Which sport do I do?', 'The person plays football every Sunday.'],
  ['Who am I married to?', 'The wife of the person is Eva.'],
]

test('what answers a question is found although they share no word', async () => {
  const memories = await english.embed(
    LOOK_UPS.map(([, answer]) => answer),
    'memory',
    signal,
  )
  const found: (string | undefined)[] = []
  for (const [question] of LOOK_UPS) {
    const [vector] = await english.embed([question], 'question', signal)
    const scores = memories.map((memory) => similarity(memory, vector!))
    found.push(LOOK_UPS[scores.indexOf(Math.max(...scores))]?.[1])
  }
  const right = found.filter((answer, index) => answer === LOOK_UPS[index]?.[1])
  expect(right, JSON.stringify(found)).toHaveLength(LOOK_UPS.length)
})

test('vectors have length 1 and the dimensions it names, in the order of the texts, in any batch', async () => {
  const texts = ['one cat', 'two dogs', 'three birds', 'four fish', 'five horses', 'six cows']
  const vectors = await english.embed(texts, 'memory', signal)
  expect(english.dimensions).toBe(512)
  for (const vector of vectors) {
    expect(vector).toHaveLength(512)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  }
  const [alone] = await english.embed(['five horses'], 'memory', signal)
  expect(similarity(alone!, vectors[4]!)).toBeCloseTo(1, 4)
})

test('empty, foreign, broken and very long texts get vectors', async () => {
  const texts = ['', ' ', 'où est-ce?', '日本語', 'half a pair \ud83d', 'word '.repeat(10_000)]
  const vectors = await english.embed(texts, 'memory', signal)
  expect(vectors.map((vector) => vector.every(Number.isFinite))).toEqual(texts.map(() => true))
})

test('it says what memory its worker takes', () => {
  const { bytes, of } = english.memory()!
  expect(bytes).toBeGreaterThan(30e6)
  expect(bytes).toBeLessThan(400e6)
  expect(of).toMatch(/worker/)
})

test('a question goes before memories that wait', async () => {
  const order: string[] = []
  const memories = english.embed(
    Array.from({ length: 40 }, (_, index) => `memory ${index}`),
    'memory',
    signal,
  )
  const question = english.embed(['where?'], 'question', signal)
  await Promise.all([memories.then(() => order.push('memories')), question.then(() => order.push('question'))])
  expect(order).toEqual(['question', 'memories'])
})

test('a request whose signal aborts ends at once, and the next one is answered', async () => {
  const stop = new AbortController()
  const asked = english.embed(['one', 'two'], 'memory', stop.signal)
  stop.abort()
  await expect(asked).rejects.toMatchObject({ code: 'aborted' })
  expect(await english.embed(['three'], 'memory', signal)).toHaveLength(1)
})

const program = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`)
const READY = `import { parentPort } from 'node:worker_threads'
  parentPort.postMessage({ op: 'ready', dimensions: 2, heldBytes: 1 })\n`

test('when the worker dies its requests fail as interrupted, and it is started again', async () => {
  const dies = `parentPort.on('message', ({ id, texts }) =>
    texts.includes('die') ? process.exit(1) : parentPort.postMessage({ op: 'embedded', id, vectors: [[1, 0]], heldBytes: 1 }))`
  const embedder = open(program(READY + dies))
  await untilReady(embedder)
  await expect(embedder.embed(['die'], 'memory', signal)).rejects.toMatchObject({ code: 'interrupted' })
  expect(embedder.health().state).toBe('starting')
  await expect(embedder.embed(['live'], 'memory', signal)).rejects.toMatchObject({ code: 'unavailable' })
  await untilReady(embedder)
  expect(await embedder.embed(['live'], 'memory', signal)).toEqual([Float32Array.of(1, 0)])
  await embedder[Symbol.asyncDispose]()
})

test.each([
  ['a number that is none', '[[NaN, 1]]'],
  ['too few vectors', '[]'],
  ['a vector of another length', '[[1, 0, 0]]'],
])('%s is refused', async (_name, vectors) => {
  const answers = `parentPort.on('message', ({ id }) =>
    parentPort.postMessage({ op: 'embedded', id, vectors: ${vectors}, heldBytes: 1 }))`
  const embedder = open(program(READY + answers))
  await untilReady(embedder)
  await expect(embedder.embed(['text'], 'memory', signal)).rejects.toMatchObject({ code: 'failed' })
  await embedder[Symbol.asyncDispose]()
})

test('a model that cannot be loaded is no embedder, and it says what to do', async () => {
  const embedder = open(program(`import 'no-such-package'`))
  await untilState(embedder, 'failed')
  expect(embedder.health()).toMatchObject({ detail: expect.stringContaining('npm ci') as string })
  await expect(embedder.embed(['text'], 'memory', signal)).rejects.toMatchObject({ code: 'unavailable' })
  await embedder[Symbol.asyncDispose]()
})
