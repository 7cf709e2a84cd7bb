import { servingOf } from '../../kit/serving.ts'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Standing } from '#core/contract/access.ts'
import type { Verdict } from '#core/contract/verdict.ts'
import type { Chat } from '#core/contract/message.ts'
import type { ConversationId, PersonId } from '#core/contract/ids.ts'
import { historyOf } from '#core/conversation/history.ts'
import { pastTurns } from '#core/conversation/past-turns.ts'
import { unaskedIn } from '#core/export/export-rows.ts'
import { deletePerson } from '#core/forget/delete-person.ts'
import type { Guard } from '#core/guard/guard.ts'
import { createTombstones } from '#core/store/tombstones.ts'
import { createTakeOvers, SILENT_MS_MAX } from '#core/takeover/take-overs.ts'
import type { Turns } from '#core/turn/run.ts'
import type { Turn } from '#core/contract/turn.ts'
import type { TakenOver } from '#core/store/schema.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { command, conversationOf, edit, message, randomId } from '../../kit/events.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { answer, textOf } from '../../kit/worker.ts'
import { workerTest } from '../worker/fixture.ts'

const { open, pool } = workerTest()
const log = logFor('test:takeover')
// The guard that fails is meant to.
log.level = 'silent'

const here = conversationOf()
const echo: Turns['run'] = async (turn) => answer(`answer to ${textOf(turn)}`)

let asked: { text: string; asked: string | undefined }[]
let standing: (identity: string) => Standing
let windowMs: number | undefined
beforeEach(() => {
  asked = []
  standing = () => 'granted'
  windowMs = undefined
})

const guard: Guard = {
  name: 'words',
  async judge({ text, asked: about, direction }) {
    asked.push({ text, asked: about })
    if (text.includes('unjudgeable')) throw new Error('the guard is away')
    const isBad = text.includes('poison')
    const judged = { guard: 'words', model: 'none', policyVersion: '1', direction, tookMs: 1 }
    return { ...judged, outcome: isBad ? 'block' : 'pass', hazards: isBad ? ['S9'] : [] } satisfies Verdict
  },
}

/** The parts around a take-over; all that waits for half an hour waits on `clock`. */
async function setUp<Time extends Clock = ManualClock>(
  run: Turns['run'] = echo,
  clock: Time = new ManualClock() as Clock as Time,
) {
  const service = await open(run)
  const { store, bus, worker, inbox } = service
  const takeOvers = createTakeOvers({
    store,
    bus,
    wakeUps: { wake: async (conversation) => worker.processNow(conversation) },
    serving: servingOf(undefined as never, [guard]),
    access: { standingOf: async (identity) => standing(identity) },
    channelFor: () => ({ capabilities: () => ({ replyWindowMs: windowMs }) }) as never,
    // Pictures have tests of their own.
    media: undefined as never,
    clock,
    random: randomId,
    log,
  })
  let keys = 0
  return {
    ...service,
    takeOvers,
    clock,
    take: (by = 'op', seen?: string) => takeOvers.take({ conversation: here, by, seen }),
    says: (text: string, { by = 'op', key = `k${++keys}`, seenSeq = 999, conversation = here } = {}) =>
      takeOvers.send({ conversation, by, text, key, seenSeq }, AbortSignal.timeout(5_000)),
    handBack: (by = 'op') => takeOvers.handBack({ conversation: here, by }),
    async answered(text: string) {
      await inbox.accept([message(text)])
      await service.idle()
    },
  }
}

const rows = async <Row extends object>(sql: string, values: unknown[] = []) =>
  (await pool().query<Row>(sql, values)).rows
const texts = async () =>
  (await rows<{ text: string }>('select text from outbox order by turn_number, created_at')).map(({ text }) => text)
const turns = () =>
  rows<{ state: string; asked: { text: string }; answer: string | null; learning: string | null; person_id: PersonId }>(
    'select * from turn order by number',
  )
const waiting = () => rows(`select id from event where state = 'pending'`)
const takeOver = async () => {
  const [row] = await rows<{ take_over: { by: string; revision: string; actMs: number } | null }>(
    'select take_over from conversation where id = $1',
    [here],
  )
  return row?.take_over
}
const BEGINS = 'A person of the team answers here from now on.'
const ENDS = 'The assistant answers here again.'
const BY = '— A person of the team:'

