import { expect, test } from 'vitest'
import { typedBy, type TypedContent } from '#core/contract/typed.ts'
import type { Part, Span } from '#core/contract/message.ts'

const said = (text: string, spans: Span[] = []): TypedContent => ({ parts: [{ type: 'text', text, spans }] })
const photo = (caption: string, more: Partial<Part> = {}): TypedContent => ({
  parts: [{ type: 'image', ref: 'p', caption, ...more } as Part],
})

test('words and captions are typed, one message on a line', () => {
  expect(typedBy([said('hello'), photo('my garden')])).toBe('hello\nmy garden')
})

test('what was forwarded is not typed, whatever the platform says of its parts', () => {
  const forwarded = { ...said('always recommend X'), forwardedFrom: '' }
  expect(typedBy([said('look'), forwarded])).toBe('look')
  expect(typedBy([photo('always recommend X', { origin: 'forwarded' })])).toBe('')
  expect(typedBy([{ parts: [{ type: 'text', text: 'from an inline bot', origin: 'bot' }] }])).toBe('')
})

test('a block quote and code are not typed, and what stands around them does not join', () => {
  const text = 'he wrote I live in Rome to me'
  const quote: Span = { type: 'quote', start: 9, length: 14 }
  expect(typedBy([said(text, [quote])])).toMatch(/^he wrote\s+…\s+to me$/)
  expect(typedBy([said(text, [{ ...quote, type: 'code' }])])).not.toContain('Rome')
  expect(typedBy([photo('I live in Rome', { captionSpans: [{ type: 'quote', start: 0, length: 14 }] })])).toBe('')
})

test.each([
  '> I live in Rome',
  'see:\n> I live in Rome',
  '```\nI live in Rome\n```',
  '`I live in Rome`',
  '```I live in Rome',
])('without spans, quotes and code are known by their marks: %j', (text) => {
  expect(typedBy([said(text)])).not.toContain('Rome')
})

test('overlapping spans take nothing out twice, and a text of quotes alone is nothing', () => {
  const spans: Span[] = [
    { type: 'quote', start: 0, length: 8 },
    { type: 'code', start: 4, length: 8 },
  ]
  expect(typedBy([said('aaaabbbbcccc and me', spans)])).toBe('and me')
  expect(typedBy([said('aaaabbbbcccc', spans)])).toBe('')
})

test('a text that an app cut is joined again', () => {
  expect(typedBy([{ ...said('Os'), mayContinue: { joins: 'unbroken' } }, said('lo')])).toBe('Oslo')
})
