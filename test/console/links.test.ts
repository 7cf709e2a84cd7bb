import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serviceFindings } from '#setup/service-findings.mjs'
import { signedIn } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startService, type ServiceProcess } from '../kit/service-process.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const LINK = /^ {2}(http:\/\/localhost:\d+\/)#(setup|recover)=([\w-]{43})$/m

let host: ModelHost
let service: ServiceProcess
let database: pg.Client
/** As it was printed, and the links there were then. */
let printed: { readonly link: RegExpExecArray; readonly stored: unknown }
beforeAll(async () => {
  host = await startModelHost()
  service = await startService({ host })
  database = await service.database()
  printed = { link: await service.prints(LINK), stored: await links() }
})
afterAll(async () => {
  await database.end()
  await service[Symbol.asyncDispose]()
  await host.close()
})

type Ended = { code: number; stdout: string; stderr: string }

/** `npm run console -- …`, by the operator who has the data folder. */
async function command(...words: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: service.dataFolder }
  const ended = await promisify(execFile)(process.execPath, ['cli/console.ts', ...words], { cwd: ROOT, env }).catch(
    (error: Ended) => error,
  )
  return { code: 0, ...ended }
}

const rowsOf = async (text: string) => (await database.query<Record<string, unknown>>(text)).rows
const hashOf = (token: string | undefined) => createHash('sha256').update(String(token)).digest('hex')
/** With the minutes that they are good for, rounded. */
const links = () =>
  rowsOf(`select encode(hash, 'hex') as hash, kind, account_id, role, made_by,
    round(extract(epoch from expires_at - now()) / 60)::integer as minutes from console_link`)

async function partOfDoctor() {
  const { findings } = await serviceFindings({ CHASQUI_DATA: service.dataFolder, CHASQUI_PORT: '1' })
  return findings.find(({ part }) => part.trim() === 'console')
}

test('until there is an owner each start prints a link, and another one is made on demand', async () => {
  await database.query('delete from console_audit; delete from console_account')
  const [, url = '', kind, token = ''] = printed.link
  expect(kind).toBe('setup')
  const about = { kind: 'setup', account_id: null, role: 'owner', made_by: 'npm run console' }
  expect(printed.stored).toEqual([{ hash: hashOf(token), ...about, minutes: 60 }])
  expect((await fetch(url)).status).toBe(200)
  expect(service.stderr).not.toMatch(/#setup|Welcome/)
  expect(service.stderr).not.toContain(token)
  expect(await partOfDoctor()).toMatchObject({
    state: 'ok',
    text: `without an owner: ${url}`,
    fix: 'npm run console -- link makes the first one',
  })

  const { code, stdout } = await command('link')
  const [, , again, another] = LINK.exec(stdout) ?? []
  expect({ code, again }).toEqual({ code: 0, again: 'setup' })
  expect(another).not.toBe(token)
  expect(await links()).toEqual([{ hash: hashOf(another), ...about, minutes: 60 }])
  const audit = await rowsOf('select account_id, account_name, action, target, outcome, network from console_audit')
  expect(audit).toEqual([
    {
      account_id: null,
      account_name: 'npm run console',
      action: 'link.setup',
      target: null,
      outcome: 'done',
      network: 'this computer',
    },
  ])
})

test('with an owner no link for another one is made, and one for an account ends all its sessions', async () => {
  await database.query('delete from console_audit; delete from console_account')
  const { consoleUrl } = await service.says('ready to take messages')
  const url = String(consoleUrl)
  const ana = await signedIn({ url, database }, 'owner', 'ana')
  const bo = await signedIn({ url, database }, 'viewer', 'bo')
  const refused = await command('link')
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('npm run console -- recover NAME')
  expect(await links()).toEqual([])
  const stream = await fetch(new URL('api/stream?topics=overview', url), { headers: { cookie: ana.cookie } })
  expect(stream.status).toBe(200)
  const { code, stdout } = await command('recover', 'Ana')
  const [, , kind, token] = LINK.exec(stdout) ?? []
  expect({ code, kind }).toEqual({ code: 0, kind: 'recover' })
  expect(await links()).toMatchObject([{ hash: hashOf(token), kind: 'recovery', account_id: expect.any(String) }])
  expect((await ana.get('/api/session')).body).toMatchObject({ hasOwner: true })
  expect((await bo.get('/api/session')).body).toMatchObject({ account: { name: 'bo' } })
  // A look at what has ended comes every 30 s only, which is later than this test may take.
  expect(await stream.text()).toContain('event: signed-out')
  expect(await rowsOf(`select target from console_audit where action = 'link.recover'`)).toEqual([{ target: 'ana' }])
  expect(await partOfDoctor()).toMatchObject({ state: 'ok', text: expect.stringContaining('recover NAME') })
})

test.each([
  [['recover', 'nobody\u001b[2J'], 1, /no account "nobody\[2J"/],
  [['recvoer', 'ana'], 2, /Did you mean recover\?/],
  [[], 2, /^npm run console -- link/],
])('%j says what would be right', async (words, status, sentence) => {
  const { code, stdout, stderr } = await command(...words)
  expect({ code, stdout }).toEqual({ code: status, stdout: '' })
  expect(stderr).toMatch(sentence)
})
