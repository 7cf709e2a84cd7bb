import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import library, { type Client, type Message, type Reaction } from 'whatsapp-web.js'
import { findChromium, NO_CHROMIUM } from '../chromium.ts'
import type { Listening } from '../double-server.ts'
import { libraryClient, next, started } from './library-client.ts'
import { OPTIONAL } from './page/never-reached.js'
import { serveWhatsApp } from './server.ts'
import { ANNA, ANNA_LID, GROUP, ME, SmallAccount } from './small-account.ts'
import type { WireMedia } from './wire.ts'

const chromium = await findChromium()
const account = new SmallAccount()
/** No chat of the account is with them. */
const STRANGER = '4918077777@c.us'
let server: Listening
let client: Client
let folder: string
/** What the library told of until it was ready. */
const begun: string[] = []

beforeAll(async () => {
  if (chromium === undefined) return
  folder = await mkdtemp(join(tmpdir(), 'chasqui-test-'))
  server = await serveWhatsApp(account)
  client = await libraryClient({ port: server.port, folder })
  client.on('loading_screen', (percent) => begun.push(`${percent} %`))
  for (const name of ['qr', 'authenticated', 'ready']) client.once(name, () => begun.push(name))
  const ready = next(client, 'ready')
  await started(client)
  await ready
  await account.asked('listening')
})

