import { execFile } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import type { Engine } from '#engine/contract.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { Disposer } from '#machine/disposer.ts'
import { enginesOf, openEmbedder, openEngineSet } from '#app/engines.ts'
import { readConfig } from '#app/config.ts'
import { chatRequest, eventsOf } from '../contract/engine.ts'
import { startModelHost } from '../kit/model-host.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const POLL = { timeout: 10_000 }
let opened = new Disposer()
afterEach(async () => {
  await opened[Symbol.asyncDispose]()
  opened = new Disposer()
})

async function enginesWith(yaml: string, env: Record<string, string> = {}) {
  const socketFolder = await temporaryFolder()
  await writeFile(path.join(socketFolder, 'chasqui.yaml'), yaml)
  const config = await readConfig({ env: { CHASQUI_DATA: socketFolder, ...env } })
  const missing = { missing: 'not in this test' }
  const programs = { llamaServer: missing, postgres: missing, redis: missing, chromium: missing, console: missing }
  const { platform, arch } = process
  const hardware = { platform, arch, cores: 2, memory: { totalBytes: 2 ** 33, availableBytes: 2 ** 33 }, gpus: [] }
  const deps = { config, programs, hardware, socketFolder, clock, random: () => 0 }
  const set = await openEngineSet(deps)
  const embedder = await openEmbedder(deps)
  for (const engine of [...enginesOf(set), ...(embedder ? [embedder] : [])])
    opened.defer(engine.name, () => engine[Symbol.asyncDispose]())
  return { ...set, embedder }
}

test('the hosts of engine and guard are given as many requests at a time as is set for each', async () => {
  const host = await startModelHost({ faultOf: ({ text }) => (text.includes('#A') ? 'silence' : undefined) })
  opened.defer('host', () => host.close())
  const { url, model } = host
  const where = `url: '${url}', remoteModel: ${model}`
  const { chat, guard } = await enginesWith(`engine: { ${where}, requestsMax: 2 }\nguard: { ${where}, requestsMax: 3 }`)
  for (const [engine, requestsMax] of [
    [chat, 2],
    [guard as Engine, 3],
  ] as const) {
    await engine.ready(AbortSignal.timeout(10_000))
    const text = `#A of ${requestsMax}`
    const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text }] }]
    const askers = Array.from({ length: 6 }, () => new AbortController())
    const answerTo = ({ signal }: AbortController) =>
      eventsOf(engine.generate(chatRequest(engine, { messages }), signal))
    const ended = Promise.allSettled(askers.map(answerTo))
    const asked = () => host.prompts.filter((prompt) => prompt.text.includes(text)).length
    await expect.poll(asked, POLL).toBe(requestsMax)
    askers[0]?.abort()
    await expect.poll(asked, POLL).toBe(requestsMax + 1)
    await expect.poll(() => host.inFlight, POLL).toBe(requestsMax)
    for (const asker of askers) asker.abort()
    await ended
    await expect.poll(() => host.inFlight, POLL).toBe(0)
  }
})

test('the embedded engine is given the size of its context', async () => {
  const folder = await temporaryFolder()
  const [program, written] = [path.join(folder, 'llama-server'), path.join(folder, 'arguments')]
  const tell = `printf '%s\\n' "$@" > '${written}.part' && mv '${written}.part' '${written}'`
  await writeFile(program, `#!/bin/sh\n${tell}\nexec sleep 60\n`)
  await chmod(program, 0o700)
  await enginesWith('engine: { contextTokens: 1024 }', { CHASQUI_LLAMA_SERVER: program })
  await expect.poll(() => readFile(written, 'utf8').catch(() => ''), POLL).toContain('--ctx-size')
  const given = (await readFile(written, 'utf8')).split('\n')
  const after = (name: string) => Number(given[given.indexOf(name) + 1])
  expect(after('--ctx-size') / after('--parallel')).toBe(1024)
})

/** In a process of its own: what this one has loaded says nothing. */
async function modulesLoadedWith(env: Record<string, string>): Promise<string[]> {
  const program = `
    const { registerHooks } = await import('node:module')
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    const { readConfig } = await import('#app/config.ts')
    const { openEmbedder, openEngineSet } = await import('#app/engines.ts')
    const { systemClock: clock } = await import('#machine/clock.ts')
    const missing = { missing: 'not in this test' }
    const programs = { llamaServer: missing, postgres: missing, redis: missing, chromium: missing, console: missing }
    const hardware = { cores: 2, memory: {}, gpus: [] }
    const config = await readConfig({ env: { ...process.env, CHASQUI_DATA: '/nowhere' } })
    const deps = { config, programs, hardware, socketFolder: '/nowhere', clock, random: () => 0 }
    const { chat } = await openEngineSet(deps)
    await (await openEmbedder(deps))?.[Symbol.asyncDispose]()
    await chat[Symbol.asyncDispose]()
    console.log(JSON.stringify(loaded))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env.PATH, LOG: 'silent', ...env },
  })
  return (JSON.parse(stdout) as string[]).filter((url) => /embedders\/(?!all|absent)|energetic-ai/.test(url))
}

test('without an embedder nothing of it is loaded', async () => {
  expect(await modulesLoadedWith({})).toEqual([])
  const english = await modulesLoadedWith({ CHASQUI_EMBEDDER: 'english' })
  expect(english.some((url) => url.endsWith('embedders/english.ts'))).toBe(true)
  expect(english.some((url) => url.includes('energetic-ai'))).toBe(false)
})

test('the embedder is what is set, and off where memory is', async () => {
  const host = await startModelHost()
  opened.defer('host', () => host.close())
  expect((await enginesWith('')).embedder).toBeUndefined()
  expect((await enginesWith('memory: { enabled: false, embedder: english }')).embedder).toBeUndefined()
  const where = `url: '${host.url}', remoteModel: ${host.model}`
  const { embedder } = await enginesWith(`memory: { embedder: host, ${where} }`)
  await expect.poll(() => embedder?.health().state, POLL).toBe('ready')
  expect(embedder).toMatchObject({ model: host.model, dimensions: 8 })
})

test('an embedding model that is not there keeps nothing from starting, and it says what to do', async () => {
  const folder = await temporaryFolder()
  const env = { CHASQUI_LLAMA_SERVER: '/bin/false', CHASQUI_CACHE: folder }
  const { embedder } = await enginesWith('memory: { embedder: model, embedModel: embeddinggemma-300m }', env)
  const detail =
    'The model embeddinggemma-300m is not installed. Install it with: npm run models -- install embeddinggemma-300m'
  expect(embedder?.health()).toMatchObject({ state: 'failed', detail, sentences: [{ code: 'model.not-installed' }] })
  const { embedder: other } = await enginesWith('memory: { embedder: model, embedModel: no-such-model }', env)
  expect(other?.health()).toMatchObject({ state: 'failed', detail: expect.stringContaining('no-such-model') as string })
})
