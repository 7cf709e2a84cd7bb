import { describe, expect, it } from 'vitest'
import { PRODUCTS } from '#adapters/meta/products.ts'
import type { MetaProductName } from '#adapters/meta/product.ts'
import { accountId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'

/**
 * The payloads are those of Meta's own pages, cut down:
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events,
 * https://developers.facebook.com/docs/instagram-platform/webhooks/examples,
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
const BOT: Readonly<Record<MetaProductName, string>> = {
  messenger: '20000',
  instagram: '17841',
  'whatsapp-cloud': '106540352242922',
}

function read(name: MetaProductName, body: unknown) {
  const context = { account: accountId(name, BOT[name]), botId: BOT[name], receivedAtMs: 5_000 }
  const { events, unknown } = PRODUCTS[name].read(body, context)
  return { events: events.map(({ event }) => event), unknown, reads: events }
}

const AT_MS = 1_458_692_752_478
const item = (what: object, name: MetaProductName = 'messenger') => ({
  object: name === 'messenger' ? 'page' : 'instagram',
  entry: [
    {
      id: BOT[name],
      time: 1,
      messaging: [{ sender: { id: '1254' }, recipient: { id: BOT[name] }, timestamp: AT_MS, ...what }],
    },
  ],
})
const one = (body: unknown, name: MetaProductName = 'messenger'): ChatEvent | undefined => {
  const { events, unknown } = read(name, body)
  expect({ count: events.length, unknown }).toEqual({ count: 1, unknown: 0 })
  return events[0]
}
const picture = (url: string) => ({ type: 'image', payload: { url } })

describe('a message on Messenger', () => {
  it('has its text, its sender, its time, and its payload without addresses', () => {
    const event = one(
      item({ message: { mid: 'm_1', text: 'hello, world!', attachments: [picture('https://cdn/secret')] } }),
    )
    expect(event).toMatchObject({
      type: 'message',
      platform: 'messenger',
      account: 'messenger:20000',
      chat: { id: '1254', kind: 'dm' },
      sender: { id: 'messenger:20000:1254', displayName: 'Messenger user', isBot: false },
      sentAtMs: AT_MS,
      receivedAtMs: 5_000,
      messageId: 'm_1',
      parts: [
        { type: 'text', text: 'hello, world!' },
        { type: 'image', ref: 'm_1/0' },
      ],
      addressed: 'dm',
    })
    expect(Buffer.from(event?.raw ?? []).toString()).toContain('hello, world!')
    expect(Buffer.from(event?.raw ?? []).toString()).not.toContain('secret')
  })

  it('with several pictures is one, and where they are is said beside it', () => {
    const attachments = [picture('https://a.fbcdn.net/1'), picture('https://a.fbcdn.net/2')]
    const { reads } = read('messenger', item({ message: { mid: 'm_1', attachments } }))
    expect(reads[0]?.event).toMatchObject({
      parts: [
        { type: 'image', ref: 'm_1/0' },
        { type: 'image', ref: 'm_1/1' },
      ],
    })
    expect(reads[0]?.addresses).toEqual({ 'm_1/0': 'https://a.fbcdn.net/1', 'm_1/1': 'https://a.fbcdn.net/2' })
  })

  it.each([
    ['a sticker', { type: 'image', payload: { url: 'https://a/1', sticker_id: 369239263222822 } }, 'sticker'],
    ['a voice message', { type: 'audio', payload: { url: 'https://a/1' } }, 'audio'],
    ['a film', { type: 'video', payload: { url: 'https://a/1' } }, 'video'],
    ['a file', { type: 'file', payload: { url: 'https://a/1' } }, 'file'],
    ['a place', { type: 'location', payload: { coordinates: { lat: 1.5, long: 2 } } }, 'location'],
    ['a shared link alone', { type: 'fallback', payload: { url: 'https://a/1' } }, 'other'],
    ['a kind to come', { type: 'hologram' }, 'other'],
    ['nothing that can be read', 7, 'other'],
  ])('can be %s', (_name, attachment, type) => {
    expect(one(item({ message: { mid: 'm_1', attachments: [attachment] } }))).toMatchObject({ parts: [{ type }] })
  })

  it('that replies names the message, whose text Meta does not say', () => {
    const event = one(item({ message: { mid: 'm_2', text: 'and this?', reply_to: { mid: 'm_1' } } }))
    expect(event).toMatchObject({ replyTo: { messageId: 'm_1', fromBot: false, media: [] } })
  })

  it('that begins with a slash is a command', () => {
    expect(one(item({ message: { mid: 'm_1', text: '/Help me' } }))).toMatchObject({
      type: 'command',
      name: 'help',
      argument: 'me',
      messageId: 'm_1',
    })
  })

  it('loses what a database would not take', () => {
    const event = one(item({ message: { mid: 'm_1', text: 'a\0b\ud800' } }))
    expect(event).toMatchObject({ parts: [{ text: 'ab\ufffd' }] })
  })
})

describe('what else people do on Messenger', () => {
  it('a press of a quick reply of ours is a press, of another one what it says', () => {
    const press = { mid: 'm_1', text: '👍', quick_reply: { payload: 'good:abc_DEF-1' } }
    expect(one(item({ message: press }))).toMatchObject({ type: 'callback', data: 'good:abc_DEF-1', callbackId: 'm_1' })
    const other = { mid: 'm_1', text: 'Red', quick_reply: { payload: '<POSTBACK>' } }
    expect(one(item({ message: other }))).toMatchObject({ type: 'message', parts: [{ type: 'text', text: 'Red' }] })
  })

  it.each([
    [
      { mid: 'm_1', title: 'Get started', payload: 'GET_STARTED' },
      { type: 'command', name: 'start' },
    ],
    [
      { mid: 'm_1', title: 'Help', payload: '/help' },
      { type: 'command', name: 'help' },
    ],
    [
      { mid: 'm_1', title: 'What can you do?', payload: 'X1' },
      { type: 'message', parts: [{ text: 'What can you do?' }] },
    ],
  ])('a button that was set up at Meta is what it says: %j', (postback, expected) => {
    expect(one(item({ postback }))).toMatchObject(expected)
  })

  it.each([
    [{ action: 'react', reaction: 'love', emoji: '\u{2764}\u{FE0F}' }, ['❤️']],
    [{ action: 'react', reaction: 'like' }, ['👍']],
    [{ action: 'unreact', emoji: '👍' }, []],
  ])('a reaction shows what is there now: %j', (reaction, emoji) => {
    expect(one(item({ reaction: { mid: 'm_1', ...reaction } }))).toMatchObject({
      type: 'reaction',
      messageId: 'm_1',
      emoji,
    })
  })

  it('an edit has the new text, and counts up', () => {
    const edited = one(item({ message_edit: { mid: 'm_1', text: 'better', num_edit: '2' } }))
    expect(edited).toMatchObject({ type: 'edit', messageId: 'm_1', parts: [{ text: 'better' }], revision: AT_MS })
    expect(read('messenger', item({ message_edit: { mid: 'm_1', text: 'new', num_edit: 0 } })).events).toEqual([])
  })

  it.each([1e300, 1_764_000_000_000.5, -5, '9999999999999999'])(
    'at a time that is none (%s) was sent now',
    (timestamp) => {
      const reaction = { mid: 'm_1', action: 'react', reaction: 'like' }
      for (const what of [{ message: { mid: 'm_2', text: 'hi' } }, { reaction }]) {
        expect(one(item({ timestamp, ...what }))).toMatchObject({ sentAtMs: 5_000 })
      }
    },
  )

  it('receipts name the messages that arrived; up to when all was read is not read', () => {
    const { events } = read('messenger', item({ delivery: { mids: ['m_1', 'm_2'], watermark: 1 } }))
    expect(events).toMatchObject([
      { type: 'delivery', messageId: 'm_1', state: 'delivered' },
      { type: 'delivery', messageId: 'm_2', state: 'delivered' },
    ])
    expect(read('messenger', item({ read: { watermark: 1 } }))).toMatchObject({ events: [], unknown: 0 })
  })

  it('what the bot itself sent comes back as an echo and is nothing new', () => {
    const echo = { message: { mid: 'm_1', is_echo: true, app_id: 1, text: 'mine' } }
    const ends = { sender: { id: BOT.messenger }, recipient: { id: '1254' } }
    expect(read('messenger', item({ ...ends, ...echo }))).toMatchObject({ events: [], unknown: 0 })
  })

  it.each([
    ['what is for another page', { recipient: { id: '7' }, message: { mid: 'm_1', text: 'x' } }],
    ['a message without an id', { message: { text: 'x' } }],
    ['nobody as the sender', { sender: {}, message: { mid: 'm_1', text: 'x' } }],
    ['an opt-in', { optin: { type: 'notification_messages' } }],
  ])('%s is counted as unknown', (_name, what) => {
    expect(read('messenger', item(what))).toMatchObject({ events: [], unknown: 1 })
  })
})

describe('on Instagram', () => {
  it('an unsent message is a deletion, a seen one is read', () => {
    const unsent = item({ message: { mid: 'aWdf1', is_deleted: true } }, 'instagram')
    expect(one(unsent, 'instagram')).toMatchObject({ type: 'delete', messageId: 'aWdf1', platform: 'instagram' })
    const seen = item({ read: { mid: 'aWdf1' } }, 'instagram')
    expect(one(seen, 'instagram')).toMatchObject({ type: 'delivery', messageId: 'aWdf1', state: 'read' })
  })

  it('a body of Messenger means nothing', () => {
    expect(read('instagram', item({ message: { mid: 'm_1', text: 'x' } }))).toMatchObject({ events: [], unknown: 1 })
  })
})

const phone = { display_phone_number: '15550783881', phone_number_id: BOT['whatsapp-cloud'] }
const sheena = { profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }
const whatsApp = (what: object, metadata: object = phone) => ({
  object: 'whatsapp_business_account',
  entry: [
    { id: '1022', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...what } }] },
  ],
})
const sent = (...messages: object[]) =>
  whatsApp({
    contacts: [sheena],
    messages: messages.map((message) => ({ from: '16505551234', id: 'wamid.1', timestamp: '1749416383', ...message })),
  })
const said = (message: object) => one(sent(message), 'whatsapp-cloud')

describe('a message on WhatsApp Cloud', () => {
  it('has its text, and the name that its sender chose', () => {
    expect(said({ type: 'text', text: { body: 'Does it come in another color?' } })).toMatchObject({
      type: 'message',
      account: 'whatsapp-cloud:106540352242922',
      chat: { id: '16505551234', kind: 'dm' },
      sender: { id: 'whatsapp-cloud:106540352242922:16505551234', displayName: 'Sheena Nelson' },
      sentAtMs: 1_749_416_383_000,
      messageId: 'wamid.1',
      parts: [{ type: 'text', text: 'Does it come in another color?' }],
    })
  })

  it.each([
    [
      'image',
      { id: '88', mime_type: 'image/jpeg', caption: 'look' },
      { type: 'image', ref: '88', mime: 'image/jpeg', caption: 'look' },
    ],
    ['audio', { id: '88', mime_type: 'audio/ogg; codecs=opus', voice: true }, { type: 'audio', ref: '88' }],
    ['video', { id: '88', mime_type: 'video/mp4' }, { type: 'video', ref: '88' }],
    [
      'document',
      { id: '88', mime_type: 'application/pdf', filename: 'a.pdf' },
      { type: 'file', ref: '88', fileName: 'a.pdf' },
    ],
    ['document', { id: '88', mime_type: 'image/png' }, { type: 'image', ref: '88' }],
    ['sticker', { id: '88', mime_type: 'image/webp' }, { type: 'sticker', ref: '88' }],
    ['location', { latitude: 1, longitude: 2 }, { type: 'location', latitude: 1, longitude: 2 }],
    ['contacts', [{ name: { formatted_name: 'Bo' } }], { type: 'contact', displayName: 'Bo' }],
    ['button', { text: 'Unsubscribe', payload: 'x' }, { type: 'text', text: 'Unsubscribe' }],
    ['interactive', { type: 'list_reply', list_reply: { id: '1', title: 'Red' } }, { type: 'text', text: 'Red' }],
    ['unsupported', undefined, { type: 'other' }],
  ])('of the type %s is read', (type, content, part) => {
    expect(said({ type, [type]: content })).toMatchObject({ parts: [part] })
  })

  it('that replies says who wrote the other one, by number', () => {
    const text = { type: 'text', text: { body: 'why?' } }
    expect(said({ ...text, context: { from: '15550783881', id: 'wamid.0' } })).toMatchObject({
      replyTo: { messageId: 'wamid.0', fromBot: true },
    })
    expect(said({ ...text, context: { from: '16505551234', id: 'wamid.0' } })).toMatchObject({
      replyTo: { messageId: 'wamid.0', fromBot: false },
    })
  })

  it('that came by an advertisement keeps none of its addresses', () => {
    const addresses = { source_url: 'https://fb.me/s3cret', image_url: 'https://scontent/s3cret', video_url: 's3cret' }
    const referral = { ...addresses, thumbnail_url: 's3cret', source_type: 'ad' }
    const { raw } = said({ type: 'text', text: { body: 'hi' }, referral }) ?? {}
    expect(Buffer.from(raw ?? []).toString()).toContain('source_type')
    expect(Buffer.from(raw ?? []).toString()).not.toContain('s3cret')
  })

  it('that was passed on is nobody’s own words', () => {
    const event = said({ type: 'text', text: { body: 'I am rich' }, context: { forwarded: true } })
    expect(event).toMatchObject({ parts: [{ text: 'I am rich', origin: 'forwarded' }] })
  })

  it('comes from a user id where the person hides the number', () => {
    const event = said({ from: undefined, from_user_id: 'US.1349', type: 'text', text: { body: 'hi' } })
    expect(event).toMatchObject({ chat: { id: 'US.1349' }, sender: { displayName: 'WhatsApp user' } })
  })

  it.each([
    ['is of a group', { group_id: 'g1', type: 'text', text: { body: 'hi' } }],
    ['only says that a number changed', { type: 'system', system: { body: 'changed' } }],
    ['is of a type to come', { type: 'hologram', hologram: {} }],
    ['has no text where it says so', { type: 'text' }],
  ])('is counted as unknown when it %s', (_name, message) => {
    expect(read('whatsapp-cloud', sent(message))).toMatchObject({ events: [], unknown: 1 })
  })

  it('for another number is counted as unknown', () => {
    const body = whatsApp(
      { messages: [{ from: '1', id: 'w', type: 'text', text: { body: 'x' } }] },
      { phone_number_id: '9' },
    )
    expect(read('whatsapp-cloud', body)).toMatchObject({ events: [], unknown: 1 })
  })
})

describe('what else comes on WhatsApp Cloud', () => {
  it('reactions, taken back when they name no emoji', () => {
    const reaction = { message_id: 'wamid.0', emoji: '👍' }
    expect(said({ type: 'reaction', reaction })).toMatchObject({
      type: 'reaction',
      messageId: 'wamid.0',
      emoji: ['👍'],
    })
    expect(said({ type: 'reaction', reaction: { message_id: 'wamid.0' } })).toMatchObject({ emoji: [] })
  })

  it('edits and deletions, where the number is also used in the app', () => {
    const edit = { original_message_id: 'wamid.0', message: { type: 'text', text: { body: 'better' } } }
    expect(said({ type: 'edit', edit })).toMatchObject({
      type: 'edit',
      messageId: 'wamid.0',
      parts: [{ text: 'better' }],
    })
    const revoke = { original_message_id: 'wamid.0' }
    expect(said({ type: 'revoke', revoke })).toMatchObject({ type: 'delete', messageId: 'wamid.0' })
  })

  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
  ])('the status %s, with the mark that was sent along', (status, state) => {
    const of = {
      id: 'wamid.5',
      recipient_id: '16505551234',
      timestamp: '1750263773',
      biz_opaque_callback_data: 'abc_D-1:2',
    }
    expect(one(whatsApp({ statuses: [{ ...of, status }] }), 'whatsapp-cloud')).toMatchObject({
      type: 'delivery',
      messageId: 'wamid.5',
      state,
      chat: { id: '16505551234' },
      sentAs: { replyId: 'abc_D-1', index: 2 },
    })
  })

  it('a failure, with its number and title', () => {
    const errors = [{ code: 131047, title: 'Re-engagement message', message: 'x' }]
    const statuses = [{ id: 'wamid.5', recipient_id: '1', timestamp: '1750263773', status: 'failed', errors }]
    expect(one(whatsApp({ statuses }), 'whatsapp-cloud')).toMatchObject({
      state: 'failed',
      fault: '131047 Re-engagement message',
    })
  })

  it('news of other kinds, which mean nothing', () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'account_update', value: {} }] }],
    }
    expect(read('whatsapp-cloud', body)).toMatchObject({ events: [], unknown: 1 })
  })
})
