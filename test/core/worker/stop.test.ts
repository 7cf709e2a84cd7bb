import { expect, test } from 'vitest'
import type { ReplyId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import type { Turn, TurnResult } from '#core/contract/turn.ts'
import { typedOfTurns } from '#core/memory/learn/turn-rows.ts'
import type { Turns } from '#core/turn/run.ts'
import { command, conversationOf, deletion, edit, envelope, message } from '../../kit/events.ts'
import { answer, textOf } from '../../kit/worker.ts'
import { workerTest } from './fixture.ts'

const { open, pool } = workerTest()

const stopped = (text: string): TurnResult => ({
  outcome: { type: 'answered', text, note: '(Stopped.)' },
  verdicts: [],
  isStopped: true,
})

/** Answers "stop" and commands as the product does; anything else runs until it is stopped or aborted. */
function untilStopped() {
  const begun: Turn[] = []
  const waiting = new Map<number, () => void>()
  const runTurn: Turns['run'] = (turn, signal, stop) => {
    begun.push(turn)
    waiting.get(begun.length)?.()
    if (turn.asked.type === 'command' || /^stop$/i.test(textOf(turn))) return Promise.resolve(answer('nothing to stop'))
    const ended = Promise.withResolvers<TurnResult>()
    const end = () => (signal.aborted ? ended.reject(signal.reason) : ended.resolve(stopped(`of ${textOf(turn)}`)))
    const either = AbortSignal.any([signal, stop])
    if (either.aborted) end()
    else either.addEventListener('abort', end)
    return ended.promise
  }
  const count = (turns: number) =>
    new Promise<void>((resolve) => (begun.length >= turns ? resolve() : waiting.set(turns, resolve)))
  return { runTurn, begun, count }
}

const press = (data: string, about: Parameters<typeof envelope>[0] = {}): ChatEvent => ({
  ...envelope(about),
  type: 'callback',
  callbackId: `press ${data} ${about?.from ?? ''}`,
  messageId: 'shown',
  data,
})

const replies = async () =>
  (await pool().query<{ text: string }>('select text from outbox order by turn_number')).rows.map(({ text }) => text)

type Fate = { kind: string; outcome: string; outcome_detail: string | null; turn_id: string | null }
const fates = async () =>
  (await pool().query<Fate>('select kind, outcome, outcome_detail, turn_id from event order by seq')).rows

test.each([
  ['the word', () => message('Stop!')],
  ['the command', () => command('stop')],
])('%s ends what is being answered to its sender, and is part of that turn', async (_name, stop) => {
  const { runTurn, begun, count } = untilStopped()
  const { inbox, idle } = await open(runTurn)
  await inbox.accept([message('tell me')])
  await count(1)
  await inbox.accept([stop()])
  await idle()
  expect(await replies()).toEqual(['of tell me\n\n(Stopped.)'])
  const turn = begun[0]?.id
  expect(await fates()).toMatchObject([
    { outcome: 'reply' },
    { outcome: 'joined', outcome_detail: turn, turn_id: turn },
  ])
  const { person, id } = begun[0] as Turn
  expect(await typedOfTurns(pool(), { person, turns: [id] })).toEqual(new Map([[id, 'tell me']]))
})

test('the button of a reply ends that reply, pressed by who asked', async () => {
  const { runTurn, begun, count } = untilStopped()
  const { inbox, idle } = await open(runTurn)
  await inbox.accept([message('tell me')])
  await count(1)
  await inbox.accept([press(`stop:${begun[0]?.replyId}`)])
  await idle()
  expect(await replies()).toEqual(['of tell me\n\n(Stopped.)'])
  expect(await fates()).toMatchObject([{ outcome: 'reply' }, { kind: 'callback', outcome: 'joined' }])
})

test('a stop of somebody else, and the button of another reply, end nothing', async () => {
  const { runTurn, begun, count } = untilStopped()
  const { inbox, idle } = await open(runTurn)
  const group = { chatKind: 'group', addressed: 'mention' } as const
  const asked = message('tell me', group)
  await inbox.accept([asked])
  await count(1)
  const reply = begun[0]?.replyId
  await inbox.accept([
    press(`stop:${reply}`, { chatKind: 'group', from: 'bob' }),
    press('stop:another', { chatKind: 'group' }),
    message('stop', { ...group, from: 'bob' }),
  ])
  await inbox.accept([message('Stop.', group)])
  await idle()
  expect(await replies()).toEqual(['of tell me\n\n(Stopped.)', 'nothing to stop'])
  expect(await fates()).toMatchObject([
    { outcome: 'reply' },
    { outcome: 'ignored', outcome_detail: 'callback' },
    { outcome: 'ignored', outcome_detail: 'callback' },
    { outcome: 'reply' },
    { outcome: 'joined' },
  ])
})

test('a stop with nothing to stop gets a short reply, and a button nothing', async () => {
  const { inbox, idle } = await open(untilStopped().runTurn)
  await inbox.accept([message('stop'), press('stop:gone'), command('stop')])
  await idle()
  expect(await replies()).toEqual(['nothing to stop', 'nothing to stop'])
  expect(await fates()).toMatchObject([{ outcome: 'reply' }, { outcome_detail: 'callback' }, { outcome: 'reply' }])
})

test('a stop ends what waits, in its order, and never a later question', async () => {
  const { runTurn, begun } = untilStopped()
  const { inbox, idle } = await open(async (turn, signal, stop) => {
    if (textOf(turn) === 'three' || turn.identity.endsWith('bob')) return answer(`answer to ${textOf(turn)}`)
    return runTurn(turn, signal, stop)
  })
  const group = { chatKind: 'group', addressed: 'mention' } as const
  await inbox.accept([
    message('one', group),
    message('of bob', { ...group, from: 'bob' }),
    message('two', group),
    message('stop', group),
    message('three', group),
  ])
  await idle()
  expect(await replies()).toEqual([
    'of one\n\n(Stopped.)',
    'answer to of bob',
    'of two\n\n(Stopped.)',
    'answer to three',
  ])
  expect((await fates()).map(({ outcome }) => outcome)).toEqual(['reply', 'reply', 'reply', 'joined', 'reply'])
  expect(begun).toHaveLength(2)
})

test('a question that waits for its turn among others is stopped at once', async () => {
  const { runTurn, count } = untilStopped()
  const { inbox, mailbox, idle } = await open(runTurn, { turnsMax: 4 })
  const { next } = mailbox
  const waits = new Promise<void>((resolve) => {
    Object.assign(mailbox, {
      next: async (...given: Parameters<typeof next>) => {
        const step = await next(...given)
        if (step.type === 'not-admitted') resolve()
        return step
      },
    })
  })
  // Of four permits one network gets three.
  const others = ['b', 'c', 'd'].map((name) => ({ from: name, chatId: name, network: 'n' }))
  await inbox.accept(others.map((about) => message('others', about)))
  await count(3)
  await inbox.accept([message('tell me', { network: 'n' })])
  await waits
  await inbox.accept([message('stop', { network: 'n' })])
  await expect.poll(replies).toEqual(['of tell me\n\n(Stopped.)'])
  await inbox.accept(others.map((about) => message('stop', about)))
  await idle()
  expect(await replies()).toHaveLength(4)
})

test('a stop that is stored while its turn is being claimed still ends it', async () => {
  const { runTurn } = untilStopped()
  const { inbox, idle, mailbox } = await open(runTurn)
  const { next } = mailbox
  let steps = 0
  Object.assign(mailbox, {
    next: async (claim: Parameters<typeof next>[0]) => {
      const step = await next(claim)
      if (steps++ === 0) await inbox.accept([message('stop')])
      return step
    },
  })
  await inbox.accept([message('tell me')])
  await idle()
  expect(await replies()).toEqual(['of tell me\n\n(Stopped.)'])
})

test('after a crash a turn is resumed as stopped when its stop was stored', async () => {
  const { inbox, mailbox, worker } = await open(untilStopped().runTurn)
  await worker.stop(AbortSignal.abort())
  await inbox.accept([message('tell me')])
  const claim = await mailbox.claim(conversationOf())
  if (claim) await mailbox.next(claim)
  await inbox.accept([message('stop')])
  const { idle } = await open(untilStopped().runTurn)
  await idle()
  expect(await replies()).toEqual(['of tell me\n\n(Stopped.)'])
  expect(await fates()).toMatchObject([{ outcome: 'reply' }, { outcome: 'joined' }])
})

test('the word in a text, as a question, forwarded, or to somebody else in a group is no stop', async () => {
  const { inbox, bus, idle } = await open(async (turn) => answer(textOf(turn)))
  const asked: unknown[] = []
  bus.subscribe((each) => each.op === 'stop-asked' && asked.push(each))
  await inbox.accept([message('stop that bus'), message('stop?'), message('stop', { forwardedFrom: 'Bob' })])
  await inbox.accept([message('stop', { chatKind: 'group' }), command('start'), press('good:1')])
  expect(asked).toEqual([])
  await inbox.accept([message('STOPP.', { chatKind: 'group', addressed: 'reply' })])
  expect(asked).toMatchObject([{ sender: envelope().sender.id, conversation: conversationOf() }])
  await idle()
})

test('a stop that its platform sends twice is told once', async () => {
  const { inbox, bus, idle } = await open(async (turn) => answer(textOf(turn)))
  let asked = 0
  bus.subscribe(({ op }) => void (asked += op === 'stop-asked' ? 1 : 0))
  const stop = message('stop')
  await inbox.accept([stop])
  await inbox.accept([stop])
  expect(asked).toBe(1)
  await idle()
})

test('a message that is deleted before anything was shown is not answered', async () => {
  const { runTurn, count } = untilStopped()
  const { inbox, idle } = await open(runTurn)
  const [one, two] = [message('one'), message('two')]
  await inbox.accept([one, two])
  await count(1)
  await inbox.accept([deletion(one)])
  await count(2)
  await inbox.accept([deletion(two)])
  await idle()
  expect(await replies()).toEqual([])
  expect((await pool().query('select from turn')).rowCount).toBe(0)
  expect(new Set((await fates()).map((fate) => `${fate.outcome} ${fate.outcome_detail}`))).toEqual(
    new Set(['ignored deleted']),
  )
})

test('a deletion or an edit that is stored after a crash counts while nothing was sent', async () => {
  const { inbox, mailbox, worker } = await open(untilStopped().runTurn)
  await worker.stop(AbortSignal.abort())
  const [one, two] = [message('one'), message('two', { chatId: '2' })]
  await inbox.accept([one, two])
  for (const chat of ['1', '2']) {
    const claim = await mailbox.claim(conversationOf(chat))
    if (claim) await mailbox.next(claim)
  }
  await inbox.accept([deletion(one), edit(two, 'second')])
  const { idle } = await open(async (turn) => answer(`answer to ${textOf(turn)}`))
  await idle()
  expect(await replies()).toEqual(['answer to second'])
})

test('a deletion after something was sent leaves the answer as it is', async () => {
  const { inbox, mailbox, worker, store } = await open(untilStopped().runTurn)
  await worker.stop(AbortSignal.abort())
  const one = message('one')
  await inbox.accept([one])
  const claim = await mailbox.claim(conversationOf())
  const step = claim && (await mailbox.next(claim))
  if (step?.type !== 'turn') throw new Error('no turn')
  const { id, replyId, conversation, person } = step.turn
  const sends = JSON.stringify([{ state: 'sending', index: 0 }])
  await store.pool.query(
    `insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, state, sends, created_at)
     values ($1, $2, $3, $4, 1, 'answer', 'live', $5, now())`,
    [replyId satisfies ReplyId, id, conversation, person, sends],
  )
  await inbox.accept([deletion(one)])
  const { idle } = await open(async (turn) => answer(`answer to ${textOf(turn)}`))
  await idle()
  expect(await replies()).toEqual(['answer to one'])
  expect(await fates()).toMatchObject([{ outcome: 'reply' }, { outcome_detail: 'delete-after-answer' }])
})
