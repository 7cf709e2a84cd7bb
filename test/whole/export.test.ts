import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectTerminal, type FileLine, type ReplyLine } from '#adapters/terminal/client.ts'
import { Visitor } from '../adapters/web/visitor.ts'
import { jpegOf } from '../core/media/hostile.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import { recordsIn, unzipped } from '../kit/zip.ts'

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true, answer: ({ last }) => `You said: ${last.slice(0, 100)}` })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const left = () => readdir(path.join(product.dataFolder, 'exports')).catch(() => [])
const saidIn = async (zip: Uint8Array) =>
  (await recordsIn(zip)).flatMap(({ conversations }) => conversations.flatMap(({ said }) => said))

test('on Telegram the person gets the file of all that is held about them, and it is kept no longer', async () => {
  const [ana, bob] = [product.person('ana', { language: 'de' }), product.person('bob')]
  bob.sends('the potatoes of bob')
  await bob.hears(/potatoes/)
  ana.sendsPhoto(await jpegOf('red'), 'what is this saffron?')
  await ana.hears(/^You said: .*saffron/)
  ana.sends('/remember I collect saffron recipes')
  await ana.hears(/\/forget 1/)
  ana.sends('/export')
  await ana.hears(/^Hier ist alles, was ich über dich gespeichert habe\.$/)
  const [file] = await ana.getsFiles(1)
  expect(file?.name).toMatch(/^chasqui-export-\d{4}-\d\d-\d\d\.zip$/)
  const inZip = await unzipped(file!.bytes)
  expect([...inZip.keys()]).toEqual(['export.json', expect.stringMatching(/^pictures\/[0-9a-f]{64}\.jpg$/)])
  expect(inZip.get('export.json')?.toString()).not.toContain('potatoes')
  expect(await saidIn(file!.bytes)).toMatchObject([
    { from: 'you', text: 'what is this saffron?', pictures: [[...inZip.keys()][1]] },
    { from: 'bot', text: expect.stringContaining('saffron') as string, checks: expect.any(Array) as object[] },
    { from: 'you', text: '/remember I collect saffron recipes' },
    { from: 'bot', kind: 'command' },
    { from: 'you', text: '/export' },
  ])
  const [record] = await recordsIn(file!.bytes)
  expect(record?.memories).toMatchObject([
    { memory: 'facts', number: 1, text: 'I collect saffron recipes' },
    { memory: 'episodes', text: 'what is this saffron?' },
  ])
  await product.settled()
  await expect.poll(left).toEqual([])
})

test('a connection that breaks before or after the file: it comes once, or again with the label', async () => {
  const cleo = product.person('cleo')
  product.telegram.faults.add({ op: 'sendDocument', drop: true }, { op: 'sendDocument', retryAfter: 1 })
  product.telegram.faults.add({ op: 'sendDocument', dropAfterAccept: true })
  cleo.sends('/export')
  const files = await cleo.getsFiles(2, { withinMs: 20_000 })
  await product.settled()
  expect(files).toHaveLength(2)
  const documents = cleo.transcript().filter(({ file }) => file !== undefined)
  expect(documents.at(-1)?.text).toBe('(You may have received this answer already.)')
  await expect.poll(left).toEqual([])
})

test('a file that Telegram finds too large: a sentence in its place, and the person can ask again', async () => {
  const dora = product.person('dora')
  product.telegram.faults.add({ op: 'sendDocument', status: 413, description: 'Request Entity Too Large' })
  dora.sends('/export')
  await dora.hears(/I could not send this file\. Please ask for it again/)
  dora.sends('/export')
  expect(await dora.getsFiles(1)).toHaveLength(1)
  await product.settled()
  await expect.poll(left).toEqual([])
})

test('in a group nobody is given it', async () => {
  const eve = product.person('eve').in(product.telegram.group('Huts'))
  eve.sends('/export')
  await eve.hears(/only in a private chat/)
  await product.settled()
  expect(eve.transcript().some(({ file }) => file !== undefined)).toBe(false)
})

test('on the page it is fetched once, by the person alone', async () => {
  const page = { url: product.app.url ?? '' }
  const [fay, mallory] = [await Visitor.arrives(page), await Visitor.arrives(page)]
  const stream = await fay.listens()
  await stream.next('hello')
  await fay.post({ id: 'export-1', text: '/export' })
  const { data } = await stream.next('file')
  stream.leave()
  const history = (await (await fay.get('/api/history')).json()) as { entries: { files?: object[] }[] }
  const link = { id: data['id'], name: data['name'], bytes: data['bytes'] }
  expect(history.entries.at(-1)?.files).toEqual([link])
  const address = `/api/files/${String(data['id'])}`
  expect((await mallory.get(address)).status).toBe(404)
  const response = await fay.get(address)
  const zip = new Uint8Array(await response.arrayBuffer())
  expect(await saidIn(zip)).toMatchObject([{ from: 'you', text: '/export' }])
  await expect.poll(async () => (await fay.get(address)).status).toBe(404)
  const after = (await (await fay.get('/api/history')).json()) as { entries: { files?: object[] }[] }
  expect(after.entries.at(-1)?.files).toBeUndefined()
  await expect.poll(left).toEqual([])
})

test('in the terminal the person is shown where it lies on their computer', async () => {
  const [reply, file] = [Promise.withResolvers<ReplyLine>(), Promise.withResolvers<FileLine>()]
  const listening = { onReply: reply.resolve, onFile: file.resolve, onLost: () => undefined }
  const { socketFolder } = product.app
  const client = await connectTerminal({ socketFolder, person: 'hal', ...listening })
  await client.say('/export', [])
  expect(await reply.promise).toMatchObject({ kind: 'command', filesFollow: 1 })
  const { path: filePath, bytes } = await file.promise
  client.close()
  const zip = await readFile(filePath)
  expect(zip).toHaveLength(bytes)
  expect(await saidIn(zip)).toMatchObject([{ from: 'you', text: '/export' }])
})

test('who confirms on the page has everything deleted, and the open page is told', async () => {
  const ida = await Visitor.arrives({ url: product.app.url ?? '' })
  const stream = await ida.listens()
  await stream.next('hello')
  await ida.post({ id: 'delete-1', text: '/delete-me yes' })
  expect((await stream.next('reply')).data).toMatchObject({ kind: 'command' })
  await stream.next('forgotten')
  stream.leave()
  await expect.poll(async () => (await ida.get('/api/history')).json()).toEqual({ entries: [] })
})

test('what lies elsewhere in the data folder is nobody’s file', async () => {
  const page = { url: product.app.url ?? '' }
  const gus = await Visitor.arrives(page)
  await writeFile(path.join(product.dataFolder, 'a-secret-of-the-service.zip'), 'secret')
  for (const id of ['..%2Fa-secret-of-the-service', '%2e%2e%2fa-secret-of-the-service', 'a-secret-of-the-service'])
    expect((await gus.get(`/api/files/${id}`)).status).toBe(404)
})
