import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openWhatsApp } from '#adapters/whatsapp/channel.ts'
import { type Channel, ChannelError, type OutgoingMessage, type Sink } from '#core/contract/channel.ts'
import type { ReplyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import { findChromium, NO_CHROMIUM } from '../../kit/chromium.ts'
import { temporaryFolder } from '../../kit/product.ts'
import { openWhatsAppDouble, type WhatsAppDouble } from '../../kit/whatsapp/double.ts'
import type { Person } from '../../kit/whatsapp/person.ts'

const chromium = await findChromium()
const { signal } = new AbortController()
const ACK_MS = 1_000
const TOKEN = '4242:a-token-of-nobody'

let whatsapp: WhatsAppDouble
let channel: Channel
let folder: string
let replies = 0

beforeAll(async () => {
  if (chromium === undefined) return
  vi.stubEnv('TELEGRAM_BOT_TOKEN', TOKEN)
  whatsapp = await openWhatsAppDouble({ scans: 'at once', limits: 'off' })
  folder = await temporaryFolder('whatsapp')
  await whatsapp.prepare(folder)
  channel = await openWhatsApp({
    ...{ folder: join(folder, 'whatsapp'), chromium, webRoot: whatsapp.root, sandbox: 'auto', restartHour: 'off' },
    ...{ ownerQuietMinutes: 30, sendsPerMinute: 600, isPaced: false, limits: { ackMs: ACK_MS } },
    ...{ clock: systemClock, random: () => 0, log: pino({ level: 'silent' }) },
  })
  await channel.start(emptySink())
  await whatsapp.connected()
}, 40_000)

afterAll(async () => {
  vi.unstubAllEnvs()
  if (chromium === undefined) return
  await channel[Symbol.asyncDispose]()
  await whatsapp[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(({ skip }) => {
  if (chromium === undefined) return skip(NO_CHROMIUM)
})

/** Takes whatever comes, and knows of nothing. */
function emptySink(): Sink {
  const notes = { put: async () => {}, get: async () => undefined, delete: async () => {} }
  return { accept: async () => {}, chats: async () => [], notes } as unknown as Sink
}

const answer = (text: string, about: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...{ replyId: `reply-${(replies += 1)}` as ReplyId, index: 0, kind: 'answer', text, final: true },
  ...about,
})
const chatOf = ({ chatId: id }: Person): Chat => ({ id, kind: 'dm' })

async function failureOf(work: Promise<unknown>): Promise<ChannelError> {
  const failure: unknown = await work.catch((error: unknown) => error)
  if (!(failure instanceof ChannelError)) throw new Error(`expected a ChannelError, got ${JSON.stringify(failure)}`)
  return failure
}

/** What the account sent them, whoever has seen it. */
const sentTo = ({ chat }: Person) =>
  [...chat.messages.values()].filter(({ by }) => by === 'bot').map(({ wire }) => wire.body ?? wire.media?.filename)

test('a message that WhatsApp refuses, or that is cut off on its way, is in the chat once', async () => {
  await expect.poll(() => channel.linking?.state.state, { timeout: 10_000 }).toBe('ready')
  const ada = whatsapp.person('Ada')
  const refused = answer('refused at first')
  whatsapp.faults.add({ op: 'send', status: 500 })
  expect((await failureOf(channel.send(chatOf(ada), refused, signal))).code).toBe('unreachable')
  await channel.send(chatOf(ada), refused, signal)
  whatsapp.faults.add({ op: 'send', dropAfterAccept: true })
  await channel.send(chatOf(ada), answer('cut off afterwards'), signal)
  whatsapp.faults.add({ op: 'send', drop: true })
  await channel.send(chatOf(ada), answer('cut off before'), signal)
  expect(sentTo(ada)).toEqual(['refused at first', 'cut off afterwards', 'cut off before'])
}, 20_000)

test('a message without an acknowledgement waits with the page, and is found once the page has asked for it', async () => {
  const ben = whatsapp.person('Ben')
  const answers = `false_${ben.chatId}_${ben.says('hello')}`
  const message = answer('a silent one', { answers })
  const since = { sentAtMs: Date.now() }
  const find = async () => await channel.findSent!(chatOf(ben), message, since, signal)
  whatsapp.faults.add({ op: 'send', silent: true })
  expect((await failureOf(channel.send(chatOf(ben), message, signal))).code).toBe('unknown-outcome')
  expect((await failureOf(find())).code).toBe('unreachable')
  whatsapp.page.dropSockets()
  await expect.poll(() => find().catch(() => undefined), { timeout: 10_000 }).toHaveProperty('messageId')
  expect(sentTo(ben)).toEqual(['a silent one'])
}, 20_000)

test('a file of 16 MiB is sent, and one that could not be uploaded was not', async () => {
  const cai = whatsapp.person('Cai')
  const fileOf = async (name: string, bytes: number) => {
    const path = join(folder, name)
    await writeFile(path, Buffer.alloc(bytes, 7))
    const of = { replyId: 'files' as ReplyId, index: 1_000 + bytes, id: name }
    return { ...of, name, path, mime: 'application/zip', bytes }
  }
  const { account } = whatsapp
  const { upload } = account
  account.upload = async () => undefined
  const failed = channel.sendFile!(chatOf(cai), await fileOf('small.zip', 10), signal)
  expect((await failureOf(failed)).code).toBe('unreachable')
  account.upload = upload
  await channel.sendFile!(chatOf(cai), await fileOf('large.zip', 16 * 1024 ** 2), signal)
  expect(sentTo(cai)).toEqual(['large.zip'])
}, 30_000)

test('an answer comes without the quote of a message that is gone, and into a chat of a hidden number', async () => {
  const dan = whatsapp.person('Dan', { hidesNumber: true })
  dan.says('hello')
  await channel.send(chatOf(dan), answer('here', { replyTo: `false_${dan.chatId}_3A0000` }), signal)
  expect(dan.chatId).toMatch(/@lid$/)
  expect(sentTo(dan)).toEqual(['here'])
}, 20_000)

test('where the owner has just written nothing is sent', async () => {
  const eva = whatsapp.person('Eva')
  eva.says('hello')
  whatsapp.phone.types(eva, 'it is me')
  await whatsapp.until(() => whatsapp.isTaken || undefined)
  const failure = await failureOf(channel.send(chatOf(eva), answer('here'), signal))
  expect(failure).toMatchObject({ code: 'refused', isIntended: true })
  expect(sentTo(eva)).toEqual([])
}, 20_000)

test.skipIf(!existsSync('/proc/self/environ'))('the browser gets none of the tokens in our environment', async () => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
  const ofOurs = async (pid: string) => {
    const isOurs = (await read(pid, 'cmdline')).includes(join(folder, 'whatsapp'))
    return isOurs ? [await read(pid, 'environ')] : []
  }
  const environments = (await Promise.all(pids.map(ofOurs))).flat()
  expect(environments.some((text) => text.includes('PATH='))).toBe(true)
  expect(environments.join('')).not.toContain(TOKEN)
  // What a crash leaves stays with the profile.
  expect(environments.join('\0')).toMatch(/\0XDG_CONFIG_HOME=[^\0]*\/session\/config\0/)
})