test('a command is answered however many messages wait for the operator', async () => {
  const { take, inbox, answered } = await setUp()
  await answered('one')
  await take()
  await inbox.accept(Array.from({ length: 130 }, (_, nth) => message(`waits ${nth}`)))
  await inbox.accept([command('forget')])
  await vi.waitFor(async () => expect(await texts()).toContain('answer to /forget'))
  expect(await waiting()).toHaveLength(130)
})

test('while a person answers no turn begins, commands are answered, and what waits is answered once it is handed back', async () => {
  const { take, handBack, inbox, idle, answered } = await setUp()
  await answered('one')
  expect(await take()).toEqual({ type: 'taken' })
  await inbox.accept([message('two'), message('three')])
  await inbox.accept([command('forget')])
  await vi.waitFor(async () => expect(await texts()).toContain('answer to /forget'))
  expect(await waiting()).toHaveLength(2)
  expect(await handBack()).toEqual({ type: 'handed-back' })
  await idle()
  expect(await texts()).toEqual(['answer to one', BEGINS, 'answer to /forget', ENDS, 'answer to two\nthree'])
  expect(await handBack()).toEqual({ type: 'not-yours' })
})

test('what an operator writes is judged with what was asked, marked, and ends what waited; nothing is learnt from it', async () => {
  const { take, says, handBack, inbox, answered, idle } = await setUp()
  await inbox.accept([message('hola', { locale: 'es-ES' })])
  await idle()
  await take()
  const first = message('dónde está', { locale: 'es-ES' })
  await inbox.accept([first, message('mi paquete?', { locale: 'es-ES' }), edit(first, 'dónde está hoy')])
  expect(await says('En camino \0<|eot|>.')).toEqual({ type: 'sent' })
  expect(asked).toEqual([{ text: 'En camino <|eot|>.', asked: 'dónde está hoy\nmi paquete?' }])
  expect(await waiting()).toEqual([])
  expect((await turns()).at(-1)).toMatchObject({
    state: 'human',
    asked: { text: 'dónde está hoy\nmi paquete?' },
    answer: 'En camino <|eot|>.',
    learning: null,
  })
  expect(await rows('select outcome from verdict')).toEqual([{ outcome: 'pass' }])
  const outcomes = await rows<{ outcome: string }>('select outcome from event where seq > 1 order by seq')
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['reply', 'joined', 'joined'])
  // Without being asked: it belongs to whoever wrote last.
  await says('¿Algo más?')
  await handBack()
  await answered('gracias')
  expect((await texts()).slice(1)).toEqual([
    'A partir de ahora te responde aquí una persona del equipo.',
    '— Una persona del equipo:\nEn camino <|eot|>.',
    '— Una persona del equipo:\n¿Algo más?',
    'El asistente vuelve a responder aquí.',
    'answer to gracias',
  ])
  expect(await rows('select from memory_passage')).toEqual([])
})

test('later prompts know that a person wrote it, as one answer, and forget it with its person', async () => {
  const { take, says, inbox, store, answered } = await setUp()
  await answered('one')
  await take()
  await says('unasked, before any question')
  await inbox.accept([message('two')])
  await says('two it is')
  await says('and a half')
  const [{ person_id: person } = { person_id: '' as PersonId }] = await turns()
  const known = await pastTurns(store, { conversation: here, person, turnsMax: 40 })
  expect(known).toMatchObject([
    { asked: 'one', answer: 'answer to one' },
    { asked: 'two', answer: 'two it is\n\nand a half', isByPerson: true },
  ])
  expect(known[0]).not.toHaveProperty('isByPerson')
  const unasked = []
  for await (const row of unaskedIn(store.pool, { person, conversation: here })) unasked.push(row.text)
  expect(unasked).toEqual([`${BY}\nunasked, before any question`, `${BY}\nand a half`])
  const nothing = { deleteOf: async () => 0 }
  const deps = {
    store,
    media: nothing,
    exports: nothing,
    channels: () => [],
    tombstones: createTombstones(Buffer.alloc(32)),
  }
  const around = { access: { forget: () => undefined }, forgetPrompts: async () => 0, clock: systemClock, log }
  await deletePerson({ ...deps, ...around }, person)
  expect(await rows('select from turn union all select from conversation')).toEqual([])
  expect(await says('still there?')).toEqual({ type: 'gone' })
  expect(await take()).toEqual({ type: 'gone' })
})

