import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serviceFindings } from '#setup/service-findings.mjs'
import { placeMadeCluster } from '../kit/made-cluster.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, temporaryFolder } from '../kit/product.ts'

const ROOT = new URL('../../', import.meta.url).href

/** In a process of its own: what this one has loaded says nothing. */
const PROGRAM = `
  const { registerHooks } = await import('node:module')
  const loaded = new Set()
  registerHooks({ load: (url, context, next) => (loaded.add(url), next(url, context)) })
  const { createApp } = await import('#app/app.ts')
  const { readLayers } = await import('#app/config.ts')
  const app = await createApp(await readLayers({ env: JSON.parse(process.env.SETTINGS) }))
  await app.start()
  const link = await app.firstLink()
  const before = [...loaded]
  const { status } = await fetch(new URL('api/session', app.consoleUrl))
  console.log(JSON.stringify({ link, status, before, after: [...loaded] }))
  await app[Symbol.asyncDispose]()`

let host: ModelHost
beforeAll(async () => {
  host = await startModelHost()
})
afterAll(() => host.close())

type Seen = { link: string; status: number; before: string[]; after: string[] }

test('before its first request nothing of the console is loaded but what listens and makes links', async () => {
  const dataFolder = await temporaryFolder('lazy')
  await placeMadeCluster(path.join(dataFolder, 'postgres'))
  const engine = { CHASQUI_ENGINE_URL: 'http://127.0.0.1:9/v1', CHASQUI_ENGINE_MODEL: 'none' }
  const settings = { CHASQUI_DATA: dataFolder, CHASQUI_PORT: '0', CHASQUI_CONSOLE_PORT: '0', ...engine }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: new URL(ROOT),
    env: { PATH: process.env.PATH, LOG: 'silent', SETTINGS: JSON.stringify(settings) },
    maxBuffer: 64 << 20,
  }).finally(() => rm(dataFolder, { recursive: true, force: true }))
  const { link, status, before, after } = JSON.parse(stdout) as Seen
  const partsOf = (urls: readonly string[]) =>
    urls
      .map((url) => url.slice(ROOT.length))
      .filter((file) => /^(?:console|node_modules\/(?:@node-rs|otplib))\//.test(file))
      .toSorted()
  expect(link).toMatch(/#setup=[\w-]{43}$/)
  expect(partsOf(before)).toEqual(['console/address.ts', 'console/links.ts', 'console/listener.ts'])
  expect(status).toBe(200)
  expect(partsOf(after)).toContain('console/api/server.ts')
})

test('where its port is taken people are answered all the same, and doctor says what to set', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  await using service = await startRunning({ host, env: { CHASQUI_CONSOLE_PORT: String(port) } })
  const person = await service.terminal('ana')
  await person.says('hello')
  expect((await person.hears()).text).not.toBe('')
  expect(service.app.consoleUrl).toBeUndefined()
  expect(await service.app.firstLink()).toBeUndefined()
  const { findings } = await serviceFindings({ CHASQUI_DATA: service.dataFolder, CHASQUI_PORT: '1' })
  const found = findings.find(({ part }) => part.trim() === 'console')
  expect(found).toMatchObject({
    state: 'missing',
    text: expect.stringMatching(/does not listen: Port \d+ .*CHASQUI_CONSOLE_PORT=/),
  })
  await new Promise((resolve) => other.close(resolve))
})
