import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { SETTINGS_OF } from '#engine/driver/setting-names.ts'
import { openHosted } from '#engine/embedders/hosted.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { untilReady, untilState } from './until-ready.ts'

const log = logFor('test:embedder')
const { signal } = new AbortController()
const MODEL = 'bge-small-en'

type Asked = { readonly path: string; readonly key: string | undefined; readonly input: readonly string[] }
type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }

/** A host that answers as it is told; by default a vector of two numbers for each text. */
async function startHost(answer: (asked: Asked) => Answer | undefined = () => undefined) {
  const asked: Asked[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = request.url ?? ''
    const isList = path.endsWith('/models')
    const { input = [] } = isList ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as { input: string[] })
    const one: Asked = { path, key: request.headers.authorization, input }
    if (!isList) asked.push(one)
    const listed: Answer | undefined = isList ? { body: { data: [{ id: MODEL }] } } : undefined
    const usual: Answer = listed ?? { body: listOf(input.map(() => [3, 4])) }
    const { status = 200, headers = {}, body } = answer(one) ?? usual
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const listOf = (vectors: readonly unknown[]) => ({ data: vectors.map((embedding, index) => ({ index, embedding })) })
const isHello = ({ input }: Asked) => input.includes('hello')

function open(url: string, more: { model?: string; key?: string } = {}) {
  const about = { url, model: MODEL, settings: SETTINGS_OF.embed, requestsMax: 4, ...more }
  const embedder = openHosted({ ...about, clock: systemClock, log, random: () => 0 })
  onTestFinished(() => embedder[Symbol.asyncDispose]())
  return embedder
}

test('it asks with the key and the prefix of the model, in batches, and brings vectors to length 1', async () => {
  const host = await startHost()
  const embedder = open(host.url, { key: 'secret' })
  await untilReady(embedder)
  expect(embedder).toMatchObject({ model: MODEL, dimensions: 2 })
  const texts = Array.from({ length: 70 }, (_, index) => `text ${index}`)
  const vectors = await embedder.embed(texts, 'memory', signal)
  expect(vectors).toHaveLength(70)
  expect(vectors[69]).toEqual(Float32Array.of(0.6, 0.8))
  await embedder.embed(['where?'], 'question', signal)
  const [, ...asked] = host.asked
  expect(asked.map(({ input }) => input.length)).toEqual([32, 32, 6, 1])
  expect(asked.at(-1)).toEqual({
    path: '/v1/embeddings',
    key: 'Bearer secret',
    input: ['Represent this sentence for searching relevant passages: where?'],
  })
})

test('vectors come in the order of their index', async () => {
  const host = await startHost((one) => {
    if (isHello(one)) return undefined
    const data = one.input.map((text, index) => ({ index, embedding: text === 'first' ? [1, 0] : [0, 1] }))
    return { body: { data: data.toReversed() } }
  })
  const embedder = open(host.url)
  await untilReady(embedder)
  const vectors = await embedder.embed(['first', 'second'], 'memory', signal)
  expect(vectors).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)])
})

test.each([
  ['fewer vectors than texts', listOf([])],
  ['a vector of another length', listOf([[1, 2, 3]])],
  ['null in a vector', listOf([[1, null]])],
  ['an error with the status 200', { error: 'no' }],
])('%s is refused', async (_name, body) => {
  const host = await startHost((one) => (isHello(one) ? undefined : { body }))
  const embedder = open(host.url)
  await untilReady(embedder)
  await expect(embedder.embed(['text'], 'memory', signal)).rejects.toMatchObject({ code: 'failed' })
  expect(host.asked.length).toBeGreaterThan(2)
})

test('a request that fails is retried while the host serves others', async () => {
  let failures = 0
  const host = await startHost((one) => {
    if (isHello(one) || (failures += 1) > 1) return undefined
    return { status: 503, headers: { 'retry-after': '0' }, body: {} }
  })
  const embedder = open(host.url)
  await untilReady(embedder)
  expect(await embedder.embed(['text'], 'memory', signal)).toHaveLength(1)
  expect(failures).toBe(2)
})

test('a text that is too long counts by its beginning', async () => {
  const host = await startHost(({ input }) =>
    input.some(({ length }) => length > 600)
      ? { status: 400, body: { error: { type: 'context_length_exceeded', message: 'too long' } } }
      : undefined,
  )
  const embedder = open(host.url)
  await untilReady(embedder)
  expect(await embedder.embed(['short', 'word '.repeat(1_000)], 'memory', signal)).toHaveLength(2)
  expect(host.asked.at(-1)?.input.map(({ length }) => length)).toEqual([5, 500])
})

test('a host that begins to answer with vectors of another length is tried anew, and its dimensions change', async () => {
  let dimensions = 2
  const host = await startHost(({ input, path }) =>
    path.endsWith('/models') ? undefined : { body: listOf(input.map(() => Array(dimensions).fill(1))) },
  )
  const embedder = open(host.url)
  await untilReady(embedder)
  dimensions = 3
  await expect(embedder.embed(['text'], 'memory', signal)).rejects.toMatchObject({ code: 'unavailable' })
  while (embedder.dimensions !== 3) await systemClock.sleep(5)
  await untilReady(embedder)
  expect(await embedder.embed(['text'], 'memory', signal)).toHaveLength(1)
})

test('a host without /v1 is asked without', async () => {
  const host = await startHost(({ path }) => (path.startsWith('/v1') ? { status: 404, body: {} } : undefined))
  const embedder = open(`${host.url}/v1`)
  await untilReady(embedder)
  await embedder.embed(['text'], 'memory', signal)
  expect(host.asked.at(-1)?.path).toBe('/embeddings')
})

test('a refused key and an unknown model are named with their settings', async () => {
  const refusing = await startHost(({ path }) => (path.endsWith('/models') ? undefined : { status: 401, body: {} }))
  const unknown = await startHost(({ path }) => (path.endsWith('/models') ? undefined : { status: 404, body: {} }))
  const [noKey, noModel] = [open(refusing.url), open(unknown.url, { model: 'bge-smal-en' })]
  await untilState(noKey, 'failed')
  await untilState(noModel, 'failed')
  expect(noKey.health()).toMatchObject({ detail: expect.stringContaining('CHASQUI_EMBED_KEY') as string })
  expect(noModel.health()).toMatchObject({ detail: expect.stringContaining('CHASQUI_EMBED_REMOTE_MODEL') as string })
  await expect(noKey.embed(['text'], 'question', signal)).rejects.toMatchObject({ code: 'unavailable' })
})
