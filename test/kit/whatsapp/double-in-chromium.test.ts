import { rm } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client, Message } from 'whatsapp-web.js'
import { temporaryFolder } from '../product.ts'
import { openWhatsAppDouble, type WhatsAppDouble } from './double.ts'
import { libraryClient, next } from './library-client.ts'

const isTaken = () => whatsapp.until(() => whatsapp.isTaken || undefined)
const picture = () => sharp({ create: { width: 64, height: 32, channels: 3, background: 'red' } })

/** The first two pages synchronise late enough for the library, which misses what comes before it listens. */
const SEED = 5

let whatsapp: WhatsAppDouble
let client: Client
let folder: string
const received: Message[] = []

async function start(): Promise<Client> {
  const started = await libraryClient({ port: Number(new URL(whatsapp.root).port), folder })
  started.on('message', (message) => received.push(message))
  return started
}

beforeAll(async () => {
  whatsapp = await openWhatsAppDouble({ scans: 'at once', limits: 'off', seed: SEED })
  folder = await temporaryFolder('whatsapp')
  client = await start()
}, 30_000)

afterAll(async () => {
  await client.destroy().catch(() => undefined)
  await whatsapp[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('the phone links the page, and the double waits until the library is ready', async () => {
  let isReady = false
  client.on('ready', () => (isReady = true))
  await Promise.all([client.initialize(), whatsapp.connected()])
  expect(isReady).toBe(true)
  expect(client.info.wid._serialized).toBe(whatsapp.state.me.pn)
}, 30_000)

test('what people do is taken once the library has told of it: words, an album, a mention, a reply', async () => {
  const alice = whatsapp.person('Alice')
  const id = alice.says('hello')
  await isTaken()
  expect(received.splice(0)).toMatchObject([{ body: 'hello', from: alice.chatId }])
  const png = await picture().png().toBuffer()
  alice.album([png, png, png], 'which one?')
  await isTaken()
  const album = received.splice(0)
  expect(album.map(({ type, body }) => `${type} ${body}`)).toEqual(['image which one?', 'image ', 'image '])
  const { data } = (await album[0]?.downloadMedia()) ?? {}
  expect(Buffer.from(data ?? '', 'base64').equals(png)).toBe(true)
  const group = whatsapp.group('Huts', { isLidAddressing: true })
  alice.in(group).mentions('and here?')
  alice.replies(id, 'once more')
  await isTaken()
  const [mention, reply] = received.splice(0)
  expect(mention).toMatchObject({ author: alice.contact.lid, mentionedIds: [whatsapp.state.me.lid] })
  expect(await reply?.getQuotedMessage()).toMatchObject({ body: 'hello' })
})

test('what the library sends is heard, delivered and read', async () => {
  const alice = whatsapp.person('Alice')
  const acks: number[] = []
  client.on('message_ack', (_, ack) => void acks.push(ack))
  const options = { waitUntilMsgSent: true, linkPreview: false }
  const sent = await client.sendMessage(alice.chatId, 'I am *Chasqui*', options)
  expect(sent.ack).toBeGreaterThanOrEqual(1)
  expect(await alice.hears(/Chasqui/)).toMatchObject({ text: 'I am Chasqui', marks: [{ type: 'bold' }] })
  await whatsapp.until(() => (alice.chat.messages.get(sent.id.id)?.wire.ack === 2 ? true : undefined))
  alice.reads()
  await isTaken()
  expect(acks).toEqual([1, 2, 3])
})

test('a page that crashes closes its socket, and a browser that is killed ends; the next one is linked already', async () => {
  const alice = whatsapp.person('Alice')
  const crashed = new Promise((resolve) => void client.pupPage?.once('error', resolve))
  const disconnected = new Promise((resolve) => void client.pupBrowser?.once('disconnected', resolve))
  await whatsapp.page.crash()
  await crashed
  await whatsapp.until(() => (whatsapp.devices.pages.size === 0 ? true : undefined))
  await whatsapp.page.killBrowser()
  await disconnected
  alice.says('while you were away')
  expect(whatsapp.isTaken).toBe(false)
  client = await start()
  const ready = next(client, 'ready')
  await Promise.all([client.initialize(), whatsapp.connected(), ready])
  expect(whatsapp.isTaken).toBe(true)
  const chat = await client.getChatById(alice.chatId)
  const messages = await chat.fetchMessages({ limit: 50 })
  expect(chat.unreadCount).toBeGreaterThan(0)
  expect(messages.at(-1)).toMatchObject({ body: 'while you were away' })
}, 30_000)
