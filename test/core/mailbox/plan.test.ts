import { describe, expect, test } from 'vitest'
import { isStopWord } from '#core/commands/stop-asked.ts'
import type { EventId, PersonId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import type { PendingEvent, PlannedMessage } from '#core/mailbox/pending.ts'
import { planNext, TURN_MESSAGES_MAX, type Plan } from '#core/mailbox/plan.ts'
import { stopsJoining } from '#core/mailbox/stops.ts'
import { ALBUM, CUT_TEXT } from '#core/mailbox/units.ts'
import { askedOf } from '#core/mailbox/asked.ts'
import { command, deletion, edit, envelope, message, picture } from '../../kit/events.ts'

const NOW_MS = 1_000_000

/** Numbers events as the inbox does; a person is their identity. */
function pending(...events: ChatEvent[]): PendingEvent[] {
  return events.map((event, index) => ({
    id: `e${index + 1}` as EventId,
    seq: index + 1,
    person: event.sender.id as string as PersonId,
    receivedAtMs: event.receivedAtMs,
    event,
  }))
}

const text = (plan: Plan) => (plan.type === 'message-turn' ? askedOf(plan.messages).text : plan.type)
const rules = (plan: Plan) =>
  plan.type === 'ignore' ? plan.ignored.map(({ pending: { id }, rule }) => `${id} ${rule}`) : plan.type
const references = (plan: Plan) =>
  plan.type === 'message-turn' ? askedOf(plan.messages).pictures.map(({ media }) => media.ref) : plan.type
const album = (ref: string, about: Parameters<typeof message>[1] = {}) =>
  message('', { groupId: 'album', parts: [picture(ref)], receivedAtMs: NOW_MS, ...about })

test('an empty mailbox is idle', () => {
  expect(planNext([], NOW_MS)).toEqual({ type: 'idle' })
})

test('what is waiting from one person is one turn, without waiting for more', () => {
  expect(text(planNext(pending(message('one', { receivedAtMs: NOW_MS }), message('two')), NOW_MS))).toBe('one\ntwo')
})

test('a turn stops before another person, before a command, and when it is full', () => {
  expect(text(planNext(pending(message('one'), message('two', { from: 'bob' }), message('three')), NOW_MS))).toBe('one')
  expect(text(planNext(pending(message('one'), command('help'), message('two')), NOW_MS))).toBe('one')
  const many = Array.from({ length: TURN_MESSAGES_MAX + 5 }, () => message('x'))
  const plan = planNext(pending(...many), NOW_MS)
  expect(plan.type === 'message-turn' && plan.messages.length).toBe(TURN_MESSAGES_MAX)
})

test('a stop is a turn of its own, and ends the turn before it', () => {
  expect(text(planNext(pending(message('one'), message('Stop.'), message('two')), NOW_MS))).toBe('one')
  expect(text(planNext(pending(message('Stop.'), message('two')), NOW_MS))).toBe('Stop.')
})

test('where every message is for the bot, a stop that is none is ignored', () => {
  const chatter = message('stop', { chatKind: 'group', addressed: 'mode' })
  expect(rules(planNext(pending(chatter), NOW_MS))).toEqual(['e1 nothing-to-stop'])
  const asked = message('tell me', { chatKind: 'group', addressed: 'mode' })
  expect(text(planNext(pending(asked, chatter), NOW_MS))).toBe('tell me')
})

test('a command is a turn of its own', () => {
  const plan = planNext(pending(command('reset'), message('hello')), NOW_MS)
  expect(plan).toMatchObject({ type: 'command-turn', command: { id: 'e1' } })
})

test('an album waits for its last part, and not for ever', () => {
  const parts = pending(album('1'), album('2', { receivedAtMs: NOW_MS + 300 }))
  expect(planNext(parts, NOW_MS + 400)).toEqual({ type: 'wait', untilMs: NOW_MS + 300 + ALBUM.quietMs })
  const closed = planNext(parts, NOW_MS + 300 + ALBUM.quietMs)
  expect(references(closed)).toEqual(['1', '2'])
  const dripping = Array.from({ length: 10 }, (_, part) => album(`${part}`, { receivedAtMs: NOW_MS + part * 400 }))
  expect(planNext(pending(...dripping), NOW_MS + ALBUM.maxMs - 1).type).toBe('wait')
  expect(planNext(pending(...dripping), NOW_MS + ALBUM.maxMs).type).toBe('message-turn')
})

test('an album does not wait when the clock was set back', () => {
  expect(planNext(pending(album('1')), NOW_MS - 3_600_000).type).toBe('message-turn')
})

describe('where nothing marks an album', () => {
  const WAIT_MS = 700
  const plan = (events: ChatEvent[], nowMs: number, albumWaitMs = WAIT_MS) =>
    planNext(pending(...events), nowMs, { albumWaitMs })
  const photo = (ref: string, afterMs: number, about: Parameters<typeof message>[1] = {}) =>
    message('', { parts: [picture(ref)], receivedAtMs: NOW_MS + afterMs, ...about })

  test('pictures of one sender that come within the wait are one album', () => {
    const parts = [photo('1', 0), photo('2', 600), photo('3', 1_200)]
    expect(plan(parts.slice(0, 1), NOW_MS + 300)).toEqual({ type: 'wait', untilMs: NOW_MS + WAIT_MS })
    expect(plan(parts, NOW_MS + 1_300)).toEqual({ type: 'wait', untilMs: NOW_MS + 1_200 + WAIT_MS })
    expect(references(plan(parts, NOW_MS + 1_900))).toEqual(['1', '2', '3'])
  })

  test('an album is not waited for for ever, and a picture after that is the next one', () => {
    const dripping = Array.from({ length: 12 }, (_, part) => photo(`${part}`, part * 500))
    expect(plan(dripping.slice(0, 7), NOW_MS + 3_499).type).toBe('wait')
    expect(references(plan(dripping.slice(0, 7), NOW_MS + 3_500))).toHaveLength(7)
    // Those that come later are still being waited for.
    expect(references(plan(dripping, NOW_MS + 5_500))).toHaveLength(8)
  })

  test('the words of any picture are those of the album, also what calls the bot in a group', () => {
    const about = { chatKind: 'group' as const }
    const called = [
      photo('1', 0, about),
      photo('2', 100, { ...about, addressed: 'mention', parts: [picture('2', 'is it?')] }),
    ]
    expect(references(plan(called, NOW_MS + 900))).toEqual(['1', '2'])
    expect(text(plan(called, NOW_MS + 900))).toBe('is it?')
    const overheard = [photo('1', 0, about), photo('2', 100, about)]
    expect(rules(plan(overheard, NOW_MS + 900))).toEqual(['e1 not-addressed', 'e2 not-addressed'])
    expect(plan(overheard, NOW_MS + 600).type).toBe('wait')
  })

  test('a text that comes meanwhile is asked with it, and does not prolong it', () => {
    const written = message('which is older?', { receivedAtMs: NOW_MS + 400 })
    const events = [photo('1', 0), photo('2', 100), written]
    expect(plan(events, NOW_MS + 500)).toEqual({ type: 'wait', untilMs: NOW_MS + 100 + WAIT_MS })
    expect(text(plan(events, NOW_MS + 800))).toBe('which is older?')
    expect(references(plan([photo('1', 0), written, photo('2', 500)], NOW_MS + 1_200))).toEqual(['1', '2'])
  })

  test('two people who send pictures at the same time have an album each', () => {
    const events = [photo('1', 0), photo('2', 100, { from: 'bob' }), photo('3', 200), photo('4', 300, { from: 'bob' })]
    const first = plan(events, NOW_MS + 1_000)
    expect(references(first)).toEqual(['1', '3'])
    const shared = [photo('1', 0, { isShared: true }), photo('2', 100, { isShared: true })]
    expect(references(plan(shared, NOW_MS + 100))).toEqual(['1'])
  })

  test('a command ends an album, and a picture that quotes begins another one', () => {
    const order = command('help', { receivedAtMs: NOW_MS + 100 })
    expect(references(plan([photo('1', 0), order], NOW_MS + 200))).toEqual(['1'])
    expect(references(plan([photo('1', 0), order, photo('2', 200)], NOW_MS + 200))).toEqual(['1'])
    const group = { chatKind: 'group' as const }
    const replyTo = { messageId: 'm', fromBot: true, media: [] }
    const quoting = photo('2', 100, { ...group, replyTo, addressed: 'reply' })
    const more = photo('3', 200, group)
    expect(rules(plan([photo('1', 0, group), quoting, more], NOW_MS + 300))).toEqual(['e1 not-addressed'])
    expect(references(plan([quoting, more], NOW_MS + 1_000))).toEqual(['2', '3'])
  })

  test('what came at once after a pause, and was sent apart, is no album', () => {
    const group = { chatKind: 'group' as const }
    const early = photo('1', 0, { ...group, sentAtMs: NOW_MS - 60_000, addressed: 'mention' })
    expect(rules(plan([early, photo('2', 1, group)], NOW_MS + 2_000))).toEqual(['e2 not-addressed'])
  })

  test('a wait of 0 ms switches it off', () => {
    expect(references(plan([photo('1', 0)], NOW_MS, 0))).toEqual(['1'])
  })

  test('words and stickers do not wait', () => {
    expect(plan([message('hello', { receivedAtMs: NOW_MS })], NOW_MS).type).toBe('message-turn')
    const sticker = { type: 'sticker', ref: 's' } as const
    expect(plan([photo('s', 0, { parts: [sticker] })], NOW_MS).type).toBe('message-turn')
  })
})

/** A piece of a text that the person's app may have cut. */
const piece = (words: string, about: Parameters<typeof message>[1] = {}) =>
  message(words, { mayContinue: { joins: 'unbroken' }, receivedAtMs: NOW_MS, ...about })

test('a text that an app may have cut waits for its next piece, and not for ever', () => {
  const first = piece('Which wo')
  expect(planNext(pending(first), NOW_MS + 400)).toEqual({ type: 'wait', untilMs: NOW_MS + CUT_TEXT.quietMs })
  const rest = message('rd?', { receivedAtMs: NOW_MS + 400 })
  expect(text(planNext(pending(first, rest), NOW_MS + 400))).toBe('Which word?')
  expect(text(planNext(pending(first), NOW_MS + CUT_TEXT.quietMs))).toBe('Which wo')
  const dripping = Array.from({ length: 8 }, (_, part) => piece('…', { receivedAtMs: NOW_MS + part * 900 }))
  expect(planNext(pending(...dripping), NOW_MS + CUT_TEXT.maxMs - 1).type).toBe('wait')
  expect(text(planNext(pending(...dripping), NOW_MS + CUT_TEXT.maxMs))).toBe('………' + '…'.repeat(5))
})

test('a text that was cut at the end of a line goes on with a new one', () => {
  const first = piece('one', { mayContinue: { joins: 'line' } })
  expect(text(planNext(pending(first, message('two', { receivedAtMs: NOW_MS })), NOW_MS))).toBe('one\ntwo')
})

test('what was sent later, by somebody else, or without words is no piece of a text that was cut', () => {
  const later = message('later', { receivedAtMs: NOW_MS + 1_001 })
  expect(text(planNext(pending(piece('one'), later), NOW_MS + 2_000))).toBe('one\nlater')
  const photo = message('', { parts: [picture('1', 'a cat')], receivedAtMs: NOW_MS })
  expect(text(planNext(pending(piece('one'), photo), NOW_MS + 2_000))).toBe('one\na cat')
  const events = pending(piece('one'), message('two', { from: 'bob' }), command('help'), message('three'))
  expect(text(planNext(events, NOW_MS + 2_000))).toBe('one')
  const apart = pending(piece('one'), command('help'), message('two', { receivedAtMs: NOW_MS }))
  expect(text(planNext(apart, NOW_MS + 2_000))).toBe('one')
})

test('a short message is not delayed by a long one behind it', () => {
  expect(text(planNext(pending(message('one'), piece('a long one')), NOW_MS))).toBe('one')
})

test('words wait for an album that was forwarded with them', () => {
  const words = message('what are these?', { receivedAtMs: NOW_MS })
  const forwarded = (ref: string) => album(ref, { forwardedFrom: 'Bob' })
  const events = pending(words, forwarded('1'), forwarded('2'))
  expect(planNext(events, NOW_MS)).toEqual({ type: 'wait', untilMs: NOW_MS + ALBUM.quietMs })
  const plan = planNext(events, NOW_MS + ALBUM.quietMs)
  expect([text(plan), references(plan)]).toEqual(['what are these?', ['1', '2']])
  const early = message('hello', { receivedAtMs: NOW_MS - 5_000 })
  expect(text(planNext(pending(early, forwarded('1')), NOW_MS))).toBe('hello')
})

test('people who cannot be distinguished are answered message by message', () => {
  const shared = { chatKind: 'group', addressed: 'mention', from: 'group', isShared: true } as const
  const events = pending(message('one', shared), message('two', shared))
  expect(text(planNext(events, NOW_MS))).toBe('one')
  const parts = pending(album('1', shared), album('2', shared), message('two', shared))
  expect(references(planNext(parts, NOW_MS + ALBUM.quietMs))).toEqual(['1', '2'])
})

test('messages before an album that may still grow are answered without it', () => {
  expect(text(planNext(pending(message('one'), album('1')), NOW_MS))).toBe('one')
})

test('an album stays whole when somebody else speaks between its parts', () => {
  const group = { chatKind: 'group', addressed: 'mention' } as const
  const events = pending(album('1', group), message('me', { ...group, from: 'bob' }), album('2', group))
  const plan = planNext(events, NOW_MS + ALBUM.quietMs)
  expect(plan.type === 'message-turn' && plan.messages.map(({ message: { id } }) => id)).toEqual(['e1', 'e3'])
})

test('a group album is answered when one of its parts addresses the bot, and otherwise ignored', () => {
  const part = { chatKind: 'group', addressed: 'none' } as const
  const late = NOW_MS + ALBUM.quietMs
  const called = pending(album('1', part), album('2', { ...part, addressed: 'mention' }))
  expect(planNext(called, late).type).toBe('message-turn')
  const overheard = pending(album('1', part), album('2', part))
  expect(rules(planNext(overheard, late))).toEqual(['e1 not-addressed', 'e2 not-addressed'])
  expect(planNext(pending(album('1', part)), NOW_MS).type).toBe('wait')
})

test('an edit of a waiting message replaces it, the newest revision last', () => {
  const sent = message('helo')
  const edits = [edit(sent, 'hello!', { revision: 3 }), edit(sent, 'hello', { revision: 2 })]
  const plan = planNext(pending(sent, ...edits), NOW_MS)
  expect(text(plan)).toBe('hello!')
  expect(plan).toMatchObject({ messages: [{ contentOf: 'e2', edits: [{ id: 'e2' }, { id: 'e3' }] }] })
})

test('an edit of anything else is ignored, also one by somebody else', () => {
  const sent = message('hello')
  expect(rules(planNext(pending(edit(sent, 'hi')), NOW_MS))).toEqual(['e1 edit-after-answer'])
  const foreign = { ...edit(sent, 'hi'), sender: envelope({ from: 'mallory' }).sender }
  expect(rules(planNext(pending(sent, foreign), NOW_MS))).toEqual(['e2 edit-after-answer'])
})

test('a deleted message is not answered while it waits', () => {
  const sent = message('oops')
  const events = pending(sent, message('hello'), edit(sent, 'oops!'), deletion(sent))
  expect(rules(planNext(events, NOW_MS))).toEqual(['e1 deleted', 'e3 deleted', 'e4 deleted'])
  expect(rules(planNext(pending(deletion(sent)), NOW_MS))).toEqual(['e1 delete-after-answer'])
})

test('what asks for nothing is ignored by its kind', () => {
  const about = envelope()
  const events = pending(
    { ...about, type: 'reaction', messageId: 'm', emoji: ['x'] },
    { ...about, type: 'member', change: 'joined' },
    { ...about, type: 'callback', callbackId: 'c', messageId: 'm', data: '' },
    { ...about, type: 'delivery', messageId: 'm', state: 'read' },
  )
  expect(rules(planNext(events, NOW_MS))).toEqual(['e1 reaction', 'e2 member', 'e3 callback', 'e4 delivery'])
})

test('whatever comes in whatever order, each event has one outcome and heads are answered in order', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const events = pending(...randomEvents(seed))
    const fates = new Map<EventId, number>()
    const heads: number[] = []
    let left = events
    for (let nowMs = NOW_MS, steps = 0; steps < 300; steps += 1) {
      const plan = planNext(left, nowMs)
      if (plan.type === 'idle') break
      if (plan.type === 'wait') {
        expect(plan.untilMs, `seed ${seed}`).toBeGreaterThan(nowMs)
        nowMs = plan.untilMs
        continue
      }
      const decided = decidedBy(plan, left)
      expect(decided.length, `seed ${seed}`).toBeGreaterThan(0)
      for (const { id } of decided) fates.set(id, (fates.get(id) ?? 0) + 1)
      if (plan.type !== 'ignore') heads.push(Math.min(...decided.map(({ seq }) => seq)))
      left = left.filter((each) => !decided.includes(each))
    }
    expect(
      [...fates.values()].every((count) => count === 1),
      `seed ${seed}`,
    ).toBe(true)
    expect(fates.size, `seed ${seed}`).toBe(events.length)
    expect(heads, `seed ${seed}`).toEqual(heads.toSorted((one, other) => one - other))
  }
})

