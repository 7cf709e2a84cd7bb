import { once } from 'node:events'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import type { OutgoingFile } from '#core/contract/channel.ts'
import { conversationId, type ReplyId } from '#core/contract/ids.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { chatOf, host, type PageHost } from './page-host.ts'
import { Visitor } from './visitor.ts'

const never = new AbortController().signal
const ID = 'k3nB0vV2q8mX1cZ7sD5fGg'

/** A file that waits for this visitor, who was shown where. */
async function waiting(page: PageHost, visitor: Visitor, content: Uint8Array): Promise<string> {
  const filePath = path.join(await temporaryFolder(), 'export.zip')
  await writeFile(filePath, content)
  const about = {
    name: 'chasqui-export-2026-11-28.zip',
    mime: 'application/zip',
    bytes: content.length,
    path: filePath,
  }
  const conversation = conversationId(page.channel.account, visitor.person)
  const taken = async () => {
    page.sink.files.delete(`${conversation} ${ID}`)
    await rm(filePath, { force: true })
  }
  page.sink.files.set(`${conversation} ${ID}`, { ...about, taken })
  const file: OutgoingFile = { ...about, id: ID, replyId: 'r' as ReplyId, index: 1000 }
  await page.channel.sendFile!(chatOf(visitor.person), file, never)
  return filePath
}

const gone = (filePath: string) => vi.waitFor(() => expect(stat(filePath)).rejects.toMatchObject({ code: 'ENOENT' }))

test('the page says where a file is fetched, which is then a download that nobody keeps', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const stream = await alice.listens()
  await stream.next('hello')
  const filePath = await waiting(page, alice, Buffer.from('everything'))
  const { data } = await stream.next('file')
  expect(data).toEqual({ messageId: 'r:1000', id: ID, name: 'chasqui-export-2026-11-28.zip', bytes: 10 })
  const response = await alice.get(`/api/files/${ID}`)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="chasqui-export-2026-11-28.zip"',
    'content-length': '10',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  expect(await response.text()).toBe('everything')
  await gone(filePath)
  expect((await alice.get(`/api/files/${ID}`)).status).toBe(404)
  stream.leave()
})

test('nobody else gets it, whatever they ask for', async () => {
  const page = await host()
  const [alice, mallory] = [await Visitor.arrives(page), await Visitor.arrives(page)]
  const filePath = await waiting(page, alice, Buffer.from('everything'))
  expect((await mallory.get(`/api/files/${ID}`)).status).toBe(404)
  expect((await fetch(`${page.url}/api/files/${ID}`)).status).toBe(401)
  expect((await alice.get(`/api/files/${ID}`, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  for (const id of ['..%2f..%2fsecret.key', '%2e%2e', `${ID}%00`, `${ID}.zip`, 'x', 'a'.repeat(65)]) {
    expect((await alice.get(`/api/files/${id}`)).status, id).toBe(404)
  }
  expect(await readFile(filePath, 'utf8')).toBe('everything')
})

test('asking whether it is there takes nothing', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const filePath = await waiting(page, alice, Buffer.from('everything'))
  const headers = { cookie: alice.cookie }
  expect((await fetch(`${page.url}/api/files/${ID}`, { method: 'HEAD', headers })).status).toBe(404)
  expect(await readFile(filePath, 'utf8')).toBe('everything')
})

test('a download that broke off can be repeated', async () => {
  const page = await host()
  const alice = await Visitor.arrives(page)
  const content = Buffer.alloc(30_000_000, 'everything ')
  const filePath = await waiting(page, alice, content)
  const asked = request(`${page.url}/api/files/${ID}`, { headers: { cookie: alice.cookie }, agent: false })
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  await once(response, 'data')
  response.on('error', () => undefined)
  const closed = new Promise((resolve) => response.on('close', resolve))
  asked.destroy()
  await closed
  const again = await alice.get(`/api/files/${ID}`)
  expect(Buffer.compare(Buffer.from(await again.arrayBuffer()), content)).toBe(0)
  await gone(filePath)
})
