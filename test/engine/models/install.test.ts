import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileUrl, hubModel } from '#engine/models/hub.ts'
import { loadModel } from '#engine/models/load.ts'
import { qwen35 } from '#engine/models/qwen-3.5.ts'
import { smolVlm2 } from '#engine/models/smolvlm2.ts'
import { COMMIT, openModelHub, type HubFile } from '../../kit/model-hub.ts'
import { json, type Loopback } from '../loopback.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'

const never = new AbortController().signal
const REPOSITORY = smolVlm2.hub?.repository ?? ''
const root = join(import.meta.dirname, '..', '..', '..')

const WEIGHTS = { path: 'SmolVLM2-Q8_0.gguf', content: Buffer.from('GGUF\x03\0\0\0weights') }
const FILES: HubFile[] = [
  { path: 'SmolVLM2-f16.gguf', content: Buffer.from('GGUF\x03\0\0\0larger') },
  WEIGHTS,
  { path: 'mmproj-SmolVLM2-Q8_0.gguf', content: Buffer.from('GGUF\x03\0\0\0projector') },
]

const hub = (files: readonly HubFile[] = FILES, handle?: Parameters<typeof openModelHub>[1]) =>
  openModelHub(files, handle)

let folder: string
const open: Loopback[] = []
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]()))
})
const opened = (server: Loopback) => {
  open.push(server)
  return server
}

/** Runs the command as `npm run models` does. */
function models(args: string[], env: Record<string, string> = {}) {
  const environment = {
    PATH: process.env.PATH ?? '',
    CHASQUI_CACHE: folder,
    CHASQUI_DATA: join(folder, 'data'),
    ...env,
  }
  return new Promise<{ status: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['cli/models.ts', ...args],
      { cwd: root, env: environment },
      (_, out, err) => resolve({ status: child.exitCode ?? -1, out, err }),
    )
  })
}

describe('npm run models', () => {
  it('lists the catalogue with what is installed, active and fits', async () => {
    const { status, out } = await models([])
    expect(status).toBe(0)
    expect(out).toMatch(/^tiny-scout .*active, installed, fits this machine$/m)
    expect(out).toMatch(/^llama-4-scout .*Llama 4 Community License/m)
  })

  it('installs a model with what the hub says of it, pinned to a commit, and then finds it', async () => {
    const server = opened(await hub())
    const installed = await models(['install', 'smolvlm2-500m'], { CHASQUI_HUB_URL: server.url, HF_TOKEN: 'hub-token' })
    expect(installed).toMatchObject({ status: 0, out: expect.stringContaining('smolvlm2-500m is installed') as string })
    expect(installed.err).toContain(`at ${COMMIT}`)
    expect(installed.err + installed.out).not.toContain('hub-token')
    expect(server.seen.every(({ headers }) => headers.authorization === 'Bearer hub-token')).toBe(true)
    const model = await loadModel('smolvlm2-500m', folder)
    expect(model.card).toMatchObject({
      weights: [{ path: WEIGHTS.path }],
      projector: { path: 'mmproj-SmolVLM2-Q8_0.gguf' },
    })
    expect(await readFile(join(model.folder, WEIGHTS.path))).toEqual(WEIGHTS.content)
    expect((await models(['path', 'smolvlm2-500m'])).out.trim()).toBe(model.folder)
  })

  it('does not download more than a gigabyte unasked', async () => {
    const large = [
      { path: 'SmolVLM2-Q8_0.gguf', bytes: 2e9 },
      { path: 'mmproj-Q8_0.gguf', bytes: 1000 },
    ]
    const server = opened(await hub(large))
    const asked = await models(['install', 'smolvlm2-500m'], { CHASQUI_HUB_URL: server.url })
    expect(asked).toMatchObject({ status: 1, err: expect.stringContaining('--yes') as string })
    expect(asked.err).toMatch(/2\.0 GB[\s\S]*Licence: Apache-2\.0/)
    expect(server.seen.filter(({ path }) => path.includes('/resolve/'))).toEqual([])
  })

  it('does not call a model installed whose file came damaged', async () => {
    const [first, ...rest] = FILES
    const damaged = [
      { ...WEIGHTS, sha256: 'b'.repeat(64) },
      ...rest.filter(({ path }) => path !== WEIGHTS.path),
      ...(first ? [first] : []),
    ]
    const server = opened(await hub(damaged))
    expect(await models(['install', 'smolvlm2-500m'], { CHASQUI_HUB_URL: server.url })).toMatchObject({ status: 1 })
    await expect(loadModel('smolvlm2-500m', folder)).rejects.toMatchObject({ code: 'not-installed' })
    expect(await readdir(join(folder, 'models', 'smolvlm2-500m'))).not.toContain(WEIGHTS.path)
  })

  it.each([
    [['instal', 'x'], 'Did you mean install?'],
    [['install'], 'install takes the name of one model'],
    [['install', 'tiny-scot'], 'Did you mean tiny-scout?'],
    [['list', 'x'], 'list takes no name'],
    [['--yess'], 'Did you mean --yes?'],
  ])('ends with 2 for %j and says what is right', async (args, words) => {
    expect(await models(args)).toMatchObject({ status: 2, err: expect.stringContaining(words) as string })
  })

  it('says that a hub cannot be reached', async () => {
    const answer = await models(['install', 'smolvlm2-500m'], { CHASQUI_HUB_URL: 'http://127.0.0.1:1' })
    expect(answer).toMatchObject({ status: 1, err: expect.stringContaining('CHASQUI_HUB_URL') as string })
  })
})

describe('the hub', () => {
  it('names the page of a licence that must be accepted', async () => {
    const server = opened(await hub(FILES, (_, response) => (json(response, 403, {}), true)))
    await expect(hubModel({ baseUrl: server.url }, smolVlm2, never)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`${server.url}/${REPOSITORY}`) as string,
    })
  })

  it('stops when a file is not the one that the catalogue knows', async () => {
    const [known] = qwen35.weights
    const other = [
      { path: known?.path ?? '', bytes: known?.bytes ?? 0, sha256: 'c'.repeat(64) },
      { path: 'mmproj-Q8_0.gguf', bytes: 10 },
    ]
    const server = opened(await hub(other))
    await expect(hubModel({ baseUrl: server.url }, qwen35, never)).rejects.toMatchObject({ code: 'refused' })
  })

  it('refuses paths that leave the folder', async () => {
    const server = opened(await hub([{ path: '../evil-Q8_0.gguf', bytes: 10 }]))
    await expect(hubModel({ baseUrl: server.url }, smolVlm2, never)).rejects.toThrow()
  })

  it('is asked at the pinned commit', () => {
    expect(fileUrl({ baseUrl: 'http://mirror/' }, 'a/b', COMMIT, 'Q4 K/x.gguf')).toBe(
      `http://mirror/a/b/resolve/${COMMIT}/Q4%20K/x.gguf`,
    )
  })
})
