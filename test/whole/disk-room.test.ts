import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startModelHost } from '../kit/model-host.ts'
import { startProduct } from '../kit/product.ts'
import { Visitor } from '../adapters/web/visitor.ts'

const run = promisify(execFile)
const ROOT = path.resolve(import.meta.dirname, '../..')

test('on a nearly full disk nothing new is taken, what was promised goes out, and later all is answered', async () => {
  const host = await startModelHost()
  onTestFinished(() => host.close())
  let freeBytes = 2e9
  let blindFor = ''
  const freeBytesIn = async (folder: string) => {
    if (path.basename(folder) === blindFor) throw new Error('EACCES')
    return freeBytes
  }
  const product = await startProduct({ host, overrides: { freeBytesIn } })
  onTestFinished(() => product[Symbol.asyncDispose]())
  const { telegram } = product
  const disk = () => product.app.readiness().parts.find(({ name }) => name === 'disk')
  expect(disk()).toMatchObject({ state: 'ready', detail: '2 GB free.' })

  const alice = product.person('alice')
  telegram.faults.add({ op: 'sendMessage', status: 500, times: 50 })
  alice.sends('before')
  await telegram.until(() => (telegram.unconfirmed.length === 0 ? true : undefined))
  await telegram.called('sendMessage')
  freeBytes = 1e9
  await product.restart()
  telegram.faults.clear()
  expect(product.app.readiness()).toMatchObject({ ready: false })
  expect(disk()).toMatchObject({ state: 'failed', detail: expect.stringContaining('limits.diskFreeBytesMin') })
  alice.sends('meanwhile')
  await alice.hears(/before/)

  const env = { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: product.dataFolder }
  const doctor = run(process.execPath, ['setup/doctor.mjs'], { env, cwd: ROOT })
  const stdout = expect.stringMatching(/MISSING +disk +failed: 1 GB free\. Nothing new/)
  await expect(doctor).rejects.toMatchObject({ code: 1, stdout })

  const visitor = await Visitor.arrives({ url: product.app.url ?? '' })
  const refused = await visitor.post({ id: 'message-1', text: 'hello' })
  expect(refused.status).toBe(507)
  expect(await refused.json()).toMatchObject({ error: 'storage-full' })
  expect(refused.headers.get('retry-after')).toBe('60')
  const typist = await product.terminal('carol')
  await expect(typist.says('hello')).rejects.toThrow('nearly full')
  expect(telegram.unconfirmed).toHaveLength(1)

  freeBytes = 2e9
  blindFor = 'postgres'
  await product.restart()
  const detail = expect.stringMatching(/^2 GB free\. Not known of .*postgres\.$/)
  expect(disk()).toMatchObject({ name: 'disk', state: 'ready', detail })
  await alice.hears(/meanwhile/)
  const again = new Visitor({ url: product.app.url ?? '' })
  again.cookie = visitor.cookie
  expect((await again.post({ id: 'message-1', text: 'hello' })).status).toBe(202)
})
