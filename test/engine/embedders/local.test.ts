import { cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openLocal } from '#engine/embedders/local.ts'
import { loadEmbedModel } from '#engine/models/load.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { readPrograms, type Program } from '#machine/programs.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { vectorOf } from '../../kit/scripted-embedder.ts'
import { untilReady, untilState } from './until-ready.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const DOUBLE = path.join(ROOT, 'test/kit/double-llama-server.ts')
const WEIGHTS = path.join(ROOT, 'engine/models/tiny-scout/tiny-scout.gguf')
const log = logFor('test:embedder')
const { signal } = new AbortController()
const { llamaServer } = await readPrograms(ROOT)

type Card = Record<string, unknown>
type Present = Exclude<Program, { missing: string }>

async function open(program: Present, { card, name = 'some-model' }: { card?: Card; name?: string } = {}) {
  const folder = await temporaryFolder()
  const model = path.join(folder, name)
  await mkdir(model)
  await cp(WEIGHTS, path.join(model, 'weights.gguf'), { preserveTimestamps: true })
  if (card) await writeFile(path.join(model, 'card.json'), JSON.stringify({ ...CARD, name, ...card }))
  const loaded = await loadEmbedModel(model, folder)
  const about = { model: loaded, llamaServer: program, socketFolder: folder, cores: 2, clock: systemClock, log }
  const embedder = openLocal(about)
  onTestFinished(() => embedder[Symbol.asyncDispose]())
  return embedder
}

const CARD = {
  title: 'Some model',
  licence: { name: 'Apache-2.0' },
  weights: [{ path: 'weights.gguf' }],
  contextTokens: 256,
  serverArguments: ['--pooling', 'mean'],
}

describe.skipIf('missing' in llamaServer)('a GGUF model in a real llama-server', () => {
  const real = llamaServer as Present

  test('makes vectors of length 1, the same for the same text, and says what memory it takes', async () => {
    const embedder = await open(real, { card: {} })
    await untilReady(embedder)
    const [one, other, again] = await embedder.embed(['the cat', 'a red house', 'the cat'], 'memory', signal)
    expect(embedder.dimensions).toBe(one?.length)
    expect(Math.hypot(...one!)).toBeCloseTo(1, 5)
    expect([...again!]).toEqual([...one!].map((value) => expect.closeTo(value, 4) as number))
    expect([...other!]).not.toEqual([...one!].map((value) => expect.closeTo(value, 4) as number))
    if (process.platform === 'linux') expect(embedder.memory()?.bytes).toBeGreaterThan(5e6)
    await embedder[Symbol.asyncDispose]()
    expect([embedder.memory(), embedder.health().state]).toEqual([undefined, 'failed'])
  })

  test('counts a text that is too long by its beginning', async () => {
    const embedder = await open(real, { card: {} })
    await untilReady(embedder)
    expect(await embedder.embed(['a b c '.repeat(1_000), 'short'], 'memory', signal)).toHaveLength(2)
    expect(embedder.health().state).toBe('ready')
  })

  test('is not usable where the model makes no vector of a text', async () => {
    const embedder = await open(real)
    await untilState(embedder, 'failed')
    expect(embedder.health()).toMatchObject({ detail: expect.stringContaining('--pooling') as string })
    await expect(embedder.embed(['text'], 'memory', signal)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('is not usable where its vectors are of another length than its card says', async () => {
    const embedder = await open(real, { card: { dimensions: 7 } })
    await untilState(embedder, 'failed')
    expect(embedder.health()).toMatchObject({ detail: expect.stringContaining('where 7 are right') as string })
  })
})

describe('a GGUF model in a llama-server that plays', () => {
  async function double(): Promise<Present> {
    const program = path.join(await temporaryFolder(), 'llama-server')
    await writeFile(program, `#!/bin/sh\nexec ${process.execPath} ${DOUBLE} "$@"\n`, { mode: 0o755 })
    return { path: program, version: 'a double' }
  }

  test('gives each text the prefix of the model', async () => {
    const embedder = await open(await double(), { name: 'embeddinggemma-300m' })
    await untilReady(embedder)
    const [question] = await embedder.embed(['where?'], 'question', signal)
    const [memory] = await embedder.embed(['in Oslo'], 'memory', signal)
    expect([...question!]).toEqual(near(vectorOf('task: search result | query: where?', 8)))
    expect([...memory!]).toEqual(near(vectorOf('title: none | text: in Oslo', 8)))
  })

  test('is started again when it dies, and a text in flight at two deaths is not tried again', async () => {
    const embedder = await open(await double())
    await untilReady(embedder)
    for (let deaths = 0; deaths < 2; deaths += 1) {
      await expect(embedder.embed(['#die#'], 'memory', signal)).rejects.toMatchObject({ code: 'interrupted' })
      await untilState(embedder, 'starting')
      await untilReady(embedder)
    }
    await expect(embedder.embed(['#die#'], 'memory', signal)).rejects.toMatchObject({ code: 'quarantined' })
    expect(await embedder.embed(['live'], 'memory', signal)).toHaveLength(1)
  })

  test('interrupts memories for a question, and goes on with them', async () => {
    const embedder = await open(await double())
    await untilReady(embedder)
    const texts = Array.from({ length: 200 }, (_, index) => `memory ${index}`)
    const order: string[] = []
    const memories = embedder.embed(texts, 'memory', signal).then((vectors) => {
      order.push('memories')
      return vectors
    })
    await embedder.embed(['where?'], 'question', signal).then(() => order.push('question'))
    const vectors = await memories
    expect(order).toEqual(['question', 'memories'])
    expect([...vectors[199]!]).toEqual(near(vectorOf('memory 199', 8)))
  })

  test('has another id for other files, other prefixes, and the same for the same', async () => {
    const program = await double()
    const [one, same, renamed] = [
      await open(program),
      await open(program),
      await open(program, { name: 'nomic-embed' }),
    ]
    expect(same.model).toBe(one.model)
    expect(renamed.model).not.toBe(one.model)
    expect(one.model).toMatch(/^some-model@[0-9a-f]{12}$/)
  })
})

const near = (vector: Float32Array) => [...vector].map((value) => expect.closeTo(value, 5) as number)
