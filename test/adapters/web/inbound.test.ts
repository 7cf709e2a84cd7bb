import { expect, test } from 'vitest'
import { eventsOf } from '#adapters/web/inbound.ts'
import { accountId } from '#core/contract/ids.ts'

const account = accountId('web', 'page')
const payload = { messageId: 'message-1', person: 'p'.repeat(22), text: 'hello', files: [], receivedAtMs: 1_000 }

test('a text becomes a message of the person in their own private chat', () => {
  expect(eventsOf({ ...payload, acceptLanguage: 'de-CH,de;q=0.9,en;q=0.8' }, account)).toEqual([
    {
      v: 1,
      type: 'message',
      platform: 'web',
      account: 'web:page',
      chat: { id: payload.person, kind: 'dm' },
      sender: { id: `web:page:${payload.person}`, displayName: 'Guest pppp', isBot: false },
      sentAtMs: 1_000,
      receivedAtMs: 1_000,
      locale: 'de-CH',
      messageId: 'message-1',
      addressed: 'dm',
      parts: [{ type: 'text', text: 'hello' }],
    },
  ])
})

test('a word with a slash is a command with its argument', () => {
  expect(eventsOf({ ...payload, text: ' /Reset now please ' }, account)).toMatchObject([
    { type: 'command', name: 'reset', argument: 'now please' },
  ])
  expect(eventsOf({ ...payload, text: '/usr/bin is a folder' }, account)).toMatchObject([{ type: 'message' }])
})

test('files follow the text by what the browser calls them, and their names lose every folder', () => {
  const files = [
    { ref: 'a', mime: 'image/png', bytes: 10, fileName: '../../etc/passwd' },
    { ref: 'b', mime: 'audio/ogg', bytes: 20, fileName: 'C:\\voice\0.ogg' },
    { ref: 'c', mime: 'text/html', bytes: 30, fileName: 'x'.repeat(4_000) },
  ]
  const [event] = eventsOf({ ...payload, text: '', files }, account)
  expect(event).toMatchObject({
    parts: [
      { type: 'image', ref: 'a', fileName: 'passwd' },
      { type: 'audio', ref: 'b', fileName: 'voice.ogg' },
      { type: 'file', ref: 'c', fileName: 'x'.repeat(120) },
    ],
  })
})

test('NUL and lone surrogates never pass, and a language that is none is left out', () => {
  const [event] = eventsOf({ ...payload, text: 'a\0b\ud800', acceptLanguage: '<script>' }, account)
  expect(event).toMatchObject({ parts: [{ type: 'text', text: 'ab\ufffd' }] })
  expect(event).not.toHaveProperty('locale')
})

test('what is not our payload, or holds nothing, gives no event', () => {
  for (const raw of [undefined, 'text', {}, { ...payload, files: 'no' }, { ...payload, text: ' \n ' }]) {
    expect(eventsOf(raw, account)).toEqual([])
  }
})
