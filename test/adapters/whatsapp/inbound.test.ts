import type { DecodeContext } from '#adapters/whatsapp/decode-context.ts'
import { readRaw } from '#adapters/whatsapp/inbound.ts'
import type { RawEvent } from '#adapters/whatsapp/raw-event.ts'
import { accountId, identityId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { describe, expect, it } from 'vitest'
import { ANA, ANA_LID, BO, GROUP, inGroup, key, ME, message, model, T, wid } from './models.ts'

const account = accountId('whatsapp', ME.phoneNumber)
const receivedAtMs = T * 1000 + 250
const ana = identityId(account, ANA)
const OURS = 'true_491520000002@c.us_3EB0OURS'

const context: DecodeContext = {
  account,
  me: ME,
  personOf: (jid) => (jid === ANA_LID ? ANA : jid),
  groupTitleOf: (chatId) => (chatId === GROUP ? 'Huts' : undefined),
  isOurs: ({ messageId }) => messageId === OURS,
  receivedAtMs,
}

const read = (raw: RawEvent) => readRaw(raw, context).map(withoutPayload)
const withoutPayload = ({ raw: _raw, ...event }: ChatEvent) => event
const only = (data: unknown) => read(message(data))[0]
const partsOf = (more: object) => (only(model(more)) as { parts?: unknown } | undefined)?.parts

describe('a message', () => {
  it('in a private chat is for the bot, with who wrote it, where and when', () => {
    expect(read(message(model()))).toEqual([
      {
        v: 1,
        type: 'message',
        platform: 'whatsapp',
        account,
        chat: { id: ANA, kind: 'dm' },
        sender: { id: ana, displayName: 'Ana', isBot: false },
        sentAtMs: T * 1000,
        receivedAtMs,
        messageId: 'false_491520000002@c.us_3EB0AAAA',
        parts: [{ type: 'text', text: 'hello' }],
        addressed: 'dm',
      },
    ])
  })

  it('is read the same when ids come as text, with a device, or without their serialised form', () => {
    const plain = { fromMe: false, remote: '491520000002:7@s.whatsapp.net', id: '3EB0AAAA' }
    expect(only(model({ id: plain, from: ANA }))).toEqual(only(model()))
    expect(only(model({ id: { ...key(), remote: wid(ANA) } }))).toEqual(only(model()))
  })

  it('of a person whose number is hidden is of the person behind it, in the chat as it is', () => {
    const event = only(model({ id: key({ remote: ANA_LID }), from: wid(ANA_LID) }))
    expect(event).toMatchObject({ chat: { id: ANA_LID, kind: 'dm' }, sender: { id: ana } })
    const hidden = inGroup({ id: key({ remote: GROUP, participant: ANA_LID }), author: wid(ANA_LID) })
    expect(only(hidden)).toMatchObject({ sender: { id: ana }, messageId: `false_${GROUP}_3EB0AAAA_${ANA_LID}` })
  })

  it('of a hidden person whom nobody knows is of the hidden id', () => {
    const remote = '999000000009@lid'
    expect(only(model({ id: key({ remote }) }))).toMatchObject({ sender: { id: identityId(account, remote) } })
  })

  it('with 65,000 characters is taken whole', () => {
    const body = 'ä🐾'.repeat(21_667)
    expect(partsOf({ body })).toEqual([{ type: 'text', text: body }])
  })

  it('keeps its markup, and loses what no store takes', () => {
    expect(partsOf({ body: '*bold* _it_ ~no~ \0\ud800' })).toEqual([{ type: 'text', text: '*bold* _it_ ~no~ \ufffd' }])
  })

  it('without a time was sent when it was received', () => {
    expect(only(model({ t: undefined }))).toMatchObject({ sentAtMs: receivedAtMs })
    expect(only(model({ t: 'yesterday' }))).toMatchObject({ sentAtMs: receivedAtMs })
  })

  it('keeps neither thumbnails nor keys of files in its payload', () => {
    const data = model({
      type: 'image',
      body: '/9j/SECRET',
      mediaKey: 'SECRET',
      directPath: '/SECRET',
      preview: 'SECRET',
    })
    const [event] = readRaw(message(data), context)
    expect(event?.raw && new TextDecoder().decode(event.raw)).toMatch(/image/)
    expect(event?.raw && new TextDecoder().decode(event.raw)).not.toMatch(/SECRET/)
  })

  it('that was forwarded is not the words of who sent it', () => {
    expect(partsOf({ isForwarded: true })).toEqual([{ type: 'text', text: 'hello', origin: 'forwarded' }])
    const picture = { type: 'image', caption: 'look', isForwarded: true }
    expect(partsOf(picture)).toMatchObject([{ caption: 'look', origin: 'forwarded' }])
    expect(only(model({ body: '/help', isForwarded: true }))).toMatchObject({ type: 'message' })
  })
})

const ref = 'false_491520000002@c.us_3EB0AAAA'

describe('what a message holds', () => {
  it.each([
    [
      'a picture with a caption',
      { type: 'image', body: '/9j/4AAQ', caption: 'what is it?', mimetype: 'image/jpeg', size: 9, width: 4, height: 3 },
      [{ type: 'image', ref, mime: 'image/jpeg', bytes: 9, width: 4, height: 3, caption: 'what is it?' }],
    ],
    [
      'a picture whose file is gone from the model',
      { type: 'image', mimetype: 'image/jpeg' },
      [{ type: 'image', ref, mime: 'image/jpeg' }],
    ],
    ['a sticker', { type: 'sticker', mimetype: 'image/webp' }, [{ type: 'sticker', ref, mime: 'image/webp' }]],
    [
      'a voice message',
      { type: 'ptt', mimetype: 'audio/ogg; codecs=opus', duration: '7' },
      [{ type: 'audio', ref, mime: 'audio/ogg', durationMs: 7000 }],
    ],
    [
      'a video',
      { type: 'video', mimetype: 'video/mp4', duration: 2 },
      [{ type: 'video', ref, mime: 'video/mp4', durationMs: 2000 }],
    ],
    [
      'a document',
      { type: 'document', mimetype: 'application/pdf', filename: 'a.pdf', size: 12 },
      [{ type: 'file', ref, mime: 'application/pdf', bytes: 12, fileName: 'a.pdf' }],
    ],
    [
      'a picture that was sent as a document',
      { type: 'document', mimetype: 'image/png', filename: 'a.png' },
      [{ type: 'image', ref, mime: 'image/png', fileName: 'a.png' }],
    ],
    ['a place', { type: 'location', lat: 1.5, lng: -2 }, [{ type: 'location', latitude: 1.5, longitude: -2 }]],
    ['a place without where it is', { type: 'location', lat: 'north' }, [{ type: 'other' }]],
    [
      'a contact',
      { type: 'vcard', body: 'BEGIN:VCARD\nVERSION:3.0\nFN:Bo Bo\r\nEND:VCARD' },
      [{ type: 'contact', displayName: 'Bo Bo' }],
    ],
    [
      'contacts',
      { type: 'multi_vcard', vcardList: [{ displayName: 'Bo', vcard: '' }, 'broken', { vcard: 'FN;X=1:Cy' }] },
      [
        { type: 'contact', displayName: 'Bo' },
        { type: 'contact', displayName: 'Cy' },
      ],
    ],
    ['a poll', { type: 'poll_creation', body: 'tea?', pollName: 'tea?' }, [{ type: 'other' }]],
    ['a list', { type: 'list', body: 'choose' }, [{ type: 'other' }]],
    ['an answer to buttons', { type: 'buttons_response', body: 'yes' }, [{ type: 'other' }]],
    ['a kind that nobody knows', { type: 'hologram', body: 'x' }, [{ type: 'other' }]],
    ['a picture that can be seen once', { type: 'image', isViewOnce: true, caption: 'psst' }, [{ type: 'other' }]],
    [
      'what only the phone can open',
      { type: 'ciphertext', subtype: 'view_once_unavailable_fanout' },
      [{ type: 'other' }],
    ],
    ['nothing', { body: undefined }, [{ type: 'other' }]],
    ['spaces', { body: ' \n ' }, [{ type: 'other' }]],
  ])('%s', (_name, more, parts) => {
    expect(partsOf(more)).toEqual(parts)
  })
})

describe('nothing comes of', () => {
  const remote = (chatId: string) => ({ id: key({ remote: chatId, participant: ANA }), author: wid(ANA) })
  const cases: readonly (readonly [string, unknown])[] = [
    ['an own message', model({ id: key({ fromMe: true }) })],
    [
      'an own message in a group',
      inGroup({ id: key({ remote: GROUP, participant: `${ME.phoneNumber}@c.us`, fromMe: true }) }),
    ],
    ['a status', model(remote('status@broadcast'))],
    ['a status that is marked as one', model({ isStatusV3: true })],
    ['a broadcast list', model(remote('1234@broadcast'))],
    ['a message that went to a broadcast list', model({ broadcast: true })],
    ['a channel', model(remote('1203@newsletter'))],
    ['WhatsApp itself', model(remote('0@c.us'))],
    ['a bot of Meta', model(remote('13135550002@bot'))],
    ['a message that is still encrypted', model({ type: 'ciphertext', subtype: 'fanout' })],
    ...['revoked', 'gp2', 'e2e_notification', 'notification', 'notification_template', 'protocol'].map(
      (type) => [`a message of type ${type}`, model({ type })] as const,
    ),
    ...['call_log', 'album', 'reaction', 'poll_update'].map(
      (type) => [`a message of type ${type}`, model({ type })] as const,
    ),
    ['a notification of any type', model({ isNotification: true })],
    ['a message in a group of nobody', model({ id: key({ remote: GROUP }) })],
    ['a message without an id', model({ id: undefined })],
    ['a message without a type', model({ type: 7 })],
    ['a chat id that is none', model({ id: { ...key(), remote: 'elsewhere' } })],
    ['a text', 'hello'],
    ['null', null],
  ]
  it.each(cases)('%s', (_name, data) => {
    expect(read(message(data))).toEqual([])
  })

  it.each(['edit', 'revoke', 'reaction', 'undecrypted'] as const)('a broken %s', (type) => {
    expect(read({ type, data: { id: 5 } })).toEqual([])
    expect(read({ type, data: undefined })).toEqual([])
  })

  it('an event that nobody knows', () => {
    expect(read({ type: 'new', data: model() } as unknown as RawEvent)).toEqual([])
  })
})

const [ME_JID, BO_USER] = [`${ME.phoneNumber}@c.us`, '491530000003']

describe('a message in a group', () => {
  const mentioning = (jid: string, body: string) => inGroup({ body, mentionedJidList: [wid(jid)] })
  const quoting = (by: string, id = '3EB0QUOTED') =>
    inGroup({ quotedMsg: { type: 'chat', body: 'before' }, quotedStanzaID: id, quotedParticipant: wid(by) })

  it.each([
    ['naming the bot by its number', mentioning(ME_JID, `@${ME.phoneNumber} hi`), 'mention'],
    ['naming it by its hidden id', mentioning(ME.lid, 'hi @777000000001!'), 'mention'],
    [
      'naming it in a caption',
      inGroup({ type: 'image', caption: '@777000000001?', mentionedJidList: [ME.lid] }),
      'mention',
    ],
    ['naming somebody else', mentioning(BO, `@${BO_USER} hi`), 'none'],
    ['naming everybody without writing it', mentioning(ME_JID, 'meeting at 9'), 'none'],
    ['with the number but no mention', inGroup({ body: `@${ME.phoneNumber} hi` }), 'none'],
    ['answering the bot', quoting(ME_JID), 'reply'],
    ['answering the bot by its hidden id', quoting(ME.lid), 'reply'],
    ['answering what the owner wrote on the phone', quoting(ME_JID, '3A0123456789ABCDEF'), 'none'],
    ['answering somebody else', quoting(BO), 'none'],
    ['naming nobody', inGroup(), 'none'],
  ])('%s', (_name, data, addressed) => {
    expect(only(data)).toMatchObject({
      addressed,
      chat: { id: GROUP, kind: 'group', title: 'Huts' },
      sender: { id: ana },
    })
  })

  it('has its mentions marked, each with the person behind it', () => {
    const body = `@777000000001 ask @${BO_USER} and @888000000002, not @4915300000031`
    const mentionedJidList = [ME.lid, BO, ANA_LID].map(wid)
    expect(only(inGroup({ body, mentionedJidList }))).toMatchObject({
      parts: [
        {
          text: body,
          spans: [
            { type: 'mention', start: 0, length: 13, target: ME.lid, isBot: true },
            { type: 'mention', start: 18, length: 13, target: BO },
            { type: 'mention', start: 36, length: 13, target: ANA },
          ],
        },
      ],
    })
  })

  it('is a command when it is for the bot, and words otherwise', () => {
    const asked = mentioning(ME_JID, `@${ME.phoneNumber} /Help  me`)
    expect(only(asked)).toMatchObject({ type: 'command', name: 'help', argument: 'me', addressed: 'mention' })
    expect(only(inGroup({ body: '/help' }))).toMatchObject({ type: 'message', addressed: 'none' })
  })
})

it('a private message that begins with a slash is a command', () => {
  expect(only(model({ body: ' /forget all of it' }))).toMatchObject({
    type: 'command',
    name: 'forget',
    argument: 'all of it',
    addressed: 'dm',
  })
})

describe('a quote', () => {
  const quoting = (more: object) =>
    model({ quotedMsg: { type: 'chat', body: 'before' }, quotedStanzaID: '3EB0Q', ...more })
  const replyTo = (data: unknown) => (only(data) as { replyTo?: unknown } | undefined)?.replyTo

  it('of the bot has its words and the id that the bot sent it with', () => {
    expect(replyTo(quoting({ quotedParticipant: wid(ME_JID) }))).toEqual({
      messageId: `true_${ANA}_3EB0Q`,
      fromBot: true,
      authorId: identityId(account, ME_JID),
      text: 'before',
      media: [],
    })
  })

  it("of the person's own message says so", () => {
    expect(replyTo(quoting({ quotedParticipant: ANA }))).toMatchObject({
      messageId: `false_${ANA}_3EB0Q`,
      fromBot: false,
      fromSender: true,
      authorId: ana,
    })
  })

  it('in a group has its author in the id as the group names them, and the person behind it', () => {
    const data = inGroup(
      { quotedMsg: { type: 'chat', body: 'x' }, quotedStanzaID: '3EB0Q', quotedParticipant: ANA_LID },
      BO,
    )
    expect(replyTo(data)).toEqual({
      messageId: `false_${GROUP}_3EB0Q_${ANA_LID}`,
      fromBot: false,
      authorId: ana,
      text: 'x',
      media: [],
    })
  })

  it('of a picture has the picture, by the id of its message', () => {
    const quotedMsg = { type: 'image', body: '/9j/', caption: 'my hut', mimetype: 'image/png', size: 3 }
    expect(replyTo(quoting({ quotedMsg, quotedParticipant: ANA }))).toMatchObject({
      text: 'my hut',
      media: [{ type: 'image', ref: `false_${ANA}_3EB0Q`, mime: 'image/png', bytes: 3, caption: 'my hut' }],
    })
  })

  it('of a picture that could be seen once has none', () => {
    const quotedMsg = { type: 'image', isViewOnce: true }
    expect(replyTo(quoting({ quotedMsg, quotedParticipant: ANA }))).toMatchObject({ media: [] })
  })

  it("of the account's status is of no answer of the bot", () => {
    const status = quoting({ quotedParticipant: ME_JID, quotedRemoteJid: 'status@broadcast' })
    expect(replyTo(status)).toMatchObject({ messageId: 'true_status@broadcast_3EB0Q', fromBot: false })
  })

  it('that cannot be read is left out, and the message counts', () => {
    expect(only(model({ quotedMsg: 5, quotedStanzaID: {} }))).toMatchObject({ type: 'message', addressed: 'dm' })
  })
})

describe('later events', () => {
  it('an edit has the new words, and a revision that grows', () => {
    const edited = { body: 'hello again', latestEditSenderTimestampMs: T * 1000 + 9000 }
    expect(read({ type: 'edit', data: model(edited) })).toMatchObject([
      { type: 'edit', messageId: ref, parts: [{ text: 'hello again' }], revision: T * 1000 + 9000, addressed: 'dm' },
    ])
    const keyed = { body: 'x', latestEditMsgKey: key({ id: '3EB0EDIT' }) }
    expect(read({ type: 'edit', data: model(keyed) })).toMatchObject([{ type: 'edit', revision: receivedAtMs }])
  })

  it('a thumbnail that came, or a text that was decrypted, is no edit', () => {
    expect(read({ type: 'edit', data: model({ type: 'image', body: '/9j/' }) })).toEqual([])
    expect(read({ type: 'edit', data: model({ body: 'now readable' }) })).toEqual([])
  })

  it('a message that was taken back is deleted, under its own id', () => {
    const data = model({ type: 'revoked', id: key({ id: '3EB0LATER' }), protocolMessageKey: key() })
    expect(read({ type: 'revoke', data })).toMatchObject([{ type: 'delete', messageId: ref, sender: { id: ana } }])
    expect(read({ type: 'revoke', data: model({ type: 'revoked' }) })).toMatchObject([
      { type: 'delete', messageId: ref },
    ])
    const own = key({ fromMe: true })
    expect(read({ type: 'revoke', data: model({ type: 'revoked', protocolMessageKey: own }) })).toEqual([])
  })

  it('in a group a deletion is of who wrote it', () => {
    const about = key({ remote: GROUP, participant: ANA_LID })
    const data = inGroup({ type: 'revoked', protocolMessageKey: about }, BO)
    expect(read({ type: 'revoke', data })).toMatchObject([
      { type: 'delete', messageId: about._serialized, sender: { id: ana }, chat: { id: GROUP } },
    ])
  })

  it.each([
    ['👍', ['👍']],
    ['', []],
  ])('a reaction %j is what its person has on the message now', (emoji, shown) => {
    const about = key({ fromMe: true, id: '3EB0OURS' })
    const expected = { type: 'reaction', messageId: OURS, emoji: shown, sender: { id: ana }, chat: { id: ANA } }
    const atMs = T * 1000 + 500
    const library = { msgId: about, senderId: ANA_LID, reaction: emoji, timestamp: T + 0.5004 }
    expect(read({ type: 'reaction', data: library })).toMatchObject([{ ...expected, sentAtMs: atMs }])
    const page = { parentMsgKey: about, senderUserJid: ANA, reactionText: emoji, timestamp: T + 0.5 }
    expect(read({ type: 'reaction', data: page })).toMatchObject([{ ...expected, sentAtMs: atMs }])
  })

  it('reactions of the account itself, and to statuses, are none', () => {
    expect(read({ type: 'reaction', data: { msgId: key(), senderId: ME_JID, reaction: '👍' } })).toEqual([])
    const status = key({ remote: 'status@broadcast' })
    expect(read({ type: 'reaction', data: { msgId: status, senderId: ANA, reaction: '👍' } })).toEqual([])
  })

  it.each([
    [1, 'sent'],
    [2, 'delivered'],
    [3, 'read'],
    [4, 'read'],
  ])('an acknowledgement %d of an own send is %s', (ack, state) => {
    const data = model({ id: key({ fromMe: true, id: '3EB0OURS' }) })
    expect(read({ type: 'ack', data, ack })).toMatchObject([
      { type: 'delivery', messageId: OURS, state, chat: { id: ANA } },
    ])
  })

  it('one that failed says why', () => {
    const data = model({ id: key({ fromMe: true, id: '3EB0OURS' }) })
    expect(read({ type: 'ack', data, ack: -1 })).toMatchObject([
      { state: 'failed', fault: expect.stringMatching(/WhatsApp/) },
    ])
  })

  it('acknowledgements of what the owner wrote, of what waits, and of what came are none', () => {
    expect(read({ type: 'ack', data: model({ id: key({ fromMe: true }) }), ack: 3 })).toEqual([])
    expect(read({ type: 'ack', data: model({ id: key({ fromMe: true, id: '3EB0OURS' }) }), ack: 0 })).toEqual([])
    expect(read({ type: 'ack', data: model(), ack: 3 })).toEqual([])
  })

  it('of a message that stays encrypted the person is told in private, and nobody in a group', () => {
    const data = model({ type: 'ciphertext', body: undefined })
    expect(read({ type: 'undecrypted', data })).toMatchObject([
      { type: 'message', messageId: ref, parts: [{ type: 'other' }] },
    ])
    expect(read({ type: 'undecrypted', data: inGroup({ type: 'ciphertext' }) })).toMatchObject([{ addressed: 'none' }])
  })
})
