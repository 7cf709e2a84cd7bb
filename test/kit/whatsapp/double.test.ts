import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { WhatsAppDouble } from './double.ts'
import { FakePage, linkedPage, qrOf } from './fake-page.ts'

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAgCAYAAACinX6EAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
)

const opened: WhatsAppDouble[] = []
function open(options: ConstructorParameters<typeof WhatsAppDouble>[0] = {}): WhatsAppDouble {
  const one = new WhatsAppDouble(options)
  opened.push(one)
  return one
}
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
})

describe('linking', () => {
  it('links a page whose QR code is scanned, and knows its device in another browser', async () => {
    const whatsapp = open()
    const page = new FakePage(whatsapp)
    const { state, ...shown } = await page.hello()
    expect(state).toBe('unpaired')
    whatsapp.phone.scan(qrOf('ref' in shown ? shown.ref : ''))
    expect(await page.hello()).toMatchObject({ state: 'paired', me: { pn: whatsapp.state.me.pn } })
    const { device } = page
    page.close()
    const next = new FakePage(whatsapp)
    next.device = device
    expect(await next.hello()).toMatchObject({ state: 'paired' })
  })

  it('takes no QR code that is old, of another page, or none at all', async () => {
    const whatsapp = open()
    const page = new FakePage(whatsapp)
    const answer = await page.hello()
    const old = qrOf('ref' in answer ? answer.ref : '')
    await page.asks({ op: 'refresh-qr' })
    for (const wrong of [old, qrOf('2@somebody'), 'https://example.org', ''])
      expect(() => whatsapp.phone.scan(wrong)).toThrow('no page shows this QR code now')
    expect(page.device).toBeUndefined()
  })

  it('links by a pairing code for its own number, however it is written', async () => {
    const whatsapp = open()
    const page = new FakePage(whatsapp)
    await page.hello()
    await expect(page.asks({ op: 'pairing-code', phone: '4917' })).rejects.toThrow('4917')
    const answer = await page.asks({ op: 'pairing-code', phone: whatsapp.mention.slice(1) })
    const code = typeof answer === 'string' ? '' : answer.code
    expect(code).toMatch(/^[0-9A-Z]{8}$/)
    expect(() => whatsapp.phone.enterCode('AAAA-AAAA')).toThrow('no page shows')
    whatsapp.phone.enterCode(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`)
    expect(await page.hello()).toMatchObject({ state: 'paired' })
  })

  it('scans by itself once the library has read the code, where it is told to, and not after a logout', async () => {
    const whatsapp = open({ scans: 'at once' })
    const page = new FakePage(whatsapp)
    const shown = await page.hello()
    await page.asks({ op: 'qr-read', ref: 'ref' in shown ? shown.ref : '' })
    await expect.poll(() => page.device).toBeDefined()
    await page.hello()
    whatsapp.phone.unlink()
    expect(page.pushes.at(-1)).toEqual({ push: 'unlinked' })
    const again = await page.hello()
    expect(again.state).toBe('unpaired')
    await page.asks({ op: 'qr-read', ref: 'ref' in again ? again.ref : '' })
    await new Promise(setImmediate)
    expect(page.pushes.at(-1)).toEqual({ push: 'unlinked' })
  })

  it('has asked to be linked, in the data folder of a service that is to be linked by itself', async () => {
    const folder = await temporaryFolder()
    await open({ now: () => 42 }).prepare(folder)
    const written = await readFile(path.join(folder, 'whatsapp', 'account.json'), 'utf8')
    expect(JSON.parse(written)).toEqual({ acknowledgedAtMs: 42 })
  })

  it('synchronises at once, or within two seconds, in the same order for the same seed', async () => {
    const times = async (seed: number) => {
      const whatsapp = open({ seed })
      const page = await linkedPage(whatsapp)
      const all: number[] = []
      for (let count = 0; count < 9; count += 1) {
        const answer = await page.hello()
        if (answer.state === 'paired') all.push(answer.syncMs)
      }
      return all
    }
    const first = await times(7)
    expect(await times(7)).toEqual(first)
    expect(await times(8)).not.toEqual(first)
    expect(first.filter((ms) => ms === 0).length).toBeGreaterThanOrEqual(3)
    expect(first.every((ms) => ms >= 0 && ms <= 2000)).toBe(true)
  })
})

describe('what people do', () => {
  it('comes to the page: text, a photo with its size and words, an album one by one', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const id = alice.says('hello')
    const photo = alice.photo(PNG, 'what is it?')
    const album = alice.album([PNG, PNG, PNG], 'and these?')
    expect(whatsapp.isTaken).toBe(false)
    await whatsapp.until(() => whatsapp.isTaken || undefined)
    const media = { mimetype: 'image/png', size: PNG.length, width: 64, height: 32 }
    expect(page.messages()).toMatchObject([
      { id, chat: alice.chatId, fromMe: false, type: 'chat', body: 'hello', notifyName: 'Alice' },
      { id: photo, type: 'image', caption: 'what is it?', media },
      ...album.map((one) => ({ id: one, type: 'image', media })),
    ])
    expect(page.messages().map(({ caption }) => caption)).toEqual([
      undefined,
      'what is it?',
      'and these?',
      undefined,
      undefined,
    ])
    const path = page.messages()[1]?.media?.path ?? ''
    expect(await whatsapp.account.media(path)).toMatchObject({ bytes: PNG, mimetype: 'image/png' })
    expect(alice.identity).toBe(`whatsapp:${whatsapp.mention.slice(1)}:${alice.chatId}`)
  })

  it('names the bot in a group as the group names people: by number, or by hidden id', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const { pn, lid } = whatsapp.state.me
    for (const isLidAddressing of [false, true]) {
      const group = whatsapp.group(`Group ${isLidAddressing}`, { isLidAddressing })
      const alice = whatsapp.person('Alice').in(group)
      alice.mentions('hello')
      const [me, her] = isLidAddressing ? [lid, alice.contact.lid] : [pn, alice.contact.pn]
      const message = { chat: group.id, author: her, mentions: [me], body: `@${me.split('@')[0]} hello` }
      const chat = { id: group.id, participants: [me, her], isLidAddressing }
      expect(page.pushes.at(-1)).toMatchObject({ message, chat })
    }
    whatsapp.person('Alice').photo(PNG, `what is this, ${whatsapp.mention} ?`)
    expect(page.messages().at(-1)).toMatchObject({ mentions: [pn] })
  })

  it('shows what is quoted, what is edited within 15 minutes, taken back and reacted to', async () => {
    let nowMs = Date.now()
    const whatsapp = open({ now: () => nowMs })
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const photo = alice.photo(PNG, 'my cat')
    alice.replies(photo, 'which colour?')
    expect(page.messages().at(-1)?.quoted).toMatchObject({ id: photo, type: 'image', caption: 'my cat', media: {} })
    const id = alice.says('which river?')
    alice.edits(id, 'which mountain?')
    expect(page.pushes.at(-1)).toMatchObject({ push: 'changed', message: { id, body: 'which mountain?' } })
    expect(alice.transcript().at(-1)).toMatchObject({ text: 'which mountain?', earlier: ['which river?'] })
    alice.reacts(id, '👍', '❤️')
    expect(page.pushes.at(-1)).toMatchObject({ push: 'reaction', id, emoji: '❤️', sender: alice.chatId, fromMe: false })
    alice.reacts(id)
    expect(page.pushes.at(-1)).toMatchObject({ push: 'reaction', id, emoji: '' })
    nowMs += 16 * 60_000
    expect(() => alice.edits(id, 'too late')).toThrow('15 minutes')
    alice.deletes(photo)
    expect(page.pushes.at(-1)).toMatchObject({ push: 'changed', message: { id: photo, type: 'revoked' } })
    expect(alice.transcript().map(({ text }) => text)).toEqual(['which colour?', 'which mountain?'])
    expect(() => whatsapp.person('Bob').edits(id, 'not mine')).toThrow('there is no message')
  })

  it('counts what is unread until it is seen, and is in the chats of the next page', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    page.close()
    const ids = ['one', 'two'].map((text) => alice.says(text))
    expect(whatsapp.isTaken).toBe(false)
    const next = new FakePage(whatsapp)
    next.device = page.device
    expect(await next.hello()).toMatchObject({
      chats: [{ id: alice.chatId, unreadCount: 2 }],
      messages: ids.map((id) => ({ id })),
    })
    await next.asks({ op: 'listening' })
    expect(whatsapp.isTaken).toBe(true)
    await next.asks({ op: 'seen', chat: alice.chatId })
    expect(await next.hello()).toMatchObject({ chats: [{ unreadCount: 0 }] })
    const history = await next.asks({ op: 'history', chat: alice.chatId, before: ids[1]!, count: 5 })
    expect(history).toMatchObject({ messages: [{ id: ids[0] }] })
  })

  it('comes when it cannot be read yet, when it is sent again, late, as a status, and by broadcast', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const id = alice.sendsUnreadable('now you can')
    const lost = alice.sendsUnreadable('never', { isLost: true })
    expect(page.messages()).toMatchObject([{ id, type: 'ciphertext' }, { type: 'ciphertext' }])
    await page.asks({ op: 'resend', chat: alice.chatId, ids: [id, lost] })
    const readable = page.pushes.filter(({ push }) => push === 'changed')
    expect(readable).toMatchObject([{ message: { id, type: 'chat', body: 'now you can' } }])
    const late = alice.saidLate('an hour ago', 3600)
    alice.repeats(late)
    expect(page.messages().slice(-2)).toMatchObject([{ id: late }, { id: late }])
    expect(whatsapp.state.seconds - (page.messages().at(-1)?.t ?? 0)).toBeGreaterThanOrEqual(3600)
    alice.postsStatus('on the road')
    expect(page.messages().at(-1)).toMatchObject({ chat: 'status@broadcast', author: alice.chatId })
    alice.broadcasts('to all')
    expect(page.messages().at(-1)).toMatchObject({ chat: alice.chatId, extra: { broadcast: true } })
    whatsapp.newsletter('News', 'read this')
    expect(page.messages().at(-1)?.chat).toMatch(/@newsletter$/)
  })

  it('can be of any kind', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    alice.sendsSticker(PNG)
    alice.sendsVoice()
    alice.sendsFile(PNG, { name: 'plan.pdf', caption: 'the plan' })
    alice.sendsViewOnce(PNG)
    alice.sendsLocation(-13.5, -71.9)
    alice.sendsContact('Bob')
    alice.sendsPoll('when?', 'now', 'later')
    alice.sends({ type: 'newer_than_this' })
    alice.says('a'.repeat(65_000))
    alice.sends({ type: 'chat' })
    expect(page.messages()).toMatchObject([
      { type: 'sticker', media: { mimetype: 'image/webp' } },
      { type: 'ptt', media: { duration: 3 } },
      { type: 'document', caption: 'the plan', media: { filename: 'plan.pdf', mimetype: 'application/pdf' } },
      { type: 'image', isViewOnce: true },
      { type: 'location', extra: { lat: -13.5, lng: -71.9 } },
      { type: 'vcard', extra: { vcardFormattedName: 'Bob' } },
      { type: 'poll_creation', extra: { pollName: 'when?' } },
      { type: 'newer_than_this' },
      { type: 'chat' },
      { type: 'chat' },
    ])
    expect(page.messages().map(({ body }) => body?.length ?? 0)).toEqual([0, 0, 0, 0, 0, 50, 5, 0, 65_000, 0])
  })

  it('in a private chat that goes by a hidden id comes by it, and is answered by either name', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice', { hidesNumber: true })
    alice.says('hello')
    expect(page.messages()[0]?.chat).toBe(alice.contact.lid)
    await page.says(alice.contact.pn, 'by number')
    await page.says(alice.contact.lid, 'by hidden id')
    expect(alice.transcript().map(({ text }) => text)).toEqual(['hello', 'by number', 'by hidden id'])
    expect(alice.identity.endsWith(alice.contact.pn)).toBe(true)
  })

  it('can be words of the owner on the phone, who reads the chat by it', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    alice.says('are you there?')
    whatsapp.phone.types(alice, 'it is me')
    expect(page.pushes.slice(-2)).toMatchObject([
      { push: 'unread', chat: alice.chatId, unreadCount: 0 },
      { push: 'message', message: { fromMe: true, body: 'it is me' } },
    ])
    expect(alice.transcript().map(({ fromBot }) => fromBot)).toEqual([false, false])
  })
})

describe('what the bot does', () => {
  it('is heard with its marks and its quote, delivered, and read', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const id = alice.says('who are you?')
    const quoted = { id, fromMe: false, author: alice.chatId, type: 'chat', body: 'who are you?' }
    const answer = await page.says(alice.chatId, 'I am *Chasqui*', { quoted })
    expect(answer).toMatchObject({ ack: 1 })
    const heard = await alice.hears(/^I am Chasqui$/)
    expect(heard).toMatchObject({ fromBot: true, replyTo: id, marks: [{ type: 'bold', text: 'Chasqui' }] })
    const acks = () => page.pushes.flatMap((push) => (push.push === 'ack' ? [push.ack] : []))
    await expect.poll(acks).toEqual([2])
    alice.reads()
    expect(acks()).toEqual([2, 3])
    await page.asks({ op: 'chatstate', chat: alice.chatId, state: 'typing' })
    expect(alice.seesTyping).toBe(true)
  })

  it('is only with the server while the phone is off', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    alice.goesOffline()
    await page.says(alice.chatId, 'hello')
    await new Promise(setImmediate)
    expect(page.pushes).not.toContainEqual(expect.objectContaining({ push: 'ack' }))
    alice.comesOnline()
    expect(page.pushes.at(-1)).toMatchObject({ push: 'ack', ack: 2 })
  })

  it('is the same message when the page sends it again, and fails with nobody there or too long a text', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    for (let count = 0; count < 2; count += 1) await page.says(alice.chatId, 'once', { id: '3EB0ONCE' })
    expect(alice.transcript()).toHaveLength(1)
    expect(await page.says('999@c.us', 'hello')).toMatchObject({ ack: -1 })
    expect(await page.says(alice.chatId, 'a'.repeat(65_537))).toMatchObject({ ack: -1 })
    whatsapp.limits('off')
    expect(await page.says(alice.chatId, 'a'.repeat(65_537))).toMatchObject({ ack: 1 })
    expect(await page.asks({ op: 'exists', jid: '999@c.us' })).toEqual({ exists: false })
    expect(await page.asks({ op: 'exists', jid: alice.contact.lid })).toMatchObject({ exists: true, pn: alice.chatId })
  })

  it('sends a file that a person can open', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const bytes = Uint8Array.from([1, 2, 3])
    const path = (await whatsapp.account.upload(bytes)) ?? ''
    const media = { path, mimetype: 'application/pdf', size: 3, filename: 'plan.pdf' }
    await page.says(alice.chatId, '', { type: 'document', media, caption: 'the plan' })
    expect(alice.transcript().at(-1)).toMatchObject({ text: 'the plan', file: { name: 'plan.pdf', bytes } })
  })
})

describe('faults', () => {
  it('strike sends: before, after, without an answer, refused, and for some time', async () => {
    let nowMs = Date.now()
    const whatsapp = open({ now: () => nowMs })
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const { faults } = whatsapp
    faults.add({ op: 'send', drop: true }, { op: 'send', dropAfterAccept: true }, { op: 'send', silent: true })
    expect(await page.says(alice.chatId, 'dropped')).toBe('drop')
    expect(await page.says(alice.chatId, 'dropped after')).toBe('drop')
    expect(await page.says(alice.chatId, 'silent')).toBe('silent')
    faults.add({ op: 'send', status: 500 }, { op: 'send', retryAfter: 1 })
    expect(await page.says(alice.chatId, 'refused')).toMatchObject({ ack: -1 })
    expect(await page.says(alice.chatId, 'too many')).toMatchObject({ ack: -1 })
    nowMs += 900
    expect(await page.says(alice.chatId, 'too many')).toMatchObject({ ack: -1 })
    nowMs += 200
    expect(await page.says(alice.chatId, 'later')).toMatchObject({ ack: 1 })
    await new Promise(setImmediate)
    expect(alice.transcript().map(({ text }) => text)).toEqual(['dropped after', 'silent', 'later'])
    const acked = page.pushes.flatMap((push) => (push.push === 'ack' ? [push.id] : []))
    expect(acked).toHaveLength(1)
    expect(faults.struck).toBe(5)
  })

  it('strike what comes: twice, in reverse, not at all until the next page, and with the socket', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    whatsapp.faults.add({ op: 'receive', duplicate: true }, { op: 'receive', reorder: true })
    for (const text of ['twice', 'one', 'two']) alice.says(text)
    const bodies = () => page.messages().map(({ body }) => body)
    expect(bodies()).toEqual(['twice', 'twice', 'two', 'one'])
    whatsapp.faults.add({ op: 'receive', drop: true })
    alice.says('lost')
    expect([page.isClosed, whatsapp.isTaken, bodies().length]).toEqual([true, false, 4])
  })

  it('strike files', async () => {
    const whatsapp = open()
    const page = await linkedPage(whatsapp)
    const alice = whatsapp.person('Alice')
    const id = alice.photo(PNG)
    const path = page.messages()[0]?.media?.path ?? ''
    whatsapp.faults.add({ op: 'download', stall: true })
    expect(await whatsapp.account.media(path)).toMatchObject({ fault: { stall: true } })
    expect(await whatsapp.account.media(path)).not.toHaveProperty('fault')
    alice.expires(id)
    expect(await whatsapp.account.media(path)).toBeUndefined()
  })
})