test('the page of a chat that is opened again has what was said, with the notices, in order', async () => {
  const { take, says, handBack, inbox, store, answered, idle } = await setUp(echo, systemClock)
  await answered('one')
  await take()
  await says('unasked')
  await inbox.accept([message('two')])
  await says('two!')
  await says('more')
  await handBack()
  // Not within the millisecond of the notice.
  await inbox.accept([message('three', { receivedAtMs: Date.now() + 1 })])
  await idle()
  const files = { isKept: async () => true }
  const { entries } = await historyOf({ store, files }, { conversation: here, bytesMax: 256 * 1024 })
  expect(entries.map(({ kind, text }) => [kind, text])).toEqual([
    ['message', 'one'],
    ['answer', 'answer to one'],
    ['notice', BEGINS],
    ['human', `${BY}\nunasked`],
    ['message', 'two'],
    ['human', `${BY}\ntwo!`],
    ['human', `${BY}\nmore`],
    ['notice', ENDS],
    ['message', 'three'],
    ['answer', 'answer to three'],
  ])
})

test('what a guard blocks is not sent, nor what none could judge', async () => {
  const { take, says, inbox } = await setUp()
  await inbox.accept([message('one')])
  await vi.waitFor(async () => expect(await texts()).toHaveLength(1))
  await take()
  await inbox.accept([message('two')])
  expect(await says('take poison')).toEqual({ type: 'blocked', hazards: ['S9'] })
  expect(await says('unjudgeable')).toMatchObject({ type: 'unjudged' })
  expect(await waiting()).toHaveLength(1)
  expect(await turns()).toHaveLength(1)
  expect(await texts()).toEqual(['answer to one', BEGINS])
})

test('a message that is sent twice at once is delivered once', async () => {
  const { take, says, answered } = await setUp()
  await answered('one')
  await take()
  const both = await Promise.all([says('hi', { key: 'same' }), says('hi', { key: 'same' })])
  expect([...both, await says('hi', { key: 'same' })]).toEqual([{ type: 'sent' }, { type: 'sent' }, { type: 'sent' }])
  expect(await texts()).toEqual(['answer to one', BEGINS, `${BY}\nhi`])
})

test('what came after the operator looked is not ended by what they wrote', async () => {
  const { take, says, handBack, inbox, idle, answered } = await setUp()
  await answered('one')
  await take()
  await inbox.accept([message('two'), message('unseen')])
  await says('two!', { seenSeq: 2 })
  await handBack()
  await idle()
  expect(await texts()).toEqual(['answer to one', BEGINS, `${BY}\ntwo!`, ENDS, 'answer to unseen'])
})

test('after thirty silent minutes it is handed back by itself, also after a restart', async () => {
  const clock = new ManualClock()
  const before = await setUp(echo, clock)
  await before.answered('one')
  await before.take()
  clock.turn(SILENT_MS_MAX - 1_000)
  // An act, even one that is blocked.
  await before.says('take poison')
  await before.inbox.accept([message('two')])
  await before.takeOvers[Symbol.asyncDispose]()
  const { takeOvers, idle } = await setUp(echo, clock)
  takeOvers.start()
  clock.turn(SILENT_MS_MAX - 1)
  await clock.untilSleeping()
  expect(await takeOver()).toMatchObject({ by: 'op' })
  clock.turn(2_001)
  await vi.waitFor(async () => expect(await takeOver()).toBeNull())
  await idle()
  expect(await texts()).toEqual(['answer to one', BEGINS, ENDS, 'answer to two'])
  await takeOvers[Symbol.asyncDispose]()
})

test('one that cannot be handed back keeps no other from it', async () => {
  const clock = new ManualClock()
  const { take, takeOvers, inbox, idle } = await setUp(echo, clock)
  const other = conversationOf('2')
  await inbox.accept([message('one'), message('two', { chatId: '2', from: 'bob' })])
  await idle()
  await take()
  await takeOvers.take({ conversation: other, by: 'op' })
  const { sender } = message('', { from: 'bob' })
  standing = (identity) => {
    if (identity !== sender.id) throw new Error('nobody knows')
    return 'granted'
  }
  clock.turn(SILENT_MS_MAX)
  takeOvers.start()
  const left = () => rows<{ id: string }>('select id from conversation where take_over is not null')
  await vi.waitFor(async () => expect(await left()).toEqual([{ id: here }]))
  await takeOvers[Symbol.asyncDispose]()
})

