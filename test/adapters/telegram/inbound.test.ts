import { readdirSync, readFileSync } from 'node:fs'
import { readUpdate } from '#adapters/telegram/inbound.ts'
import { accountId } from '#core/contract/ids.ts'
import { type ChatEvent, eventKey } from '#core/contract/message.ts'
import { typedBy } from '#core/contract/typed.ts'
import { describe, expect, it } from 'vitest'

const folder = new URL('payloads/', import.meta.url)
const account = accountId('telegram', '4242')
const context = { account, botId: '4242', botUsername: 'Chasqui_Bot', receivedAtMs: 1_788_000_001_000 }
const names = readdirSync(folder).map((file) => file.replace('.json', ''))

describe('an update of the Bot API', () => {
  it.each(names)('is read into events: %s', (name) => {
    expect(read(name).map(withoutCommon)).toMatchSnapshot()
  })

  it('is kept whole, for finding faults', () => {
    const [event] = read('text')
    expect(JSON.parse(new TextDecoder().decode(event?.raw))).toEqual(payload('text'))
  })

  it('carries who wrote, where, when and in which language', () => {
    const [event] = read('text')
    expect(event).toMatchObject({
      v: 1,
      platform: 'telegram',
      account: 'telegram:4242',
      chat: { id: '900100200', kind: 'dm' },
      sender: { id: 'telegram:4242:900100200', displayName: 'Alice Müller', isBot: false },
      sentAtMs: 1_788_000_000_000,
      receivedAtMs: 1_788_000_001_000,
      locale: 'de',
    })
  })

  it('that is told again has the same key, also for two edits within one second', () => {
    const edit = payload('edited') as { update_id: number }
    const keys = [edit, edit, { ...edit, update_id: edit.update_id + 1 }].flatMap((update) =>
      decodeUpdate(update, context).map(eventKey),
    )
    expect(keys[1]).toEqual(keys[0])
    expect(keys[2]?.revision).toBeGreaterThan(keys[0]?.revision ?? Infinity)
  })

  it('names nobody while the bot does not know its own name', () => {
    const { botUsername: _, ...nameless } = context
    const [event] = decodeUpdate(payload('group-mention'), nameless)
    expect(event).toMatchObject({ addressed: 'none' })
  })

  it('with halves of characters is made well-formed, in text, names and quotes', () => {
    const whole = JSON.stringify(payload('reply-quote'))
    const broken = whole.replaceAll('Second.', 'S\\ud83d').replaceAll('Alice', 'A\\ude00\\u0000')
    const [event] = decodeUpdate(JSON.parse(broken), context)
    expect(event).toMatchObject({ replyTo: { text: 'S\ufffd' }, sender: { displayName: 'A\ufffd Müller' } })
  })

  it.each([
    ['a block quote', { entities: [{ type: 'blockquote', offset: 0, length: 14 }] }],
    ['an expandable block quote', { entities: [{ type: 'expandable_blockquote', offset: 0, length: 14 }] }],
    ['code', { entities: [{ type: 'pre', offset: 0, length: 14 }] }],
    ['a forward', { forward_origin: { type: 'hidden_user', sender_user_name: 'Mallory' } }],
    ['a forward that cannot be read', { forward_origin: { sender_user: 'Mallory' } }],
    ['what another bot offered', { via_bot: { id: 8, is_bot: true, first_name: 'Quotes' } }],
  ])('has nothing typed by the person in %s', (_what, fields) => {
    const whole = payload('text') as { message: object }
    const typed = (about: object) => {
      const message = { ...whole.message, text: 'I live in Rome', entities: undefined, ...about }
      const [event] = decodeUpdate({ ...whole, message }, context)
      return event?.type === 'message' && typedBy([event])
    }
    expect(typed({})).toBe('I live in Rome')
    expect(typed(fields)).toBe('')
  })

  it('says whose message it quotes only where that is sure', () => {
    const whole = payload('reply-quote') as { message: Record<string, object> & { reply_to_message: object } }
    const { from: alice, chat } = whole.message
    const bob = { id: 7, is_bot: false, first_name: 'Bob' }
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group' }
    const quoting = (about: object, sender: object = {}) => {
      const replied = { ...whole.message.reply_to_message, ...about }
      const [event] = decodeUpdate(
        { ...whole, message: { ...whole.message, ...sender, reply_to_message: replied } },
        context,
      )
      return event?.type === 'message' && event.replyTo?.fromSender
    }
    expect(quoting({ from: alice })).toBe(true)
    expect(quoting({ from: bob })).toBeUndefined()
    expect(quoting({ from: undefined })).toBeUndefined()
    // Admins who speak as their group are one user for Telegram.
    expect(quoting({ from: anonymous, sender_chat: chat }, { from: anonymous, sender_chat: chat })).toBeUndefined()
  })

  it.each(['odd-fields', 'odd-fields-edited', 'odd-caption', 'odd-external-reply', 'odd-media'])(
    'is read although fields that it can do without are of unknown shapes: %s',
    (name) => expect(read(name)).toHaveLength(1),
  )

  it.each<[string, { message?: object | string; update_id?: string }, string]>([
    ['a text in place of the message', { message: 'hello' }, 'message'],
    ['an id that is none', { message: { message_id: 'abc' } }, 'message.message_id'],
    ['a date that is none', { message: { date: 'yesterday' } }, 'message.date'],
    ['no chat', { message: { chat: undefined } }, 'message.chat'],
    ['a number that is none', { update_id: 'abc' }, 'update_id'],
  ])('is known to be unreadable, and where: %s', (_name, wrong, where) => {
    const good = payload('text') as { message: object }
    const message = typeof wrong.message === 'string' ? wrong.message : { ...good.message, ...wrong.message }
    expect(readUpdate({ ...good, ...wrong, message }, context)).toEqual({ type: 'unreadable', where })
  })

  it.each([null, 7, 'text', []])('is known to be unreadable when it is none: %j', (raw) => {
    expect(readUpdate(raw, context)).toMatchObject({ type: 'unreadable' })
  })

  it('with a very long name is kept, with the name cut', () => {
    const long = JSON.stringify(payload('text')).replaceAll('Alice', 'A'.repeat(4000))
    const [event] = decodeUpdate(JSON.parse(long), context)
    expect(event?.sender.displayName).toHaveLength(128)
  })
})

/** Nothing where it cannot be read. */
function decodeUpdate(raw: unknown, about: Parameters<typeof readUpdate>[1]): ChatEvent[] {
  const read = readUpdate(raw, about)
  return read.type === 'events' ? read.events : []
}

function payload(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
}

function read(name: string): ChatEvent[] {
  return decodeUpdate(payload(name), context)
}

/** What is the same for all, and checked once. */
function withoutCommon(event: ChatEvent) {
  const common = ['raw', 'v', 'platform', 'account', 'receivedAtMs', 'locale']
  return Object.fromEntries(Object.entries(event).filter(([name]) => !common.includes(name)))
}
