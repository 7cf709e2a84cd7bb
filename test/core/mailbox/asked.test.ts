import { expect, test } from 'vitest'
import type { EventId, PersonId } from '#core/contract/ids.ts'
import type { MessageEvent } from '#core/contract/message.ts'
import { planNext } from '#core/mailbox/plan.ts'
import { askedOf } from '#core/mailbox/asked.ts'
import { edit, message, picture } from '../../kit/events.ts'

function asked(...events: (MessageEvent | ReturnType<typeof edit>)[]) {
  const pending = events.map((event, index) => ({
    id: `e${index + 1}` as EventId,
    seq: index + 1,
    person: 'alice' as PersonId,
    receivedAtMs: 0,
    event,
  }))
  const plan = planNext(pending, Date.now())
  if (plan.type !== 'message-turn') throw new Error(`planned ${plan.type}`)
  return askedOf(plan.messages)
}

test('words and captions are joined in their order', () => {
  const photo = message('', { parts: [picture('a', 'what is this?'), { type: 'text', text: 'and why' }] })
  expect(asked(message('look'), photo)).toMatchObject({ text: 'look\nwhat is this?\nand why', others: [] })
})

test('pictures are named by their event and part, also those sent as files', () => {
  const file = { type: 'file', ref: 'f', mime: 'image/png' } as const
  const { pictures } = asked(message('x'), message('', { parts: [{ type: 'text', text: 'y' }, picture('a'), file] }))
  expect(pictures).toEqual([
    { eventId: 'e2', part: 1, media: picture('a'), quoted: false },
    { eventId: 'e2', part: 2, media: file, quoted: false },
  ])
})

test('a file that does not say what it is, or has the name of a picture, may be one', () => {
  const unclear = [{ mime: 'application/octet-stream' }, {}, { mime: 'application/zip', fileName: 'IMG_1.JPG' }].map(
    (about) => ({ type: 'file', ref: 'f', ...about }) as const,
  )
  const clear = [
    { type: 'file', ref: 'p', mime: 'application/pdf' },
    { type: 'video', ref: 'v' },
  ] as const
  const { pictures, others } = asked(message('', { parts: [...unclear, ...clear] }))
  expect(pictures.map(({ part }) => part)).toEqual([0, 1, 2])
  expect(others).toEqual(['file', 'video'])
})

test('what was quoted comes along: its words, whose they were, and its pictures', () => {
  const replyTo = { messageId: 'old', fromBot: true, text: 'a cat', media: [picture('q')] }
  const question = asked(message('sure?', { replyTo }), message('really?', { replyTo }))
  expect(question.quote).toEqual({ fromBot: true, text: 'a cat' })
  expect(question.pictures[0]).toEqual({ eventId: 'e1', part: 1_000, media: picture('q'), quoted: true })
})

test('a picture is known for the own one of who quotes it, where the platform says so', () => {
  const replyTo = { messageId: 'old', fromBot: false, fromSender: true, media: [picture('q')] } as const
  const { pictures } = asked(message('and this?', { replyTo }), message('', { parts: [picture('new')] }))
  expect(pictures).toEqual([
    { eventId: 'e1', part: 1_000, media: picture('q'), quoted: true, isOwn: true },
    { eventId: 'e2', part: 0, media: picture('new'), quoted: false },
  ])
})

test('other kinds are named once each', () => {
  const sticker = { type: 'sticker', ref: 's' } as const
  const place = { type: 'location', latitude: 0, longitude: 0 } as const
  const { text, others } = asked(message('', { parts: [sticker, sticker, place] }))
  expect({ text, others }).toEqual({ text: '', others: ['sticker', 'location'] })
})

test('an empty message asks nothing', () => {
  expect(asked(message(''))).toEqual({ type: 'message', text: '', pictures: [], others: [] })
})

test('an edited message is asked as it reads now, under the event that holds it', () => {
  const sent = message('', { parts: [picture('old')] })
  expect(asked(sent, edit(sent, 'x', { parts: [picture('new', 'what?')] }))).toMatchObject({
    text: 'what?',
    pictures: [{ eventId: 'e2', part: 0, media: { ref: 'new' } }],
  })
})
