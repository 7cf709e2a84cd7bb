import { createHmac } from 'node:crypto'
import Client, { MessageType } from '@great-detail/whatsapp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GraphDouble, openGraphDouble } from './double.ts'
import { APP, PRODUCTS, type GraphProduct } from './products.ts'
import { openReceiver, type Received, type Receiver } from './webhook-receiver.ts'

const DAY_MS = 86_400_000
const PICTURE = Uint8Array.from({ length: 6000 }, (_, index) => (index === 0 ? 0x89 : index % 251))

let double: GraphDouble
let service: Receiver
let nowMs: number

beforeEach(async () => {
  nowMs = 1_788_000_000_000
  service = await openReceiver(APP.verifyToken)
})

afterEach(async () => {
  await double[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

async function open(product: GraphProduct, limits: 'strict' | 'off' = 'strict'): Promise<void> {
  double = await openGraphDouble({ product, limits, now: () => nowMs, webhook: { retryMs: { first: 2, most: 10 } } })
}

type Answer = {
  readonly id?: string
  readonly url?: string
  readonly message_id?: string
  readonly attachment_id?: string
  readonly messages?: readonly { readonly id: string }[]
  readonly error?: { readonly code: number; readonly error_subcode?: number; readonly message: string }
}

/** A call as any client makes it. */
async function call(path: string, body?: object | FormData, token = PRODUCTS[double.name].token): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` }
  const url = `${double.state.root}/v25.0/${path}`
  const json = { 'content-type': 'application/json' }
  const response =
    body === undefined
      ? await fetch(url, { headers })
      : body instanceof FormData
        ? await fetch(url, { method: 'POST', headers, body })
        : await fetch(url, { method: 'POST', headers: { ...headers, ...json }, body: JSON.stringify(body) })
  return (await response.json()) as Answer
}

const code = async (answer: Promise<Answer>) => (await answer).error?.code

/** A text as each product wants it. */
async function say(text: string, more: object = {}, to = double.person('Alice').chatId): Promise<Answer> {
  if (double.name === 'whatsapp-cloud') {
    const message = { messaging_product: 'whatsapp', to, type: 'text', text: { body: text } }
    return await call(`${PRODUCTS[double.name].botId}/messages`, { ...message, ...more })
  }
  return await call('me/messages', { recipient: { id: to }, messaging_type: 'RESPONSE', message: { text }, ...more })
}

type Event = Record<string, unknown>
type Envelope = { entry: { messaging?: Event[]; changes?: { value: Event }[] }[] }

/** Everything in these requests, whatever it was packed in. */
function eventsIn(received: readonly Received[]): Event[] {
  const entries = received.flatMap(({ body }) => (JSON.parse(body) as Envelope).entry)
  return entries.flatMap(({ messaging = [], changes = [] }) => [...messaging, ...changes.map(({ value }) => value)])
}

function textsIn(received: readonly Received[]): unknown[] {
  const messages = eventsIn(received).flatMap(({ message, messages = [message] }) => messages as (Event | undefined)[])
  return messages.map((message) => (message?.text as { body?: string } | undefined)?.body ?? message?.text)
}

/** What the service has been told, once it is as much. */
async function told(count: number): Promise<Event[]> {
  return await double.until(() => {
    const events = eventsIn(service.received)
    return events.length >= count ? events : undefined
  })
}

describe.each(['messenger', 'instagram', 'whatsapp-cloud'] as const)('the double of %s', (product) => {
  beforeEach(async () => await open(product))

  it('keeps what people do until the webhook is verified and answers 200, in order', async () => {
    const alice = double.person('Alice')
    service.statuses.push(500, 503)
    for (const text of ['one', 'two', 'three 😀']) alice.says(text)
    expect(double.isTaken).toBe(false)
    await double.connected(service)
    await double.until(() => double.isTaken || undefined)
    expect(double.webhookStatuses).toEqual([500, 503, 200, 200, 200])
    expect(textsIn(service.received.slice(2))).toEqual(['one', 'two', 'three 😀'])
  })

  it('signs the bytes that it sends, which JSON written anew does not have', async () => {
    double.person('Alice').says('grüß dich 😀 / ok')
    await double.connected(service)
    await told(1)
    const { body = '', headers } = service.received[0] ?? {}
    const signature = (bytes: string) => `sha256=${createHmac('sha256', APP.secret).update(bytes).digest('hex')}`
    expect(headers?.['x-hub-signature-256']).toBe(signature(body))
    expect(signature(JSON.stringify(JSON.parse(body)))).not.toBe(signature(body))
    expect(body).toContain(String.raw`gr\u00fc\u00df dich \ud83d\ude00 \/ ok`)
  })

  it('brings several messages in one request when as many wait', async () => {
    double.batches(4)
    for (const text of ['one', 'two', 'three', 'four']) double.person('Alice').says(text)
    await double.connected(service)
    await double.until(() => double.isTaken || undefined)
    expect(service.received).toHaveLength(1)
    expect((JSON.parse(service.received[0]?.body ?? '{}') as Envelope).entry).toHaveLength(3)
    expect(textsIn(service.received)).toEqual(['one', 'two', 'three', 'four'])
  })

  it('delivers twice, in reverse, late or again when it is asked to', async () => {
    await double.connected(service)
    const alice = double.person('Alice')
    double.faults.add({ op: 'receive', duplicate: true }, { op: 'receive', reorder: true })
    double.faults.add({ op: 'receive', drop: true }, { op: 'receive', dropAfterAccept: true })
    for (const text of ['one', 'two', 'three', 'four']) alice.says(text)
    const repeated = alice.says('five')
    await double.until(() => double.isTaken || undefined)
    alice.repeats(repeated)
    await double.until(() => double.isTaken || undefined)
    const texts = ['one', 'one', 'three', 'two', 'two', 'four', 'five', 'five']
    expect(textsIn(service.received)).toEqual(texts)
  })

  it('shows what the bot sends, and refuses what is too long, empty, for nobody, or misspelt', async () => {
    const alice = double.person('Alice')
    alice.says('hello')
    const { length, unit } = PRODUCTS[product].textMax
    const longest = unit === 'bytes' ? 'ü'.repeat(length / 2) : 'x'.repeat(length)
    double.limits('off')
    expect(await say(longest)).not.toHaveProperty('error')
    expect(await code(say(`${longest}x`))).toBe(100)
    expect(await code(say(''))).toBe(100)
    expect(await code(say('hello', {}, '12345'))).toBe(product === 'whatsapp-cloud' ? 131026 : 100)
    expect(await code(say('hello', { mesage: 'typing error' }))).toBe(100)
    expect((await alice.hears(/^[xü]+$/)).text).toBe(longest)
  })

  it('lets the bot write for 24 hours after a person did', async () => {
    double.limits('off')
    const alice = double.person('Alice')
    const refused = product === 'whatsapp-cloud' ? { code: 131047 } : { code: 10, error_subcode: 2018278 }
    expect((await say('hello')).error).toMatchObject(refused)
    alice.says('hello')
    nowMs += DAY_MS
    expect(await say('hello')).not.toHaveProperty('error')
    double.turn(1)
    expect((await say('hello')).error).toMatchObject(refused)
  })

  it('knows one token, until it is revoked, and a proof that was made with the app secret', async () => {
    const me = product === 'whatsapp-cloud' ? PRODUCTS[product].botId : 'me'
    expect(await call(`${me}?fields=id`)).toEqual({ id: PRODUCTS[product].botId })
    expect(await code(call(me, undefined, 'another'))).toBe(190)
    const proof = createHmac('sha256', APP.secret).update(PRODUCTS[product].token).digest('hex')
    expect(await call(`${me}?appsecret_proof=${proof}`)).toHaveProperty('id')
    expect(await code(call(`${me}?appsecret_proof=${proof.replace(/^./, 'x')}`))).toBe(100)
    double.revokeToken()
    expect(await code(call(me))).toBe(190)
    double.restoreToken()
    expect(await call(me)).toHaveProperty('id')
  })

  it('fails as it is asked to, before or after a message was accepted', async () => {
    const alice = double.person('Alice')
    alice.says('hello')
    double.limits('off')
    double.faults.add({ op: 'send', drop: true }, { op: 'send', dropAfterAccept: true }, { op: 'send', status: 500 })
    await expect(say('lost')).rejects.toThrow()
    await expect(say('kept')).rejects.toThrow()
    expect(await code(say('refused'))).toBe(2)
    double.faults.add({ op: 'any', html: true })
    await expect(say('page')).rejects.toThrow(/JSON/)
    expect(alice.transcript().map(({ text }) => text)).toEqual(['hello', 'kept'])
    expect(double.calls('send').map(({ outcome }) => outcome)).toEqual(['dropped', 'ok, answer lost', '2', '502'])
  })

  it('tells of reactions, and shows a file that the bot sends', async () => {
    const alice = double.person('Alice')
    await double.connected(service)
    const id = alice.says('nice')
    alice.reacts(id, '👍')
    alice.reacts(id)
    const events = await told(3)
    const reactions = events.slice(1).map(({ reaction, messages }) => reaction ?? (messages as Event[])[0]?.reaction)
    const field = product === 'whatsapp-cloud' ? { message_id: id } : { mid: id }
    expect(reactions).toMatchObject([{ ...field, emoji: '👍' }, field])
    expect(reactions[1]).not.toHaveProperty('emoji')
    const pdf = new File([PICTURE], 'answer.pdf', { type: 'application/pdf' })
    await sendFile(pdf)
    const file = alice.transcript().at(-1)?.file
    expect(file?.name).toBe('answer.pdf')
    expect(Buffer.compare(Buffer.from(file?.bytes ?? []), PICTURE)).toBe(0)
  })

  it('shows typing and that a message was read', async () => {
    const alice = double.person('Alice')
    const id = alice.says('hello')
    await signal('mark_seen', id)
    expect(alice.seesTyping).toBe(false)
    await signal('typing_on', id)
    expect(alice.seesTyping).toBe(true)
    expect(alice.room.signals.map(({ kind }) => kind)).toContain('mark_seen')
  })
})

async function sendFile(file: File): Promise<void> {
  const form = new FormData()
  if (double.name === 'whatsapp-cloud') {
    form.set('messaging_product', 'whatsapp')
    form.set('file', file)
    const { id } = await call(`${PRODUCTS[double.name].botId}/media`, form)
    await say('', { type: 'document', text: undefined, document: { id, filename: file.name } })
    return
  }
  form.set('message', JSON.stringify({ attachment: { type: 'file', payload: { is_reusable: true } } }))
  form.set('filedata', file)
  const { attachment_id } = await call('me/message_attachments', form)
  await say('', { message: { attachment: { type: 'file', payload: { attachment_id } } } })
}

async function signal(action: 'typing_on' | 'mark_seen', messageId: string): Promise<void> {
  if (double.name !== 'whatsapp-cloud') {
    await call('me/messages', { recipient: { id: double.person('Alice').chatId }, sender_action: action })
    return
  }
  const typing = action === 'typing_on' ? { typing_indicator: { type: 'text' } } : {}
  const read = { messaging_product: 'whatsapp', status: 'read', message_id: messageId, ...typing }
  await call(`${PRODUCTS[double.name].botId}/messages`, read)
}

describe.each(['messenger', 'instagram'] as const)('the double of %s', (product) => {
  beforeEach(async () => await open(product, 'off'))

  it('offers quick replies until something else is said; a press is said with its payload', async () => {
    await double.connected(service)
    const alice = double.person('Alice')
    alice.says('hello')
    const quick_replies = [{ content_type: 'text', title: '👍', payload: 'good:1' }]
    const { message_id = '' } = await say('hi', { message: { text: 'hi', quick_replies } })
    expect((await alice.hears(/hi/)).buttons).toEqual(['👍'])
    alice.presses(message_id, '👍')
    const events = await double.until(() => {
      const events = eventsIn(service.received)
      return JSON.stringify(events).includes('good:1') ? events : undefined
    })
    expect(events.at(-1)).toMatchObject({ message: { text: '👍', quick_reply: { payload: 'good:1' } } })
    expect(() => alice.presses(message_id, '👍')).toThrow(/there is no button/)
  })

  it('sends an album as one message, whose addresses work for a day', async () => {
    await double.connected(service)
    const ids = double.person('Alice').album([PICTURE, PICTURE], 'which one?')
    const [event] = (await told(1)) as {
      message: { mid: string; text: string; attachments: { payload: { url: string } }[] }
    }[]
    expect(ids).toEqual([event?.message.mid])
    expect(event?.message.text).toBe('which one?')
    const url = event?.message.attachments[1]?.payload.url ?? ''
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(PICTURE)).toBe(true)
    double.faults.add({ op: 'download', cut: true })
    await expect((await fetch(url)).arrayBuffer()).rejects.toThrow()
    nowMs += DAY_MS
    expect((await fetch(url)).status).toBe(403)
  })

  it('can send the words of a picture in a message of their own', async () => {
    double.people.captions = 'apart'
    expect(double.person('Alice').album([PICTURE], 'what is it?')).toHaveLength(2)
  })

  it('echoes what the bot and the people of the page sent', async () => {
    await double.connected(service)
    const alice = double.person('Alice')
    alice.says('hello')
    await told(1)
    await say('hi', { message: { text: 'hi', metadata: 'reply:0' } })
    alice.isWrittenTo('this is Anna of the shop')
    const echoes = (await told(product === 'messenger' ? 4 : 3)).flatMap(({ message }) => {
      return (message as Event | undefined)?.is_echo ? [message] : []
    })
    expect(echoes).toMatchObject([
      { is_echo: true, app_id: Number(APP.id), metadata: 'reply:0', text: 'hi' },
      { is_echo: true, app_id: 263902037430900, text: 'this is Anna of the shop' },
    ])
  })

  it('tells that messages were read, and of edits or deletions where the product does', async () => {
    await double.connected(service)
    const alice = double.person('Alice')
    const id = alice.says('helo')
    await say('hi')
    alice.reads()
    alice.edits(id, 'hello')
    alice.deletes(id)
    await double.until(
      () => (double.isTaken && JSON.stringify(eventsIn(service.received)).includes('"read"')) || undefined,
    )
    const all = JSON.stringify(eventsIn(service.received))
    expect(all.includes('"message_edit":{')).toBe(product === 'messenger')
    expect(all.includes('"is_deleted":true')).toBe(product === 'instagram')
    expect(all.includes('"watermark"')).toBe(product === 'messenger')
  })

  it('takes no answer without its type on Messenger, and none to an unknown message', async () => {
    double.person('Alice').says('hello')
    const untyped = say('hi', { messaging_type: undefined })
    expect(await code(untyped)).toBe(product === 'messenger' ? 100 : undefined)
    expect(await code(say('hi', { reply_to: { mid: 'm_unknown' } }))).toBe(100)
    double.person('Alice').blocks()
    expect(await code(say('hi'))).toBe(551)
  })
})

describe('the double of whatsapp-cloud', () => {
  beforeEach(async () => await open('whatsapp-cloud'))

  const phone = PRODUCTS['whatsapp-cloud'].botId

  it('takes one message in six seconds to one person, and only messages count', async () => {
    const id = double.person('Alice').says('hello')
    double.person('Bob').says('hello')
    expect(await say('one')).not.toHaveProperty('error')
    expect(await code(say('two'))).toBe(131056)
    await signal('typing_on', id)
    expect(await say('to Bob', {}, double.person('Bob').chatId)).not.toHaveProperty('error')
    nowMs += 6000
    expect(await say('three')).not.toHaveProperty('error')
  })

  it('gives a file in two steps that both need the token, and both end', async () => {
    await double.connected(service)
    double.person('Alice').photo(PICTURE, 'what is it?')
    const [value] = await told(1)
    const [message] = (value?.messages ?? []) as { image: { id: string; caption: string; mime_type: string } }[]
    expect(message?.image).toMatchObject({ caption: 'what is it?', mime_type: 'image/png' })
    const { url = '' } = await call(message?.image.id ?? '')
    const headers = { authorization: `Bearer ${PRODUCTS['whatsapp-cloud'].token}` }
    expect((await fetch(url)).status).toBe(401)
    expect(Buffer.from(await (await fetch(url, { headers })).arrayBuffer()).equals(PICTURE)).toBe(true)
    nowMs += 5 * 60_000
    expect((await fetch(url, { headers })).status).toBe(404)
    expect(await call(message?.image.id ?? '')).toHaveProperty('url')
    nowMs += 7 * DAY_MS
    expect(await code(call(message?.image.id ?? ''))).toBe(100)
  })

  it('tells what became of a message, with what the bot sent along, in any order', async () => {
    await double.connected(service)
    double.limits('off')
    const alice = double.person('Alice')
    alice.says('hello')
    double.tellsStatuses('read', 'delivered', 'sent')
    await say('one', { biz_opaque_callback_data: 'reply:0' })
    double.tellsStatuses()
    double.failsNext('131026')
    await say('two')
    const statuses = (await told(5)).flatMap(({ statuses = [] }) => statuses as Event[])
    expect(statuses.map(({ status }) => status)).toEqual(['read', 'delivered', 'sent', 'failed'])
    expect(statuses[0]).toMatchObject({ biz_opaque_callback_data: 'reply:0', recipient_id: alice.chatId })
    expect(statuses[3]).toMatchObject({ errors: [{ code: 131026, title: 'Message undeliverable' }] })
    expect(alice.transcript().map(({ text }) => text)).toEqual(['hello', 'one'])
    double.tellsStatusOf(String(statuses[0]?.id), 'failed', '131000')
    expect((await told(6)).at(-1)).toMatchObject({ statuses: [{ id: statuses[0]?.id, errors: [{ code: 131000 }] }] })
  })

  it('knows people who hide their number by an id', async () => {
    await double.connected(service)
    const eve = double.person('Eve', { hidesNumber: true })
    eve.says('hello')
    const [value] = await told(1)
    expect(value).toMatchObject({ contacts: [{ user_id: eve.chatId }], messages: [{ from_user_id: eve.chatId }] })
    expect(JSON.stringify(value)).not.toMatch(/"from"|wa_id/)
    const message = { messaging_product: 'whatsapp', type: 'text', text: { body: 'hi' } }
    expect(await call(`${phone}/messages`, { ...message, recipient: eve.chatId })).toHaveProperty('messages')
    const statuses = (await told(3)).flatMap(({ statuses = [] }) => statuses as Event[])
    expect(statuses[0]).toMatchObject({ status: 'sent', recipient_user_id: eve.chatId })
    expect(await code(call(`${phone}/messages`, message))).toBe(100)
  })

  it('tells of edits and deletions where the number is also used in the app', async () => {
    await double.connected(service)
    const alice = double.person('Alice')
    const id = alice.says('helo')
    alice.edits(id, 'hello')
    double.people.coexists = true
    alice.edits(id, 'hello there')
    alice.deletes(id)
    const messages = (await told(3)).map((value) => (value.messages as Event[])[0])
    expect(messages).toMatchObject([
      { type: 'text' },
      { type: 'edit', edit: { original_message_id: id, message: { type: 'text', text: { body: 'hello there' } } } },
      { type: 'revoke', revoke: { original_message_id: id } },
    ])
    expect(alice.transcript()).toEqual([])
  })

  it('takes no archives, as the Cloud API', async () => {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('file', new File([PICTURE], 'all.zip', { type: 'application/zip' }))
    expect((await call(`${phone}/media`, form)).error?.message).toContain("Received file of type 'application/zip'")
  })

  it('works with a client that others wrote', async () => {
    double.limits('off')
    const request = { headers: { Authorization: `Bearer ${PRODUCTS['whatsapp-cloud'].token}` }, retry: 0 }
    const client = new Client({ baseUrl: double.state.root, request })
    const alice = double.person('Alice')
    const asked = alice.says('hello')
    const to = { phoneNumberID: phone, to: alice.chatId }
    const read = {
      phoneNumberID: phone,
      message_id: asked,
      status: 'read' as const,
      typing_indicator: { type: 'text' as const },
    }
    expect(await client.message.createStatus(read).json()).toEqual({ success: true })
    const sent = client.message.createMessage({ ...to, type: MessageType.Text, text: { body: '*hi* there' } })
    expect(await sent.json()).toMatchObject({ messages: [{ id: expect.stringMatching(/^wamid\./) }] })
    const file = new Blob([PICTURE], { type: 'image/png' })
    const { id } = await client.media.upload({ phoneNumberID: phone, mimeType: 'image/png', file }).json()
    await client.message.createMessage({ ...to, type: MessageType.Image, image: { id, caption: 'a chart' } }).json()
    const { url } = await client.media.getURL({ mediaID: id, phoneNumberID: phone }).json()
    expect(Buffer.from(await client.media.download({ mediaURL: url, request }).arrayBuffer()).equals(PICTURE)).toBe(
      true,
    )
    expect(alice.seesTyping).toBe(true)
    expect(alice.transcript().slice(1)).toMatchObject([
      { text: 'hi there', marks: [{ type: 'bold', text: 'hi' }] },
      { text: 'a chart', hasPicture: true },
    ])
    const tooLong = client.message.createMessage({ ...to, type: MessageType.Text, text: { body: 'x'.repeat(4097) } })
    await expect(tooLong.json()).rejects.toThrow(/400/)
  })

  it('calls a webhook that this client verifies', async () => {
    await double.connected(service)
    double.person('Alice').says('grüß dich 😀')
    await told(1)
    const { method = '', body = '', headers = {} } = service.received[0] ?? {}
    const client = new Client()
    const event = await client.webhook.eventNotification({ method, query: {}, headers, body } as never)
    await event.verifySignature(APP.secret)
    await expect(event.verifySignature('another secret')).rejects.toThrow()
    expect(event.eventNotification).toMatchObject({
      object: 'whatsapp_business_account',
      entry: [{ changes: [{ value: { messages: [{ type: 'text', text: { body: 'grüß dich 😀' } }] } }] }],
    })
  })
})
