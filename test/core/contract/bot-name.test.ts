import { expect, test } from 'vitest'
import { withoutBotName } from '#core/contract/bot-name.ts'
import type { Span } from '#core/contract/message.ts'

const bot = (start: number): Span => ({ type: 'mention', start, length: 4, isBot: true })

test.each<[text: string, at: number[], without: string]>([
  ['@bot hi', [0], 'hi'],
  ['  @bot, hi @ana', [2], 'hi @ana'],
  ['hi @bot', [3], 'hi'],
  ['@bot hi @bot', [0, 8], 'hi'],
  ['ask @bot about it', [4], 'ask @bot about it'],
  ['@bot', [0], '@bot'],
  ['hi', [], 'hi'],
])('of %j with the name at %j stays %j', (text, at, without) => {
  expect(withoutBotName({ text, spans: at.map(bot) }).text).toBe(without)
})

test('other spans keep their words', () => {
  const code: Span = { type: 'code', start: 5, length: 2 }
  expect(withoutBotName({ text: '@bot hi', spans: [bot(0), code] })).toEqual({
    text: 'hi',
    spans: [{ ...code, start: 0 }],
  })
  const other: Span = { type: 'mention', start: 0, length: 4, target: '@ana' }
  expect(withoutBotName({ text: '@ana hi', spans: [other] })).toEqual({ text: '@ana hi', spans: [other] })
})