afterAll(async () => {
  if (chromium === undefined) return
  await client.destroy()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(({ skip }) => {
  if (chromium === undefined) return skip(NO_CHROMIUM)
  account.ops.splice(0)
})

test('the start is told of up to the end of the synchronisation, and the profile keeps the device alone', async () => {
  expect(begun.filter((event) => event !== '50 %')).toEqual(['qr', '100 %', 'authenticated', 'ready'])
  expect(await inPage('Object.entries(localStorage)')).toEqual([['device', ...account.devices]])
})

describe('what people do', () => {
  test('a text arrives, and is answered with a quote of it', async () => {
    const [received] = await told(() => account.says({ chat: ANNA, body: 'Hello?' }))
    expect(received).toMatchObject({ body: 'Hello?', from: ANNA, to: ME.pn, fromMe: false, type: 'chat' })
    const sent = await client.sendMessage(ANNA, 'Yes', waits({ quotedMessageId: received.id._serialized }))
    expect(sent).toMatchObject({ body: 'Yes', ack: 1, fromMe: true, hasQuotedMsg: true })
    expect((await sent.getQuotedMessage()).id._serialized).toBe(received.id._serialized)
    const [{ message } = unasked()] = account.named('send')
    expect(message).toMatchObject({
      chat: ANNA,
      body: 'Yes',
      quoted: { id: received.id.id, fromMe: false, author: ANNA, type: 'chat', body: 'Hello?' },
    })
  })

  test('a photo arrives, and its bytes are those that were sent', async () => {
    const { media, bytes } = await photo()
    const [received] = await told(() => account.says({ chat: ANNA, type: 'image', caption: 'Which bird?', media }))
    expect(received).toMatchObject({ type: 'image', body: 'Which bird?', hasMedia: true })
    const downloaded = await received.downloadMedia()
    expect(Buffer.from(downloaded.data, 'base64').equals(bytes)).toBe(true)
    expect(downloaded).toMatchObject({ mimetype: 'image/jpeg' })
  })

  test('a photo that has gone is not downloaded', async () => {
    const media = { path: 'gone', mimetype: 'image/jpeg', size: 9 }
    const [received] = await told(() => account.says({ chat: ANNA, type: 'image', media }))
    expect(await received.downloadMedia()).toBeUndefined()
  })

  test('an album comes as messages of their own, in their order', async () => {
    const { media } = await photo()
    const received = await told(() => {
      for (const caption of ['one', 'two', 'three']) account.says({ chat: ANNA, type: 'image', caption, media })
    }, 3)
    expect(received.map(({ body }) => body)).toEqual(['one', 'two', 'three'])
  })

  test('a mention in a group names the hidden id, which leads to the phone number', async () => {
    const mention = { body: '@99000 hi', mentions: [ME.lid] }
    const [received] = await told(() => account.says({ chat: GROUP, author: ANNA_LID, ...mention }))
    expect(received).toMatchObject({ from: GROUP, author: ANNA_LID, mentionedIds: [ME.lid] })
    expect(received.id._serialized).toBe(`false_${GROUP}_${received.id.id}_${ANNA_LID}`)
    expect(await client.getContactLidAndPhone([ANNA_LID])).toEqual([{ lid: ANNA_LID, pn: ANNA }])
    expect(await client.getChatById(GROUP)).toMatchObject({ isGroup: true, name: 'Friends' })
    const sent = await client.sendMessage(GROUP, '@88111 hi', waits({ mentions: [ANNA_LID] }))
    expect(sent.id._serialized).toBe(`true_${GROUP}_${sent.id.id}_${ME.lid}`)
    expect(account.named('send')).toMatchObject([{ message: { author: ME.lid, mentions: [ANNA_LID] } }])
  })

  test('an edited message is told with its new words', async () => {
    const said = account.says({ chat: ANNA, body: 'tow' })
    const edited = next<[Message, string, string]>(client, 'message_edit')
    account.push({ push: 'changed', message: { ...said, body: 'two', editedAtMs: Date.now() } })
    const [message, now, before] = await edited
    expect({ now, before }).toEqual({ now: 'two', before: 'tow' })
    expect(message).toMatchObject({ latestEditSenderTimestampMs: expect.any(Number) as number })
  })

  test('a message that is taken back is told of with its id', async () => {
    const { id, chat, fromMe, t, ack } = account.says({ chat: ANNA, body: 'oops' })
    const revoked = next<[Message]>(client, 'message_revoke_everyone')
    account.push({ push: 'changed', message: { id, chat, fromMe, t, ack, type: 'revoked' } })
    const [message] = await revoked
    expect(message).toMatchObject({ type: 'revoked', body: '', protocolMessageKey: { id } })
  })

  test('a reaction is told of with who reacted, and one of ours reaches the server', async () => {
    const [received] = await told(() => account.says({ chat: ANNA, body: 'well?' }))
    const reacted = next<[Reaction]>(client, 'message_reaction')
    const on = { chat: ANNA, id: received.id.id, fromMe: false, sender: ANNA }
    account.push({ push: 'reaction', ...on, emoji: '👍', atMs: 1_000 })
    const [reaction] = await reacted
    expect(reaction).toMatchObject({ reaction: '👍', senderId: ANNA, timestamp: 1 })
    expect(reaction.msgId._serialized).toBe(received.id._serialized)
    await received.react('🎉')
    expect(account.named('react')).toMatchObject([{ chat: ANNA, id: received.id.id, emoji: '🎉' }])
  })

  test('a message that cannot be decrypted is told of as such, and again once it can be', async () => {
    const sealed = next<[Message]>(client, 'message_ciphertext')
    const opened = told(() => account.says({ chat: ANNA, type: 'ciphertext' }))
    expect((await sealed)[0]).toMatchObject({ type: 'ciphertext', body: '' })
    // The library does it after five seconds.
    await inPage(
      `window.require('WAWebNonMessageDataRequestPlaceholderMessageResendUtils')
        .handlePlaceholderMsgsSeen([window.require('WAWebCollections').Msg.getModelsArray().at(-1)])`,
    )
    expect(await opened).toMatchObject([{ type: 'chat', body: 'opened' }])
  })

  test('a message that can never be decrypted is told of as lost', async () => {
    // The library waits for fifteen seconds.
    await inPage('(window.wait = setTimeout, window.setTimeout = (act, ms) => wait(act, ms >= 15_000 ? 0 : ms), 0)')
    const lost = next<[Message]>(client, 'message_ciphertext_failed')
    const { id } = account.says({ chat: ANNA, type: 'ciphertext', extra: { subtype: 'fanout' } })
    expect((await lost)[0]).toMatchObject({ type: 'ciphertext', from: ANNA, id: { id } })
    await inPage('(window.setTimeout = wait, 0)')
  })

  test('a message that comes twice is told of twice', async () => {
    const received = await told(() => {
      const message = account.says({ chat: ANNA, body: 'once' })
      const [chat = unasked()] = account.chats
      account.push({ push: 'message', message, chat, isNew: true })
    }, 2)
    expect(received.map(({ id }) => id.id)).toEqual([received[0]?.id.id, received[0]?.id.id])
  })

  test('a message that the page has not loaded is found by its id', async () => {
    const { id } = account.says({ chat: STRANGER, body: 'earlier' })
    const found = await client.getMessageById(`false_${STRANGER}_${id}`)
    expect(found.body).toBe('earlier')
    expect(await client.getMessageById(`false_${STRANGER}_3A00`)).toBeNull()
  })

  test('a message is shown to who looks at the page, and what looks like HTML in it is text', async () => {
    await told(() => account.says({ chat: ANNA, body: '<img src="x" id="bad"> & so on', notifyName: 'Anna B.' }))
    await client.pupPage?.waitForFunction(
      `document.querySelector('#chats').textContent.includes('Anna B.: <img src="x" id="bad"> & so on')`,
    )
    expect(await inPage(`document.querySelector('#bad')`)).toBeNull()
  })

  test('a contact is called as it calls itself', async () => {
    const [received] = await told(() => account.says({ chat: ANNA, body: 'it is me', notifyName: 'Anna B.' }))
    expect(await received.getContact()).toMatchObject({ pushname: 'Anna B.', number: '4917011111', isMe: false })
  })
})

describe('what the bot does', () => {
  test('a message that WhatsApp refuses is resolved with ack -1, which is told of', async () => {
    account.nextSend = 'refused'
    const acked = next<[Message, number]>(client, 'message_ack')
    expect(await client.sendMessage(ANNA, 'too much', waits())).toMatchObject({ ack: -1 })
    expect((await acked)[1]).toBe(-1)
  })

  test('a message that WhatsApp never answers stays at ack 0 beside others, and is sent again on a new socket', async () => {
    account.nextSend = 'silent'
    const silent = await client.sendMessage(ANNA, 'into the void')
    expect(silent.ack).toBe(0)
    expect(await client.sendMessage(ANNA, 'the next', waits())).toMatchObject({ ack: 1 })
    const chat = await client.getChatById(ANNA)
    const own = (await chat.fetchMessages({ limit: 100 })).find(({ id }) => id.id === silent.id.id)
    expect(own).toMatchObject({ fromMe: true, body: 'into the void', ack: 0 })
    const acked = next<[Message, number]>(client, 'message_ack')
    for (const page of account.pages) page.close()
    expect(await acked).toMatchObject([{ id: silent.id }, 1])
    expect(account.named('send').map(({ message }) => message.id)).toMatchObject([
      silent.id.id,
      expect.any(String),
      silent.id.id,
    ])
    await account.asked('listening')
  })

  test('what the owner writes on the phone is told of as created, and not as received', async () => {
    const received: string[] = []
    const note = ({ body }: Message) => received.push(body)
    client.on('message', note)
    const created = next<[Message]>(client, 'message_create')
    account.says({ chat: ANNA, body: 'It is me, from the phone', fromMe: true })
    expect((await created)[0]).toMatchObject({ fromMe: true, from: ME.pn, to: ANNA, body: 'It is me, from the phone' })
    // The library tells of messages in their order.
    await told(() => account.says({ chat: ANNA, body: 'and now me' }))
    expect(received).toEqual(['and now me'])
    client.off('message', note)
  })

  test('delivery and reading are told of', async () => {
    const sent = await client.sendMessage(ANNA, 'There it is', waits())
    const acked = next<[Message, number]>(client, 'message_ack')
    account.push({ push: 'ack', chat: ANNA, id: sent.id.id, ack: 3 })
    const [message, ack] = await acked
    expect({ id: message.id._serialized, ack }).toEqual({ id: sent.id._serialized, ack: 3 })
  })

  test('a document is uploaded and sent with its name and caption', async () => {
    const file = new library.MessageMedia('text/csv', Buffer.from('a,b\n1,2').toString('base64'), 'table.csv')
    const sent = await client.sendMessage(ANNA, file, waits({ sendMediaAsDocument: true, caption: 'Here' }))
    expect(sent).toMatchObject({ type: 'document', ack: 1, hasMedia: true, body: 'Here' })
    const [{ message } = unasked()] = account.named('send')
    expect(message).toMatchObject({ type: 'document', caption: 'Here', media: { filename: 'table.csv', size: 7 } })
    const stored = account.files.get(message.media?.path ?? '')
    expect(Buffer.from(stored?.bytes ?? []).toString()).toBe('a,b\n1,2')
  })

  test('a document that cannot be uploaded is not sent', async () => {
    account.takesFiles = false
    const file = new library.MessageMedia('text/plain', Buffer.from('a').toString('base64'), 'a.txt')
    await expect(client.sendMessage(ANNA, file, waits({ sendMediaAsDocument: true }))).rejects.toThrow('500')
    account.takesFiles = true
    expect(account.named('send')).toEqual([])
  })

  test('typing, its end, and that a chat was read reach the server', async () => {
    const chat = await client.getChatById(ANNA)
    await chat.sendStateTyping()
    await chat.clearState()
    await chat.sendSeen()
    await account.asked('seen')
    expect(account.named('chatstate').map(({ state }) => state)).toEqual(['typing', 'stop'])
    expect(account.named('seen')).toMatchObject([{ chat: ANNA }])
  })

  test('a number that is not on WhatsApp cannot be written to, and a new one can', async () => {
    expect(await client.sendMessage('4918000000@c.us', 'hi', waits())).toBeUndefined()
    expect(await client.sendMessage('4918099999@c.us', 'hi', waits())).toMatchObject({ ack: 1 })
  })

  test('own words can be changed and taken back', async () => {
    const sent = await client.sendMessage(ANNA, 'frist', waits())
    expect(await sent.edit('first')).toMatchObject({ body: 'first' })
    await sent.delete(true)
    expect(account.named('edit')).toMatchObject([{ id: sent.id.id, body: 'first' }])
    expect(account.named('revoke')).toMatchObject([{ id: sent.id.id }])
  })
})

describe('the socket', () => {
  test('breaks and comes back: what came meanwhile is new, what was being sent is asked for', async () => {
    const states: string[] = []
    const note = (state: string) => states.push(state)
    client.on('change_state', note)
    const missed = ['meanwhile', 'and then', 'at last']
    const news = told(() => missed.forEach((body) => account.says({ chat: ANNA, body }, { isPushed: false })), 3)
    account.nextSend = 'drop'
    const sent = await client.sendMessage(GROUP, 'through', waits())
    expect(sent).toMatchObject({ body: 'through', ack: 1 })
    expect((await news).map(({ body }) => body)).toEqual(missed)
    expect(states).toEqual(['TIMEOUT', 'OPENING', 'CONNECTED'])
    expect(account.named('send').map(({ message }) => message.body)).toEqual(['through'])
    client.off('change_state', note)
  })

  test('is down: what is sent then fails at once', async () => {
    account.greeting = 'dropped'
    const isLost = next(client, 'change_state')
    for (const page of account.pages) page.close()
    await isLost
    const acked = next<[Message, number]>(client, 'message_ack')
    const sent = client.sendMessage(ANNA, 'nobody hears', waits({ sendSeen: false }))
    expect([await sent, (await acked)[1]]).toMatchObject([{ ack: -1 }, -1])
    account.greeting = 'answered'
    await account.asked('listening')
  })

  test('is opened again while the server refuses who is there', async () => {
    account.greeting = 'refused'
    for (const page of account.pages) page.close()
    while ((await next(client, 'change_state'))[0] !== 'OPENING');
    // It is refused, and so opened a second time.
    while ((await next(client, 'change_state'))[0] !== 'OPENING');
    account.greeting = 'answered'
    await account.asked('listening')
    expect(await client.getState()).toBe('CONNECTED')
  })

  test('brings a push, and the page says once the library has dealt with it', async () => {
    const [received] = await told(() => account.says({ chat: ANNA, body: 'done?' }))
    expect(received.body).toBe('done?')
    await account.asked('took')
    expect(account.named('took').at(-1)?.count).toBeGreaterThan(0)
  })
})

test('everything above asked for no module that the page lacks', async () => {
  const missing = (await inPage('window.__missing')) as string[]
  expect(missing.sort()).toEqual(OPTIONAL)
})

const inPage = async (expression: string) => await (client.pupPage ?? unasked()).evaluate(expression)

/** The messages that the library tells of after `act`. */
async function told(act: () => unknown, count = 1): Promise<[Message, ...Message[]]> {
  const received: Message[] = []
  await new Promise<void>((resolve) => {
    const take = (message: Message) => {
      received.push(message)
      if (received.length < count) return
      client.off('message', take)
      resolve()
    }
    client.on('message', take)
    act()
  })
  return received as [Message, ...Message[]]
}

async function photo(): Promise<{ media: WireMedia; bytes: Buffer }> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'green' } })
    .jpeg()
    .toBuffer()
  const path = (await account.upload(bytes, 'image/jpeg')) ?? unasked()
  return { media: { path, mimetype: 'image/jpeg', size: bytes.length, width: 40, height: 30 }, bytes }
}

const waits = (more: object = {}) => ({ waitUntilMsgSent: true, ...more })

function unasked(): never {
  throw new Error('nothing was asked for')
}
