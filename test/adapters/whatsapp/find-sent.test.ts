import { expect, test } from 'vitest'
import { foundIn, type Shown } from '#adapters/whatsapp/find-sent.ts'

const SINCE_MS = 1_000_000_000
const QUESTION = 'false_4915@c.us_3AQ'

const question: Shown = { messageId: QUESTION, isOwn: false, ack: 1, text: 'which?', sentAtMs: SINCE_MS - 1_000 }
const own = (id: string, about: Partial<Shown> = {}): Shown => ({
  messageId: `true_4915@c.us_${id}`,
  isOwn: true,
  ack: 1,
  text: 'a cat',
  sentAtMs: SINCE_MS,
  ...about,
})

const find = (shown: readonly Shown[], about: Partial<Parameters<typeof foundIn>[1]> = {}) => {
  const sought = { text: 'a cat', answers: QUESTION, sinceMs: SINCE_MS, clockAheadMs: 0, isOther: () => false }
  const found = foundIn(shown, { ...sought, ...about })
  return 'shown' in found ? `${found.type} ${found.shown.messageId.split('_')[2]}` : found.type
}

const earlier = own('earlier', { sentAtMs: SINCE_MS - 60_000 })

test('our message is the one with the same text after what it answers', () => {
  expect(find([earlier, question, own('ours')])).toBe('sent ours')
  expect(find([earlier, question, own('other', { text: 'a dog' })])).toBe('none')
  expect(find([earlier, question, { ...own('theirs'), isOwn: false }])).toBe('none')
})

test('the same answer to an earlier question is not taken for it', () => {
  expect(find([earlier, question])).toBe('none')
  const isOther = (messageId: string) => messageId.endsWith('_receipt')
  expect(find([question, own('receipt')], { isOther })).toBe('none')
})

test('of one second the library may show the answer before the question', () => {
  expect(find([own('ours', { sentAtMs: question.sentAtMs }), question])).toBe('sent ours')
})

test('what WhatsApp has not taken yet is pending, and what failed was not sent', () => {
  expect(find([question, own('ours', { ack: 0 })])).toBe('pending ours')
  expect(find([question, own('ours', { ack: -1 })])).toBe('none')
})

test('a clock that is wrong makes it unclear rather than wrong', () => {
  // Ours is five minutes behind, and the chat is sorted by time.
  expect(find([own('ours'), { ...question, sentAtMs: SINCE_MS + 300_000 }], { clockAheadMs: 300_000 })).toBe('unclear')
  // Ours is five minutes ahead: what was sent before looks newer than the question.
  const before = own('before', { sentAtMs: SINCE_MS - 400_000 })
  expect(find([question, before], { clockAheadMs: -300_000 })).toBe('unclear')
  // WhatsApp set the time anew.
  expect(find([question, own('ours', { sentAtMs: SINCE_MS - 300_000 })], { clockAheadMs: -300_000 })).toBe('sent ours')
})

test('where everything that is shown is newer than the question, it is looked for all the same', () => {
  expect(find([own('ours')])).toBe('sent ours')
})

test('in a group the quote says which message it answers', () => {
  const replyTo = QUESTION
  expect(find([question, own('ours', { quotes: '3AQ' })], { replyTo })).toBe('sent ours')
  expect(find([question, own('other', { quotes: '3AX' })], { replyTo })).toBe('none')
  expect(find([question, own('ours', { quotes: undefined })], { replyTo })).toBe('sent ours')
})
