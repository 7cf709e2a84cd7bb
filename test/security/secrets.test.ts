import { readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runningService } from '#machine/data-folder.ts'
import { Visitor } from '../adapters/web/visitor.ts'
import { jpegOf } from '../core/media/hostile.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { temporaryFolder } from '../kit/product.ts'
import { startService, type ServiceProcess } from '../kit/service-process.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'

// The service in a process of its own, saying all it can, while everything around it stumbles.
const KEY = 'canary-engine-key'
const patience = { withinMs: 20_000 }

let host: ModelHost
let telegram: TelegramDouble
let service: ServiceProcess
let keyFolder: string

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true })
  telegram = await openTelegramDouble({ limits: 'off' })
  keyFolder = await temporaryFolder('key')
  const keyFile = path.join(keyFolder, 'key')
  await writeFile(keyFile, KEY)
  const env = { LOG: 'trace', CHASQUI_ENGINE_KEY_FILE: keyFile, CHASQUI_GUARD_KEY: KEY }
  service = await startService({ telegram, host, env })
}, 60_000)

afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await telegram[Symbol.asyncDispose]()
  await host.close()
  await rm(keyFolder, { recursive: true })
})

test('nothing that a person wrote, and no secret, is in the log at its loudest, whatever goes wrong', async () => {
  const quoting = { type: 'quoting', status: 400 } as const
  const ann = telegram.person('canary-name', { language: 'en' })
  const asks = async (words: string) => {
    const before = ann.transcript().filter(({ fromBot }) => fromBot).length
    ann.sends(words)
    const isAnswered = () => ann.transcript().filter(({ fromBot }) => fromBot).length > before || undefined
    await telegram.until(isAnswered, patience)
  }
  await asks('canary-plain')
  host.fail('chat', quoting)
  await asks('canary-quoted by the host')
  host.fail('chat', { type: 'garbage' })
  await asks('canary-garbage')
  host.fail('guard', { ...quoting, status: 500 })
  await asks('canary-guard')
  host.fail('chat', { type: 'cut', afterWords: 2 })
  await asks('canary-cut in the middle of an answer')
  await asks('\0 canary-nul \ud800')
  const about = { name: 'canary-file.jpg', mime: 'image/jpeg', caption: 'canary-caption' }
  ann.sendsFile(Buffer.from('\xff\xd8\xff canary-bytes', 'latin1'), about)
  await ann.hears(/damaged/i, patience)
  telegram.sendsUpdate('message', { canary: 'canary-update', message_id: 'x' })
  telegram.sendsUpdate('message', { ...nested(3_000), text: 'canary-nested' })
  await asks('canary-after a broken update')
  const visitor = await Visitor.arrives({ url: service.url })
  const hears = await visitor.listens()
  await visitor.sendsPictures('message-0001', 'canary-page', [await jpegOf()], 'image/jpeg')
  for (;;) if ((await hears.next('reply')).data.final) break
  const headers = { cookie: 'chasqui_person=canary-cookie' }
  await fetch(`${service.url}/api/messages?canary-query`, { method: 'POST', headers, body: '{"canary-json' })
  hears.leave()
  const killed = service.killChild('postgres')
  await asks('canary-while Postgres is away')
  await killed
  await service.killChild('redis')
  await asks('canary-while Redis is away')
  for (const secret of ['canary', telegram.token.split(':')[1] ?? '', visitor.person]) {
    expect(service.stderr).not.toContain(secret)
  }
  expect(service.stderr).toContain('"level":"debug"')
})

const isLinux = process.platform === 'linux'

test.runIf(isLinux)('it listens on loopback alone, and what it keeps is closed to others', async () => {
  const pids = [service.pid, service.child('postgres'), service.child('redis')]
  const listening = (await Promise.all(pids.map(listeningOn))).flat()
  // The page, and the console.
  expect(listening).toEqual([expect.stringMatching(LOOPBACK), expect.stringMatching(LOOPBACK)])
  const { socketFolder } = (await runningService(service.dataFolder)) ?? {}
  expect(await openToOthers(service.dataFolder)).toEqual([])
  expect(await openToOthers(socketFolder ?? '')).toEqual([])
  const arguments_ = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')))
  expect(arguments_.join('\n')).not.toMatch(/canary|AAdouble/)
  const environments = await Promise.all(pids.slice(1).map((pid) => readFile(`/proc/${pid}/environ`, 'utf8')))
  expect(environments.join('\n')).not.toMatch(/canary|AAdouble/)
})

const LOOPBACK = /^0100007F:/
const LISTENS = '0A'

/** The addresses on which a process listens, as the kernel writes them. */
async function listeningOn(pid: number): Promise<string[]> {
  const files = await readdir(`/proc/${pid}/fd`)
  const open = new Set(await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))))
  const tables = ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => ''))
  const lines = (await Promise.all(tables))
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const own = lines.filter(([, , , state, , , , , , inode]) => state === LISTENS && open.has(`socket:[${inode}]`))
  return own.map(([, address = '']) => address)
}

/** Folders that others can enter; what lies in one that they cannot is closed to them. */
async function openToOthers(folder: string): Promise<string[]> {
  const { mode } = await stat(folder)
  if ((mode & 0o077) === 0) return []
  const inside = await readdir(folder, { withFileTypes: true })
  return [folder, ...inside.filter((entry) => !entry.isDirectory()).map(({ name }) => path.join(folder, name))]
}

function nested(depth: number): object {
  let value: object = {}
  for (let level = 0; level < depth; level += 1) value = { reply_to_message: value }
  return value
}
