import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChatEvent } from '#core/contract/message.ts'
import type { Verdict } from '#core/contract/verdict.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox, type Mailbox, type MailboxDeps } from '#core/mailbox/mailbox.ts'
import type { Claim } from '#core/mailbox/claimed-turn.ts'
import type { Turn, TurnOutcome } from '#core/contract/turn.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { command, conversationOf, edit, message, picture, randomId } from '../../kit/events.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.store.pool.query('truncate person, conversation cascade'))

const deps = () => ({ store: database.store, clock: systemClock, random: randomId })
const mailboxOf = (owner = 'one', leaseMs = 60_000): Mailbox => createMailbox({ ...deps(), owner, leaseMs })

async function arrives(...events: ChatEvent[]): Promise<void> {
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  await createInbox({ ...deps(), ...silent, log: logFor('test:mailbox') }).accept(events)
}

async function rows(query: string): Promise<unknown[]> {
  return (await database.store.pool.query(query)).rows
}

async function claimed(mailbox: Mailbox): Promise<Claim> {
  const claim = await mailbox.claim(conversationOf())
  if (!claim) throw new Error('refused')
  return claim
}

async function nextTurn(mailbox: Mailbox, claim: Claim): Promise<Turn> {
  const step = await mailbox.next(claim)
  if (step.type !== 'turn') throw new Error(`next is ${step.type}`)
  return step.turn
}

const answered: TurnOutcome = { type: 'answered', text: 'hello!', usage: { promptTokens: 7, answerTokens: 3 } }
const judge = { guard: 'llama', model: 'm', policyVersion: 'p' }
const passed = { direction: 'in', outcome: 'pass', hazards: [], probability: 0.25, tookMs: 1.5 } as const
const verdict: Verdict = { ...judge, ...passed }
const end = (outcome: TurnOutcome) => ({ outcome, verdicts: [verdict] })

test('a chat in which nothing marks an album waits for the next picture', async () => {
  const receivedAtMs = Date.now()
  await arrives(message('', { parts: [picture('1')], receivedAtMs }))
  const asked: unknown[] = []
  const albumWaitMs: MailboxDeps['albumWaitMs'] = ({ account, chat }) => {
    asked.push([account, chat.id])
    return 5_000
  }
  const mailbox = createMailbox({ ...deps(), owner: 'one', albumWaitMs })
  const claim = await claimed(mailbox)
  expect(await mailbox.next(claim)).toEqual({ type: 'wait', untilMs: receivedAtMs + 5_000 })
  expect(asked).toEqual([['telegram:bot', '1']])
})

test('a turn carries what is needed to answer it', async () => {
  const photo = message('', { messageId: 'b', parts: [picture('p', 'this?')] })
  await arrives(message('hi', { messageId: 'a', locale: 'de' }), photo)
  const mailbox = mailboxOf()
  const turn = await nextTurn(mailbox, await claimed(mailbox))
  expect(turn).toMatchObject({
    number: 1,
    conversation: conversationOf(),
    account: 'telegram:bot',
    chat: { id: '1', kind: 'dm' },
    identity: 'telegram:bot:alice',
    locale: 'de',
    asked: { type: 'message', text: 'hi\nthis?', pictures: [{ part: 0 }] },
    attempt: 1,
    messageIds: ['a', 'b'],
  })
})

test('one holds a conversation, until it is released or the lease has expired', async () => {
  await arrives(message('hi'))
  const one = mailboxOf('one')
  const two = mailboxOf('two')
  const claim = await claimed(one)
  expect(await two.claim(conversationOf())).toBeUndefined()
  expect(await one.claim(conversationOf())).toBeUndefined()
  await one.release(claim)
  const next = await claimed(two)
  expect(next.fence).toBe(claim.fence + 1)
  await two.release(next)
  await claimed(mailboxOf('dead', 0))
  expect((await claimed(one)).fence).toBe(next.fence + 2)
})

test('what an older claim writes is refused, all of it', async () => {
  await arrives(message('hi'))
  const slow = mailboxOf('slow', 0)
  const old = await claimed(slow)
  const oldTurn = await nextTurn(slow, old)
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  expect(await slow.renew(old)).toBe(false)
  expect(await slow.finish(old, oldTurn, end(answered))).toBe(false)
  expect(await slow.next(old)).toEqual({ type: 'lost' })
  expect(await rows('select id from verdict')).toEqual([])
  expect(await rows('select id from outbox')).toEqual([])
  const turn = await nextTurn(mailbox, claim)
  expect(turn).toEqual({ ...oldTurn, attempt: 2 })
  expect(await mailbox.finish(claim, turn, end(answered))).toBe(true)
})

test('what was read with a claim and has changed since is read again', async () => {
  await arrives(message('hi'), message('', { chatKind: 'group', groupId: 'g', receivedAtMs: Date.now() - 600 }))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  await rows(`update event set state = 'done', outcome = 'reply'`)
  expect(await mailbox.next(claim)).toEqual({ type: 'idle' })
  expect(await rows('select id from turn')).toEqual([])
  expect(await rows('select distinct outcome from event')).toEqual([{ outcome: 'reply' }])
})

