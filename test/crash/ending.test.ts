import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { socketFolderFor } from '#machine/socket-folder.ts'
import { temporaryFolder } from '../kit/product.ts'
import { runService, ServiceProcess } from '../kit/service-process.ts'
import { openStage, waitOptions, toldTo, type Stage } from './stage.ts'

const NEVER = new Promise<void>(() => undefined)
const AGAIN_MS = 100

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage.telegram.faults.clear())
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]()
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

const folders: string[] = []
async function newFolder(name: string): Promise<string> {
  const folder = await temporaryFolder(name)
  folders.push(folder)
  return folder
}

/** A turn that has got as far as the model. */
async function answering(name: string, go: Promise<void>) {
  const { host, telegram } = stage
  const person = telegram.person(name)
  host.fail('chat', { type: 'hold', go })
  const asked = host.next('chat')
  person.sends(`hello from ${name}`)
  await asked
  return person
}

test('a second service on the same data folder refuses, and says which process has it', async () => {
  const { host, telegram, service } = stage
  const { code, stderr } = await runService({ host, telegram, dataFolder: service.dataFolder })
  expect(code).toBe(1)
  expect(stderr).toMatch(/already running/)
  expect(stderr).toContain(String(service.pid))
  expect(stderr).not.toMatch(/\n {4}at /)
})

test('a port in use is named, with what to do', async () => {
  const { host, telegram, service } = stage
  const dataFolder = await newFolder('port')
  const { port } = new URL(service.url)
  const { code, stderr } = await runService({ host, telegram, dataFolder, env: { CHASQUI_PORT: port } })
  expect(code).toBe(1)
  const sentence = stderr.trim().split('\n').at(-1)
  expect(sentence).toContain(port)
  expect(sentence).toMatch(/is used by another program/)
  expect(sentence).toMatch(/CHASQUI_PORT/)
  expect(stderr).toMatch(/database system is shut down/)
  expect(existsSync(await socketFolderFor(dataFolder))).toBe(false)
})

test('a data folder that cannot be made is named, with what to do', async () => {
  const { host, telegram } = stage
  const folder = await newFolder('file')
  const file = path.join(folder, 'a-file')
  await writeFile(file, 'not a folder')
  const { code, stderr } = await runService({ host, telegram, dataFolder: path.join(file, 'data') })
  expect(code).toBe(1)
  expect(stderr).toContain(file)
  expect(stderr).toMatch(/CHASQUI_DATA/)
  expect(stderr).not.toMatch(/\n {4}at /)
})

test('killed in the middle of its very first start: the next one makes the database anew', async () => {
  const { host, telegram } = stage
  const service = new ServiceProcess({ host, telegram }, await newFolder('first'))
  try {
    const started = service.startAgain().catch(() => 'killed')
    await service.says('redis is ready')
    await service.kill9()
    expect(await started).toBe('killed')
    await service.startAgain()
    expect(await service.stop()).toEqual({ code: 0, signal: null })
    expect(service.log.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  } finally {
    await service[Symbol.asyncDispose]()
  }
})

test('SIGTERM while an answer is made: the answer is finished and delivered, then exit 0', async () => {
  const { service } = stage
  const go = Promise.withResolvers<void>()
  const alice = await answering('alice', go.promise)
  service.signal('SIGTERM')
  await service.says('stopping')
  go.resolve()
  expect(await service.exited).toEqual({ code: 0, signal: null })
  expect(toldTo(alice)).toEqual(['You said: hello from alice'])
  await stage.startAgain()
  await stage.settled()
  expect(toldTo(alice)).toEqual(['You said: hello from alice'])
})

test('SIGTERM while an answer does not come: exit 0 in time, and the next start answers, uncounted', async () => {
  const { service } = stage
  const bob = await answering('bob', NEVER)
  expect(await service.stop()).toEqual({ code: 0, signal: null })
  expect(toldTo(bob)).toEqual([])
  await stage.startAgain()
  await bob.hears(/hello from bob/, waitOptions)
  await stage.settled()
  expect(toldTo(bob)).toEqual(['You said: hello from bob'])
  const turns = await stage.query(`select attempts from turn where answer like '%from bob'`)
  expect(turns).toEqual([{ attempts: 1 }])
})

test('a second signal ends it at once, and the next start answers', async () => {
  const { service } = stage
  const carol = await answering('carol', NEVER)
  service.signal('SIGTERM')
  await service.says('stopping')
  // One that follows closely is the same one, passed on by npm.
  const again = setInterval(() => service.signal('SIGTERM'), AGAIN_MS)
  expect(await service.exited).toEqual({ code: 143, signal: null })
  clearInterval(again)
  await stage.startAgain()
  await carol.hears(/hello from carol/, waitOptions)
  await stage.settled()
  expect(toldTo(carol)).toEqual(['You said: hello from carol'])
})
