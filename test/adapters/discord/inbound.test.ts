import { readPacket } from '#adapters/discord/inbound.ts'
import { Places } from '#adapters/discord/places.ts'
import { snowflakeAt } from '#adapters/discord/snowflake.ts'
import { accountId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { beforeEach, describe, expect, it } from 'vitest'

const BOT = '1100000000000000042'
const ANA = { id: '1100000000000000100', username: 'ana', global_name: 'Ana' }
const BO = { id: '1100000000000000200', username: 'bo', global_name: null }
const [DM, GUILD, CHANNEL, THREAD] = [
  '1200000000000000001',
  '1200000000000000002',
  '1200000000000000003',
  '1200000000000000004',
]
const [OWN_ROLE, OTHER_ROLE] = ['1200000000000000005', '1200000000000000006']
const account = accountId('discord', BOT)
const atMs = Date.UTC(2026, 10, 29)
const id = snowflakeAt(atMs)

let places: Places
beforeEach(() => {
  places = new Places(BOT)
  places.addGuild({
    id: GUILD,
    name: 'Bakery',
    joined_at: undefined,
    channels: [channel(CHANNEL, 0, { name: 'general', parent_id: '1200000000000000009' })],
    threads: [channel(THREAD, 11, { name: 'trip', parent_id: CHANNEL })],
    roles: [
      { id: OWN_ROLE, name: 'Chasqui', tags: { bot_id: BOT } },
      { id: OTHER_ROLE, name: 'Cooks', tags: undefined },
    ],
  })
})

function channel(channelId: string, type: number, more: { name: string; parent_id: string }) {
  return { id: channelId, type, guild_id: GUILD, last_message_id: undefined, ...more }
}

const read = (t: string, d: unknown, authorOf: () => string | undefined = () => undefined) => {
  const result = readPacket({ t, d }, { account, botId: BOT, places, authorOf, receivedAtMs: atMs + 5 })
  return result.type === 'events' ? result.events.map(withoutPayload) : result
}
const withoutPayload = ({ raw, ...event }: ChatEvent) => (raw === undefined ? {} : event)

const said = (more: object) => ({ id, channel_id: DM, channel_type: 1, type: 0, author: ANA, content: '', ...more })
const inServer = (more: object) => said({ channel_id: CHANNEL, guild_id: GUILD, channel_type: 0, ...more })
const only = (t: string, d: unknown) => (read(t, d) as ChatEvent[])[0]

describe('a message', () => {
  it('in a private chat is for the bot, with who wrote it, where and when', () => {
    expect(read('MESSAGE_CREATE', said({ content: 'hello' }))).toEqual([
      {
        v: 1,
        type: 'message',
        platform: 'discord',
        account,
        chat: { id: DM, kind: 'dm' },
        sender: { id: `${account}:${ANA.id}`, displayName: 'Ana', isBot: false },
        sentAtMs: atMs,
        receivedAtMs: atMs + 5,
        messageId: id,
        parts: [{ type: 'text', text: 'hello' }],
        addressed: 'dm',
      },
    ])
  })

  it('in a private chat is known as such without a type, as long as it is in no server', () => {
    expect(only('MESSAGE_CREATE', said({ channel_type: undefined }))).toMatchObject({ chat: { kind: 'dm' } })
    const server = inServer({ channel_type: undefined })
    expect(only('MESSAGE_CREATE', server)).toMatchObject({ chat: { kind: 'group' } })
  })

  it.each([
    ['naming the bot', { content: `<@${BOT}> hi` }, 'mention'],
    ['naming it in the old form', { content: `<@!${BOT}> hi` }, 'mention'],
    ["naming the bot's own role", { content: `<@&${OWN_ROLE}> hi`, mention_roles: [OWN_ROLE] }, 'mention'],
    ['naming another role', { content: `<@&${OTHER_ROLE}> hi`, mention_roles: [OTHER_ROLE] }, 'none'],
    ['naming everybody', { content: '@everyone hi', mention_everyone: true }, 'none'],
    ['answering the bot', { type: 19, referenced_message: { id: '5', author: { id: BOT } } }, 'reply'],
    ['answering somebody else', { type: 19, referenced_message: { id: '5', author: BO } }, 'none'],
    ['answering what is gone', { type: 19, referenced_message: null }, 'none'],
    ['naming nobody', { content: 'hi' }, 'none'],
  ])('in a server %s', (_name, more, addressed) => {
    expect(only('MESSAGE_CREATE', inServer(more))).toMatchObject({
      addressed,
      chat: { id: CHANNEL, title: 'Bakery · #general' },
    })
  })

  it('in a thread or a forum post is of a conversation of its own, in the chat of the channel', () => {
    const message = inServer({ channel_id: THREAD, channel_type: 11 })
    expect(only('MESSAGE_CREATE', message)).toMatchObject({
      chat: { id: CHANNEL, threadId: THREAD, kind: 'group', title: 'Bakery · #general' },
    })
  })

  it('in a server is of a chat that goes by the server as it is called now, and by its channel alone without one', () => {
    const renamed = { joined_at: undefined, channels: [], threads: [], roles: [] }
    places.addGuild({ id: GUILD, name: 'Old Bakery', ...renamed })
    expect(only('MESSAGE_CREATE', inServer({}))).toMatchObject({ chat: { title: 'Old Bakery · #general' } })
    places.addChannel(channel('1200000000000000077', 0, { name: 'hall', parent_id: '1' }), '1200000000000000078')
    const elsewhere = inServer({ channel_id: '1200000000000000077' })
    expect(only('MESSAGE_CREATE', elsewhere)).toMatchObject({ chat: { title: '#hall' } })
  })

  it('in a thread that nobody knows is of a chat of its own', () => {
    const chat = (only('MESSAGE_CREATE', inServer({ channel_id: '77', channel_type: 11 })) as ChatEvent).chat
    expect(chat).toEqual({ id: '77', kind: 'group' })
  })

  it('reads as people see it: names, emoji and times in place of numbers', () => {
    const content =
      `<@${BO.id}> and <@!${ANA.id}> of <@&${OTHER_ROLE}> in <#${CHANNEL}>, </help:5> <:wave:6> <a:dance:7> ` +
      '<t:1700000000:R> <@999>'
    const mentions = [BO, { ...ANA, member: { nick: 'Anita' } }]
    const event = only('MESSAGE_CREATE', inServer({ content, mentions }))
    const text = '@bo and @Anita of @Cooks in #general, /help :wave: :dance: 2023-11-14 22:13 UTC @somebody'
    expect(event).toMatchObject({
      parts: [{ text, spans: [{ type: 'mention', start: 0, length: 3, target: BO.id }, { start: 8 }, { start: 80 }] }],
    })
  })

  it('uses the nickname of the server', () => {
    const event = only('MESSAGE_CREATE', inServer({ member: { nick: 'Anita' } }))
    expect(event).toMatchObject({ sender: { displayName: 'Anita' } })
  })

  it('with several files is one message with all of them; the refs hold no link', () => {
    const attachments = [
      { id: '1', filename: 'a.png', content_type: 'image/png', size: 10, url: SIGNED, width: 2, height: 3 },
      { id: '2', filename: 'b.txt', content_type: 'text/plain; charset=utf-8', size: 11, url: SIGNED },
      { id: '3', filename: 'c.mp4', content_type: 'video/mp4', size: 12, url: SIGNED },
    ]
    const event = only('MESSAGE_CREATE', said({ content: 'look', attachments })) as ChatEvent & { parts: unknown }
    const ref = (file: string) => `${DM}/${id}/${file}`
    expect(event.parts).toEqual([
      { type: 'text', text: 'look' },
      { type: 'image', ref: ref('1'), mime: 'image/png', bytes: 10, width: 2, height: 3, fileName: 'a.png' },
      { type: 'file', ref: ref('2'), mime: 'text/plain', bytes: 11, fileName: 'b.txt' },
      { type: 'video', ref: ref('3'), mime: 'video/mp4', bytes: 12, fileName: 'c.mp4' },
    ])
  })

  it.each([
    [
      'a voice message',
      { flags: 1 << 13, attachments: [{ id: '1', content_type: 'audio/ogg', duration_secs: 1.5 }] },
      [{ type: 'audio', ref: `${DM}/${id}/1`, mime: 'audio/ogg', durationMs: 1500 }],
    ],
    [
      'a sticker',
      { sticker_items: [{ id: '9', format_type: 1 }] },
      [{ type: 'sticker', ref: 'stickers/9.png', mime: 'image/png' }],
    ],
    ['a poll', { poll: { question: { text: 'tea?' } } }, [{ type: 'other' }]],
    [
      'what was forwarded',
      {
        message_reference: { type: 1, message_id: '5' },
        message_snapshots: [{ message: { content: 'theirs', attachments: [{ id: '1', content_type: 'image/png' }] } }],
      },
      [
        { type: 'text', text: 'theirs', origin: 'forwarded' },
        { type: 'image', ref: `${DM}/${id}/1`, mime: 'image/png', origin: 'forwarded' },
      ],
    ],
  ])('of %s', (_name, more, parts) => {
    expect(only('MESSAGE_CREATE', said(more))).toMatchObject({ parts })
  })

  it('quotes what it answers, with words, picture and author', () => {
    const referenced = {
      id: '5',
      channel_id: CHANNEL,
      author: BO,
      content: 'mine',
      attachments: [{ id: '1', content_type: 'image/png' }],
    }
    const message = inServer({
      type: 19,
      message_reference: { message_id: '5', channel_id: CHANNEL },
      referenced_message: referenced,
    })
    expect(only('MESSAGE_CREATE', message)).toMatchObject({
      replyTo: {
        messageId: '5',
        fromBot: false,
        authorId: `${account}:${BO.id}`,
        text: 'mine',
        media: [{ type: 'image', ref: `${CHANNEL}/5/1` }],
      },
    })
    const own = { ...message, author: BO }
    expect(only('MESSAGE_CREATE', own)).toMatchObject({ replyTo: { fromSender: true } })
  })

  it('that begins with a slash is a command in a private chat, and words in a server', () => {
    expect(only('MESSAGE_CREATE', said({ content: '/Help me ' }))).toMatchObject({
      type: 'command',
      name: 'help',
      argument: 'me',
      addressed: 'dm',
    })
    expect(only('MESSAGE_CREATE', inServer({ content: '/help' }))).toMatchObject({ type: 'message', addressed: 'none' })
  })

  it.each([
    ['of the bot itself', { author: { id: BOT, username: 'chasqui', bot: true } }],
    ['of another bot', { author: { ...BO, bot: true } }],
    ['of a webhook', { webhook_id: '7' }],
    ['that Discord wrote: somebody joined', { type: 7 }],
    ['that Discord wrote: pinned', { type: 6 }],
    ['that starts a thread', { type: 21 }],
  ])('%s is none', (_name, more) => {
    expect(read('MESSAGE_CREATE', said(more))).toEqual([])
  })

  it('without what it needs names the field, not its value', () => {
    expect(read('MESSAGE_CREATE', said({ author: { id: 'secret' } }))).toEqual({
      type: 'unreadable',
      where: 'author.id',
    })
  })

  it('keeps no link and no token in its payload', () => {
    const attachments = [{ id: '1', url: SIGNED, proxy_url: SIGNED }]
    const result = readPacket(
      { t: 'MESSAGE_CREATE', d: said({ content: 'x', attachments, token: 'SECRET' }) },
      { account, botId: BOT, places, authorOf: () => undefined, receivedAtMs: atMs },
    )
    const [event] = result.type === 'events' ? result.events : []
    const payload = Buffer.from(event?.raw ?? []).toString()
    expect(payload).toContain('"content":"x"')
    expect(payload).not.toMatch(/SECRET|hm=|cdn/)
  })
})

const SIGNED = 'https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3'

describe('a change', () => {
  const edited_timestamp = '2026-11-29T00:01:00.123000+00:00'

  it('of the words is an edit, which later ones follow', () => {
    expect(only('MESSAGE_UPDATE', said({ content: 'better', edited_timestamp }))).toMatchObject({
      type: 'edit',
      messageId: id,
      revision: Date.parse(edited_timestamp),
      parts: [{ text: 'better' }],
    })
  })

  it.each([
    ['that only adds a preview', said({ content: 'https://example.org', edited_timestamp: null })],
    ['without author and words', { id, channel_id: DM, embeds: [{}], edited_timestamp }],
    ['of the bot itself', said({ author: { id: BOT }, edited_timestamp })],
  ])('%s is none', (_name, update) => {
    expect(read('MESSAGE_UPDATE', update)).toEqual([])
  })
})

describe('a deletion', () => {
  it('names its author as far as it is known, else a shared sender', () => {
    const deleted = { id: '5', channel_id: CHANNEL, guild_id: GUILD }
    expect(read('MESSAGE_DELETE', deleted, () => ANA.id)).toMatchObject([
      { type: 'delete', messageId: '5', sender: { id: `${account}:${ANA.id}` }, chat: { id: CHANNEL, kind: 'group' } },
    ])
    expect(read('MESSAGE_DELETE', deleted)).toMatchObject([{ sender: { id: `${account}:unknown`, isShared: true } }])
    expect(read('MESSAGE_DELETE', deleted, () => BOT)).toEqual([])
  })

  it('of many is one of each', () => {
    const events = read('MESSAGE_DELETE_BULK', { ids: ['5', '6'], channel_id: THREAD, guild_id: GUILD })
    expect(events).toMatchObject([
      { type: 'delete', messageId: '5', chat: { threadId: THREAD } },
      { type: 'delete', messageId: '6' },
    ])
  })
})

describe('a reaction', () => {
  const reaction = { user_id: ANA.id, channel_id: DM, message_id: '5', emoji: { id: null, name: '👍' } }

  it('is the emoji that was added or taken back', () => {
    const common = { type: 'reaction', messageId: '5', sender: { id: `${account}:${ANA.id}` } }
    expect(read('MESSAGE_REACTION_ADD', { ...reaction, message_author_id: BOT })).toMatchObject([
      { ...common, emoji: ['👍'], change: 'added' },
    ])
    expect(read('MESSAGE_REACTION_REMOVE', reaction)).toMatchObject([{ ...common, emoji: ['👍'], change: 'removed' }])
  })

  it.each([
    ['to the message of somebody else', { message_author_id: BO.id }],
    ['of the bot itself', { user_id: BOT }],
    ['of another bot', { guild_id: GUILD, member: { user: { ...BO, bot: true } } }],
  ])('%s is none', (_name, more) => {
    expect(read('MESSAGE_REACTION_ADD', { ...reaction, ...more })).toEqual([])
  })
})

describe('an interaction', () => {
  const common = { id, application_id: BOT, token: 'SECRET', locale: 'de', channel_id: CHANNEL, guild_id: GUILD }
  const begun = { ...common, member: { nick: 'Anita', user: ANA }, channel: { id: CHANNEL, type: 0 } }

  it('is a command with its words, and the language of the person', () => {
    const data = { id: '1', type: 1, name: 'remember', options: [{ name: 'text', type: 3, value: 'I like tea' }] }
    expect(read('INTERACTION_CREATE', { ...begun, type: 2, data })).toMatchObject([
      { type: 'command', messageId: id, name: 'remember', argument: 'I like tea', addressed: 'command', locale: 'de' },
    ])
  })

  it('asks about the picture of a message, in words that are nobody’s own', () => {
    const target = {
      id: '5',
      channel_id: CHANNEL,
      author: BO,
      content: 'my dog',
      attachments: [{ id: '1', content_type: 'image/png' }],
    }
    const data = {
      id: '1',
      type: 3,
      name: 'Ask about this picture',
      target_id: '5',
      resolved: { messages: { '5': target } },
    }
    expect(read('INTERACTION_CREATE', { ...begun, type: 2, data })).toMatchObject([
      {
        type: 'message',
        messageId: id,
        addressed: 'command',
        parts: [{ type: 'text', text: 'Was ist auf diesem Bild?', origin: 'bot' }],
        replyTo: { messageId: '5', text: 'my dog', media: [{ ref: `${CHANNEL}/5/1` }] },
      },
    ])
    const without = { ...data, resolved: { messages: { '5': { ...target, attachments: [] } } } }
    expect(read('INTERACTION_CREATE', { ...begun, type: 2, data: without })).toEqual([])
  })

  it('is the press of a button', () => {
    const pressed = { ...begun, type: 3, message: { id: '5' }, data: { custom_id: 'stop:abc', component_type: 2 } }
    expect(read('INTERACTION_CREATE', pressed)).toMatchObject([
      { type: 'callback', callbackId: id, messageId: '5', data: 'stop:abc', sender: { displayName: 'Anita' } },
    ])
  })

  it('of another kind is none', () => {
    expect(read('INTERACTION_CREATE', { ...begun, type: 4, data: { name: 'help' } })).toEqual([])
    expect(read('INTERACTION_CREATE', { ...begun, type: 1 })).toEqual([])
  })
})

it.each([undefined, null, 7, 'x', [], {}, { t: 'MESSAGE_CREATE' }, { t: 'NEW_KIND', d: {} }, { t: 'toString', d: {} }])(
  'a payload that is none gives no event: %j',
  (raw) => {
    const result = readPacket(raw, { account, botId: BOT, places, authorOf: () => undefined, receivedAtMs: 0 })
    expect(result.type === 'events' ? result.events : []).toEqual([])
  },
)