test('the end of a turn releases the conversation, unless something else waits in it', async () => {
  await arrives(message('one'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const first = await nextTurn(mailbox, claim)
  await arrives(message('two'))
  await mailbox.finish(claim, first, end(answered))
  expect(mailbox.isReleased(claim)).toBe(false)
  expect(await mailbox.claim(conversationOf())).toBeUndefined()
  await mailbox.finish(claim, await nextTurn(mailbox, claim), end(answered))
  expect(mailbox.isReleased(claim)).toBe(true)
  expect(await mailbox.renew(claim)).toBe(false)
  expect((await claimed(mailboxOf('two'))).fence).toBe(claim.fence + 1)
})

test('an answer is stored with its events, its verdicts and its reply, and nothing is left to do', async () => {
  await arrives(message('one'), message('two'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const turn = await nextTurn(mailbox, claim)
  expect(await mailbox.finish(claim, turn, end(answered))).toBe(true)
  expect(await mailbox.next(claim)).toEqual({ type: 'idle' })
  expect(await mailbox.undoneAmong([conversationOf()])).toEqual([])
  expect(await rows('select state, answer, prompt_tokens, answer_tokens, attempts from turn')).toEqual([
    { state: 'answered', answer: 'hello!', prompt_tokens: 7, answer_tokens: 3, attempts: 1 },
  ])
  expect(await rows('select state, outcome, outcome_detail from event order by seq')).toEqual([
    { state: 'done', outcome: 'reply', outcome_detail: null },
    { state: 'done', outcome: 'joined', outcome_detail: turn.id },
  ])
  expect(await rows('select id, kind, text, state, turn_number, reply_to from outbox')).toEqual([
    {
      id: turn.replyId,
      kind: 'answer',
      text: 'hello!',
      state: 'ready',
      turn_number: 1,
      reply_to: turn.messageIds.at(-1),
    },
  ])
  expect(await rows('select guard, direction, outcome, hazards, probability, took_ms from verdict')).toEqual([
    { guard: 'llama', direction: 'in', outcome: 'pass', hazards: [], probability: 0.25, took_ms: 1.5 },
  ])
})

test('the steps of a turn are stored with its end; a turn without any has none', async () => {
  const mailbox = mailboxOf()
  const steps = { firstWordsMs: 9, steps: [{ name: 'waited', fromMs: 0, tookMs: 7 }] } as const
  for (const more of [{ steps }, {}]) {
    await arrives(message('hi', { messageId: Object.keys(more).join('') }))
    const claim = await claimed(mailbox)
    await mailbox.finish(claim, await nextTurn(mailbox, claim), { ...end(answered), ...more })
  }
  expect(await rows('select steps from turn order by number')).toEqual([{ steps }, { steps: null }])
})

test('a note below an answer is for the person alone: later prompts do not know it', async () => {
  await arrives(message('one'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const turn = await nextTurn(mailbox, claim)
  const cut = { type: 'answered', text: '```js\ngo()\n', note: '(too long)' } as const
  expect(await mailbox.finish(claim, turn, end(cut))).toBe(true)
  expect(await rows('select answer from turn')).toEqual([{ answer: '```js\ngo()\n' }])
  expect(await rows('select text from outbox')).toEqual([{ text: '```js\ngo()\n```\n\n(too long)' }])
})

test.each([
  [{ type: 'blocked', direction: 'out', hazards: ['S1'], text: 't' }, 'blocked', 'block', null, 'block'],
  [{ type: 'apologised', reason: 'engine-busy', text: 't' }, 'apologised', 'apology', 'engine-busy', 'apology'],
  [{ type: 'commanded', text: 't' }, 'commanded', 'reply', null, 'command'],
  [{ type: 'noticed', reason: 'too-long', text: 't' }, 'noticed', 'reply', 'too-long', 'notice'],
  [{ type: 'covered', coveredBy: 'w' as Turn['id'] }, 'limited', 'limited', 'w', undefined],
  [{ type: 'ignored', rule: 'not-allowed' }, 'ignored', 'ignored', 'not-allowed', undefined],
] as const)('an outcome %o becomes its words in the store', async (outcome, state, eventOutcome, detail, kind) => {
  await arrives(message('hi'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  await mailbox.finish(claim, await nextTurn(mailbox, claim), end(outcome))
  expect(await rows('select state from turn')).toEqual([{ state }])
  const [fate] = await rows('select outcome, outcome_detail from event')
  expect(fate).toEqual({ outcome: eventOutcome, outcome_detail: detail })
  expect(await rows('select kind from outbox')).toEqual(kind ? [{ kind }] : [])
})

test('a limit notice names its own turn as the period', async () => {
  await arrives(message('hi'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const turn = await nextTurn(mailbox, claim)
  await mailbox.finish(claim, turn, end({ type: 'limited', text: 'slowly' }))
  expect(await rows('select outcome_detail from event')).toEqual([{ outcome_detail: turn.id }])
})

test('a growing reply becomes final, with what was sent of it', async () => {
  await arrives(message('hi'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const turn = await nextTurn(mailbox, claim)
  await database.store.pool.query(
    `insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, state, sends, created_at,
       next_attempt_at)
     values ($1, $2, $3, $4, 1, 'answer', 'live', '[{"state":"sending","index":0}]', now(), now())`,
    [turn.replyId, turn.id, turn.conversation, turn.person],
  )
  expect(await mailbox.finish(claim, turn, end({ type: 'superseded' }))).toBe(false)
  const blocked: TurnOutcome = { type: 'blocked', direction: 'out', hazards: [], text: 'no' }
  expect(await mailbox.finish(claim, turn, end(blocked))).toBe(true)
  expect(await rows('select kind, text, state, sends, next_attempt_at from outbox')).toEqual([
    { kind: 'block', text: 'no', state: 'ready', sends: [{ state: 'sending', index: 0 }], next_attempt_at: null },
  ])
})

test('the messages of a superseded turn are answered together with the edit', async () => {
  const sent = message('helo')
  await arrives(sent)
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const turn = await nextTurn(mailbox, claim)
  await arrives(edit(sent, 'hello'))
  expect(await mailbox.finish(claim, turn, end({ type: 'superseded' }))).toBe(true)
  const again = { asked: { text: 'hello' }, attempt: 1, messageIds: [sent.messageId] }
  expect(await nextTurn(mailbox, claim)).toMatchObject(again)
  expect(await rows('select id from turn')).toHaveLength(1)
})

test('an edit that comes after the answer is kept and ignored', async () => {
  const sent = message('hi')
  await arrives(sent)
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  await mailbox.finish(claim, await nextTurn(mailbox, claim), end(answered))
  await arrives(edit(sent, 'hi!'))
  expect(await mailbox.next(claim)).toEqual({ type: 'idle' })
  expect(await rows("select outcome, outcome_detail from event where kind = 'edit'")).toEqual([
    { outcome: 'ignored', outcome_detail: 'edit-after-answer' },
  ])
})

test('a turn that was handed back is run again without counting', async () => {
  await arrives(message('hi'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  await mailbox.handBack(claim, await nextTurn(mailbox, claim))
  expect((await nextTurn(mailbox, claim)).attempt).toBe(1)
  expect((await nextTurn(mailbox, claim)).attempt).toBe(2)
})

test('a reset ends the history after its own turn', async () => {
  await arrives(message('hi'), command('reset'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  await mailbox.finish(claim, await nextTurn(mailbox, claim), end(answered))
  const turn = await nextTurn(mailbox, claim)
  expect(turn.asked).toEqual({ type: 'command', name: 'reset', argument: '' })
  await mailbox.finish(claim, turn, end({ type: 'commanded', text: 'new', reset: true }))
  expect(await rows('select number, opens_window from turn order by number')).toEqual([
    { number: 1, opens_window: false },
    { number: 2, opens_window: true },
  ])
})

test('a group album that does not address the bot is counted and deleted', async () => {
  const about = { chatKind: 'group', groupId: 'g', receivedAtMs: Date.now() - 600 } as const
  const part = () => message('', { ...about, parts: [picture()] })
  await arrives(part(), part())
  const mailbox = mailboxOf()
  expect(await mailbox.next(await claimed(mailbox))).toEqual({ type: 'idle' })
  expect(await rows('select id from event')).toEqual([])
  expect(await rows('select unaddressed_count from conversation')).toEqual([{ unaddressed_count: 2 }])
})

test('a mailbox waits for an album that may still grow', async () => {
  await arrives(message('', { groupId: 'g', parts: [picture()] }))
  const mailbox = mailboxOf()
  const step = await mailbox.next(await claimed(mailbox))
  expect(step.type === 'wait' && step.untilMs > Date.now()).toBe(true)
})

test('in a group a reply names the newest message it answers', async () => {
  const about = { chatKind: 'group', addressed: 'mention' } as const
  await arrives(message('a', { ...about, messageId: 'a' }), message('b', { ...about, messageId: 'b' }))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  await mailbox.finish(claim, await nextTurn(mailbox, claim), end(answered))
  expect(await rows('select reply_to from outbox')).toEqual([{ reply_to: 'b' }])
})

test('a reply that failed while it grew is not made ready again by the end of its turn', async () => {
  await arrives(message('hi'))
  const mailbox = mailboxOf()
  const claim = await claimed(mailbox)
  const turn = await nextTurn(mailbox, claim)
  await database.store.pool.query(
    `insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, state, sends, created_at)
     values ($1, $2, $3, $4, $5, 'answer', 'failed', '[{"state":"sending","index":0}]', now())`,
    [turn.replyId, turn.id, turn.conversation, turn.person, turn.number],
  )
  expect(await mailbox.finish(claim, turn, end(answered))).toBe(true)
  expect(await rows('select state from outbox')).toEqual([{ state: 'failed' }])
  expect(await rows('select outcome from event')).toEqual([{ outcome: 'reply' }])
})