/** With the stops that end a turn of messages, which the mailbox then stores as part of it. */
function decidedBy(plan: Exclude<Plan, { type: 'idle' | 'wait' }>, left: readonly PendingEvent[]): PendingEvent[] {
  if (plan.type === 'ignore') return plan.ignored.map((each) => each.pending)
  if (plan.type === 'command-turn') return [plan.command]
  expect(plan.messages.length).toBeLessThanOrEqual(TURN_MESSAGES_MAX)
  expect(new Set(plan.messages.map(({ message: { person } }) => person)).size).toBe(1)
  const own = plan.messages.flatMap(({ message: said, edits }) => [said, ...edits])
  const isStop = plan.messages.map(({ content }) => isStopWord(content))
  if (isStop.includes(true)) {
    expect(isStop).toEqual([true])
    return own
  }
  const [first] = plan.messages as [PlannedMessage]
  const turn = { identity: first.message.event.sender.id, eventIds: own.map(({ id }) => id) }
  const stops = stopsJoining(turn, left)
  const seqs = own.map(({ seq }) => seq)
  for (const { seq, person } of stops) {
    expect(person).toBe(first.message.person)
    expect(seq).toBeGreaterThan(Math.min(...seqs))
  }
  return [...own, ...stops]
}

function randomEvents(seed: number): ChatEvent[] {
  let state = seed
  const upTo = (max: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * max)
  }
  const events: ChatEvent[] = []
  const chatKind = upTo(2) === 0 ? 'dm' : 'group'
  for (let count = upTo(60); count > 0; count -= 1) {
    const from = ['alice', 'bob', 'carol'][upTo(3)] as string
    const about = { from, chatKind, receivedAtMs: NOW_MS + events.length * upTo(300) } as const
    const said = events.filter((event) => event.type === 'message')
    const earlier = said[upTo(said.length)]
    const kind = upTo(10)
    const addressed = upTo(2) ? 'mention' : 'none'
    if (kind < 2 && earlier) events.push(edit(earlier, 'edited', { revision: upTo(5), addressed }))
    else if (kind === 2 && earlier) events.push(deletion(earlier))
    else if (kind === 3) events.push(command(upTo(2) ? 'help' : 'stop', about))
    else if (kind === 4) events.push({ ...envelope(about), type: 'reaction', messageId: 'm', emoji: [] })
    else if (kind === 5) events.push(piece('long', { ...about, addressed: chatKind === 'dm' ? 'dm' : 'mention' }))
    else if (kind < 8) events.push(album('1', { ...about, groupId: `album ${upTo(3)}`, addressed }))
    else events.push(message(upTo(4) ? 'hi' : 'Stop!', { ...about, addressed: chatKind === 'dm' ? 'dm' : 'mention' }))
  }
  return events
}