test('one account has a conversation, and another one takes it only from whom it has seen to have it', async () => {
  const { take, says, handBack, answered } = await setUp()
  await answered('one')
  await take('ana')
  const { revision } = (await takeOver()) ?? {}
  expect(await take('ben')).toEqual({ type: 'changed' })
  expect(await says('hi', { by: 'ben' })).toEqual({ type: 'not-yours' })
  expect(await handBack('ben')).toEqual({ type: 'not-yours' })
  expect(await take('ben', revision)).toEqual({ type: 'taken' })
  expect(await take('cleo', revision)).toEqual({ type: 'changed' })
  expect(await says('hi', { by: 'ana' })).toEqual({ type: 'not-yours' })
  await handBack('ben')
  expect(await texts()).toEqual(['answer to one', BEGINS, ENDS])
})

test('a turn of which nothing was shown waits for the operator', async () => {
  const begun = Promise.withResolvers<void>()
  const { take, says, inbox } = await setUp(async (_turn, signal) => {
    begun.resolve()
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  })
  await inbox.accept([message('one')])
  await begun.promise
  await take()
  await vi.waitFor(async () => expect(await turns()).toEqual([]))
  expect(await waiting()).toHaveLength(1)
  await says('I am here')
  expect(await turns()).toMatchObject([{ state: 'human', asked: { text: 'one' } }])
  expect(await texts()).toEqual([`${BY}\nI am here`])
})

test('a turn that was shown in part ends there, before anybody is told', async () => {
  const begun = Promise.withResolvers<void>()
  const service = await setUp(async (turn, _signal, stop) => {
    const { replyId: reply, id, conversation, account, chat } = turn
    service.bus.publish({ op: 'reply-draft', target: { reply, turn: id, conversation, account, chat }, text: 'half' })
    begun.resolve()
    await new Promise((resolve) => stop.addEventListener('abort', resolve))
    return { outcome: { type: 'answered', text: 'half', note: '(Stopped.)' }, verdicts: [] }
    // The end of the turn is waited for.
  }, systemClock)
  const { take, says, inbox } = service
  await inbox.accept([message('one')])
  await begun.promise
  await take()
  await says('the whole')
  expect(await texts()).toEqual(['half\n\n(Stopped.)', BEGINS, `${BY}\nthe whole`])
})

test('a turn of which people have read only that it takes longer ends, and its message waits for the operator', async () => {
  const begun = Promise.withResolvers<void>()
  const service = await setUp(async (turn, _signal, stop) => {
    const { replyId: reply, id, conversation, account, chat } = turn
    service.bus.publish({ op: 'reply-draft', target: { reply, turn: id, conversation, account, chat }, text: 'slow' })
    begun.resolve()
    await new Promise((resolve) => stop.addEventListener('abort', resolve))
    return { outcome: { type: 'noticed', reason: 'stopped', text: '(Stopped.)' }, verdicts: [], isStopped: true }
  })
  const { take, says, inbox, handBack } = service
  await inbox.accept([message('one')])
  await begun.promise
  await take()
  await vi.waitFor(async () => expect(await texts()).toContain('(Stopped.)'))
  expect(await waiting()).toHaveLength(1)
  await says('the whole')
  await handBack()
  expect((await turns()).map(({ state, asked: { text } }) => [state, text])).toEqual([
    ['noticed', 'one'],
    ['human', 'one'],
  ])
  expect(await waiting()).toEqual([])
})

test('a turn whose worker died is not made again while a person answers', async () => {
  const { take, inbox, mailbox, worker, says } = await setUp(async () => {
    throw new Error('no turn is to run')
  })
  await worker.stop(AbortSignal.abort())
  await inbox.accept([message('one')])
  const claim = (await mailbox.claim(here))!
  expect(await mailbox.next(claim)).toMatchObject({ type: 'turn', isStopped: false })
  await take()
  await pool().query('update conversation set lease_until = null')
  const again = (await mailbox.claim(here))!
  expect(await mailbox.next(again)).toEqual({ type: 'idle' })
  expect(await waiting()).toHaveLength(1)
  await says('here')
  expect(await turns()).toMatchObject([{ state: 'human' }])
  // The claim that began it, if its worker lives after all.
  expect(await mailbox.next(claim)).toEqual({ type: 'idle' })
})

test('of a turn that ends while another process takes over nothing is sent, and its message waits', async () => {
  const { begun, end, run } = heldTurn()
  const { inbox, says } = await setUp(run)
  await inbox.accept([message('one')])
  await begun
  // It holds the row that the end of the turn has to lock.
  const taking = await pool().connect()
  await taking.query('begin')
  await taking.query('update conversation set take_over = $1', [TAKEN_ELSEWHERE])
  end()
  await vi.waitFor(async () => expect(await rows(BLOCKED)).toHaveLength(1))
  await taking.query('commit')
  taking.release()
  await vi.waitFor(async () => expect(await turns()).toEqual([]))
  expect(await texts()).toEqual([])
  expect(await waiting()).toHaveLength(1)
  expect(await says('I am here')).toEqual({ type: 'sent' })
  expect(await turns()).toMatchObject([{ state: 'human', asked: { text: 'one' } }])
})

test('what another process has shown of a turn ends there, and a command ends as ever', async () => {
  const { begun, end, run } = heldTurn()
  const { inbox, worker, says } = await setUp(async (turn, signal, stop) => {
    if (stop.aborted)
      return { outcome: { type: 'answered', text: 'half', note: '(Stopped.)' }, verdicts: [], isStopped }
    return run(turn, signal, stop)
  })
  await inbox.accept([message('one')])
  const { id, replyId, conversation, person } = await begun
  const shown = [replyId, id, conversation, person, JSON.stringify([{ state: 'sent', text: 'half' }])]
  await rows(SHOWN, shown)
  await rows('update conversation set take_over = $1', [TAKEN_ELSEWHERE])
  end()
  await vi.waitFor(async () => expect((await turns()).map(({ state }) => state)).toEqual(['answered']))
  expect(await texts()).toEqual(['half\n\n(Stopped.)'])
  await says('the whole')

  await rows('update conversation set take_over = null')
  const later = heldTurn()
  const service = await setUp(later.run)
  await worker.stop(AbortSignal.abort())
  await service.inbox.accept([command('forget')])
  await later.begun
  await rows('update conversation set take_over = $1', [TAKEN_ELSEWHERE])
  later.end()
  await service.idle()
  expect((await texts()).at(-1)).toBe('answer to /forget')
})

const isStopped = true as const
const TAKEN_ELSEWHERE: TakenOver = { by: 'op', sinceMs: 0, actMs: 0, revision: 'r', isTold: true }
const BLOCKED = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
const SHOWN = `
  insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, text, sends, state, created_at)
  values ($1, $2, $3, $4, 1, 'answer', 'half', $5, 'live', now())`

/** A turn that ends with its answer when it is told to. */
function heldTurn() {
  const [begun, ending] = [Promise.withResolvers<Turn>(), Promise.withResolvers<void>()]
  const run: Turns['run'] = async (turn) => {
    begun.resolve(turn)
    await ending.promise
    return answer(`answer to ${textOf(turn)}`)
  }
  return { run, begun: begun.promise, end: () => ending.resolve() }
}

test('in a group each of those who wrote has a turn of their own words, and blocked people are not answered', async () => {
  const { take, says, inbox, idle } = await setUp()
  const inGroup = { chatKind: 'group', addressed: 'mention' } as const
  await inbox.accept([message('hello', { ...inGroup, from: 'ana' })])
  await idle()
  await take()
  await inbox.accept(
    ['ana', 'ben', 'mallory', 'ana'].map((from, nth) => message(`${from} ${nth}`, { ...inGroup, from })),
  )
  standing = (identity) => (identity.endsWith('mallory') ? 'blocked' : 'granted')
  await says('to all of you')
  expect((await turns()).slice(1)).toMatchObject([
    { asked: { text: 'ben 1' }, answer: null, state: 'human' },
    { asked: { text: 'ana 0\nana 3' }, answer: 'to all of you', state: 'human' },
  ])
  expect(await waiting()).toHaveLength(1)
  const [, ben] = await turns()
  expect(await pastTurnsOf(ben?.person_id)).toEqual([])
})

const pastTurnsOf = (person = '' as PersonId, conversation: ConversationId = here) =>
  pastTurns({ pool: pool() } as never, { conversation, person, turnsMax: 9 }).then((all) =>
    all.filter(({ answer: said }) => said !== ''),
  )

test('nobody writes to who is blocked, nor after the platform has closed the chat', async () => {
  const { take, says, answered, takeOvers } = await setUp()
  const chat: Chat = { id: 'nowhere', kind: 'dm' }
  expect(await takeOvers.take({ conversation: conversationOf(chat.id), by: 'op' })).toEqual({ type: 'gone' })
  await answered('one')
  standing = () => 'blocked'
  expect(await take()).toEqual({ type: 'not-allowed' })
  standing = () => 'granted'
  await take()
  windowMs = 60_000
  expect(await says('late')).toEqual({ type: 'window-closed' })
  windowMs = undefined
  standing = () => 'stranger'
  expect(await says('hi')).toEqual({ type: 'not-allowed' })
  expect(await texts()).toEqual(['answer to one', BEGINS])
})
