import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EventId, IdentityId, PersonId, ReplyId, TurnId } from '#core/contract/ids.ts'
import { NOTHING_RECALLED } from '#core/contract/memory.ts'
import { createBus } from '#core/delivery/bus.ts'
import { createGuards } from '#core/guard/all.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { createMemoryControl } from '#core/memory/control.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import type { TurnDeps } from '#core/turn/deps.ts'
import { textsFor } from '#core/texts/texts.ts'
import { runTurn } from '#core/turn/run.ts'
import type { Turn } from '#core/contract/turn.ts'
import { LiveEngines } from '#app/live-engines.ts'
import type { Engine, GenerateRequest } from '#engine/contract.ts'
import { guardChoices, openScripted, type ScriptedAnswer } from '../../kit/scripted.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { OPEN_ACCESS } from '../../kit/access.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, conversationOf, envelope } from '../../kit/events.ts'
import { servingOf } from '../../kit/serving.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const { chat, sender } = envelope()
const turn: Turn = {
  id: 'turn' as TurnId,
  number: 1,
  conversation: conversationOf(),
  account,
  chat,
  person: 'alice' as PersonId,
  identity: sender.id,
  locale: 'en',
  network: 'hashed network',
  asked: { type: 'message', text: 'hello', pictures: [], others: [] },
  replyId: 'reply' as ReplyId,
  attempt: 1,
  eventIds: ['event' as EventId],
  messageIds: ['1'],
  receivedAtMs: 0,
  sentAtMs: 0,
}

const never = new AbortController().signal
const undisturbed = { signal: never, stop: never }

test('whatever a turn asks of an engine, its guards included, says for whom', async () => {
  const engine = openScripted({ clock, script: () => ({ text: 'Hello!', firstToken: guardChoices(0) }) })
  const { outcome } = await runTurn(depsWith(engine), turn, undisturbed)
  expect(outcome).toMatchObject({ type: 'answered', text: 'Hello!' })
  const share = { person: 'alice', network: 'hashed network' }
  expect(engine.requests.map((request) => [request.class, request.share])).toEqual([
    ['guard', share],
    ['chat', share],
    ['guard', share],
  ])
})

test.each([
  ['them', sender.id, { type: 'ignored', rule: 'blocked' }],
  ['somebody else', `${account}:bob` as IdentityId, { type: 'answered' }],
])('a block of %s that comes while a turn runs', async (_, identity, expected) => {
  const bus = createBus(logFor('test:bus'))
  const engine = openScripted({
    clock,
    script: ({ class: kind }) => {
      if (kind === 'chat') bus.publish({ op: 'identity-blocked', identity })
      return { text: 'Hello!', firstToken: guardChoices(0) }
    },
  })
  const { outcome } = await runTurn(depsWith(engine, { bus }), turn, undisturbed)
  expect(outcome).toMatchObject(expected)
})

test('who was blocked while their message waited hears nothing, asks no engine, and uses up no limit', async () => {
  const engine = openScripted({ clock, script: () => ({ text: 'Hello!' }) })
  const access = { ...OPEN_ACCESS, standingOf: async () => 'blocked' as const }
  const limits = { take: () => Promise.reject(new Error('was asked')), covering: () => undefined }
  const { outcome } = await runTurn(depsWith(engine, { access, limits }), turn, undisturbed)
  expect(outcome).toEqual({ type: 'ignored', rule: 'blocked' })
  expect(engine.requests).toEqual([])
})

test('an answer that took a second try has the steps of both, and when its first words were shown', async () => {
  let tries = 0
  const engine = openScripted({
    clock,
    script: ({ class: asked }) => {
      if (asked === 'guard') return { text: 'safe', firstToken: guardChoices(0) }
      tries += 1
      return tries === 1 ? { text: 'Hel', fail: { at: 0, code: 'failed' } } : { text: 'Hello!' }
    },
  })
  const deps = depsWith(engine)
  const settings = () => ({ ...deps.settings(), retryFirstMs: 1 })
  const { steps } = await runTurn({ ...deps, settings }, { ...turn, receivedAtMs: clock.now() - 1_000 }, undisturbed)
  const onePass = ['pictures', 'judge-in', 'gather', 'engine', 'first-token']
  const names = steps?.steps.map(({ name }) => name)
  expect(names).toEqual(['waited', 'permit', ...onePass, ...onePass, 'judge-out'])
  expect(steps?.steps[0]?.tookMs).toBeGreaterThanOrEqual(1_000)
  expect(steps?.firstWordsMs).toBeGreaterThanOrEqual(steps?.steps.at(-1)?.fromMs ?? Infinity)
})

test('a command has its time, and a stopped answer the steps so far', async () => {
  const asked = { type: 'command', name: 'help', argument: '' } as const
  const { steps } = await runTurn(depsWith(unending(1)), { ...turn, asked }, undisturbed)
  expect(steps?.steps.map(({ name }) => name)).toEqual(['waited', 'permit', 'command'])
  const stop = new AbortController()
  const engine = unending(0)
  const generate = engine.generate.bind(engine)
  engine.generate = (request, signal) => {
    if (request.class === 'chat') setImmediate(() => stop.abort('stopped'))
    return generate(request, signal)
  }
  const stopped = await runTurn(depsWith(engine), turn, { signal: never, stop: stop.signal })
  expect(stopped.steps?.steps.map(({ name }) => name).slice(-2)).toEqual(['engine', 'first-token'])
  expect(stopped.steps).not.toHaveProperty('firstWordsMs')
})

test('a turn whose model is switched under it begins anew with the next one, and each reads its own marks as text', async () => {
  const marked = (mark: string, answer: () => ScriptedAnswer) =>
    openScripted({
      clock,
      capabilities: { controlMarks: [mark] },
      script: ({ class: asked }) => (asked === 'guard' ? { text: 'safe', firstToken: guardChoices(0) } : answer()),
    })
  const setOf = (engine: Engine) => {
    const guards = createGuards({ clock, llamaGuard: { engine } })
    return { chat: engine, photo: engine, guard: engine, guards }
  }
  const next = marked('<next>', () => ({ text: 'Hello!' }))
  const old = marked('<old>', () => {
    live.use(setOf(next))
    return { text: 'never ends', stallAt: 1 }
  })
  const live = new LiveEngines(setOf(old), { clock, log: logFor('test:live'), finishMsMax: 20 })
  const asked = { ...turn.asked, text: 'is it <old> or <next>?' } as Turn['asked']
  const deps = depsWith(old)
  const settings = () => ({ ...deps.settings(), retryFirstMs: 1 })
  const { outcome } = await runTurn({ ...deps, serving: live, settings }, { ...turn, asked }, undisturbed)
  expect(outcome).toMatchObject({ type: 'answered', text: 'Hello!' })
  const promptsOf = ({ requests }: { requests: readonly GenerateRequest[] }) => JSON.stringify(requests)
  expect([promptsOf(old).includes('<next>'), promptsOf(old).includes('<old>')]).toEqual([true, false])
  expect([promptsOf(next).includes('<old>'), promptsOf(next).includes('<next>')]).toEqual([true, false])
  // Judged by the guard of its own set: what was asked, and the answer.
  expect(next.requests.filter(({ class: kind }) => kind === 'guard').length).toBeGreaterThanOrEqual(2)
})

function depsWith(engine: Engine, more: Partial<TurnDeps> = {}): TurnDeps {
  const { store } = database
  return {
    store,
    bus: createBus(logFor('test:bus')),
    serving: servingOf(engine, createGuards({ clock, llamaGuard: { engine } })),
    limits: { take: () => Promise.resolve({ type: 'granted' }), covering: () => undefined },
    access: OPEN_ACCESS,
    memory: { recall: () => Promise.resolve(NOTHING_RECALLED), settled: () => Promise.resolve() },
    media: createMediaStore({ folder: '/nowhere', store, clock }),
    control: createMemoryControl({
      store,
      clock,
      isEnabled: true,
      itemsMax: () => 10,
      keep: keepCandidates,
      hashesOf: () => [],
      dropPromptCaches: () => Promise.resolve(),
      deletePersonSoon: () => Promise.resolve(),
    }),
    fetchMedia: () => Promise.reject(new Error('there are no pictures')),
    exportOf: () => Promise.reject(new Error('nothing is exported')),
    status: () => ({
      model: 'scripted',
      engine: 'ready',
      vision: true,
      guard: 'demonstration',
      guardSeesPictures: false,
    }),
    settings: () => ({
      promptTokensMax: 4_000,
      answerTokensMax: 512,
      answerCharactersMax: 16_000,
      askedCharactersMax: 20_000,
      picturesMax: 5,
      pastTurnsMax: 40,
      retryFirstMs: 250,
      delayNoticeAfterMs: 8_000,
      giveUpAfterMs: 20_000,
    }),
    clock,
    log: logFor('test:turn'),
    ...more,
  }
}

/** Judges all it is asked as safe; its answer never ends. */
const unending = (pieces: number) =>
  openScripted({
    clock,
    script: ({ class: asked }) =>
      asked === 'guard'
        ? { text: 'safe', firstToken: guardChoices(0) }
        : { text: Array.from({ length: pieces + 1 }, (_, n) => `Sentence number ${n} is here. `), stallAt: pieces },
  })

test('a stop keeps what was shown, all of it judged, with a note below it, and aborts the request', async () => {
  const bus = createBus(logFor('test:bus'))
  const stop = new AbortController()
  const drafts: string[] = []
  bus.subscribe((message) => {
    if (message.op !== 'reply-draft') return
    drafts.push(message.text)
    stop.abort('stopped')
  })
  const engine = unending(60)
  const aborted: boolean[] = []
  const generate = engine.generate.bind(engine)
  engine.generate = async function* (request, signal) {
    try {
      yield* generate(request, signal)
    } finally {
      aborted.push(signal.aborted)
    }
  }
  const result = await runTurn(depsWith(engine, { bus }), turn, { signal: never, stop: stop.signal })
  expect(drafts).toHaveLength(1)
  const shown = drafts[0]?.trimEnd()
  expect(shown).toMatch(/^Sentence number 0/)
  expect(result).toMatchObject({ isStopped: true, outcome: { type: 'answered', text: shown, note: '(Stopped.)' } })
  expect(aborted).toContain(true)
})

test('a stop before anything was shown ends with a notice', async () => {
  const stop = new AbortController()
  const engine = openScripted({
    clock,
    script: ({ class: asked }) => {
      if (asked === 'guard') return { text: 'safe', firstToken: guardChoices(0) }
      stop.abort('stopped')
      return { text: 'Never shown.', stallAt: 0 }
    },
  })
  const result = await runTurn(depsWith(engine), turn, { signal: never, stop: stop.signal })
  expect(result).toMatchObject({ isStopped: true, outcome: { type: 'noticed', reason: 'stopped', text: '(Stopped.)' } })
})

test('a turn that was stopped before it began asks no engine', async () => {
  const engine = unending(1)
  const result = await runTurn(depsWith(engine), turn, { signal: never, stop: AbortSignal.abort('stopped') })
  expect(result).toMatchObject({ isStopped: true, outcome: { reason: 'stopped' } })
  expect(engine.requests).toEqual([])
})

test('a command is not stopped, whether typed or in words', async () => {
  const by = { signal: never, stop: AbortSignal.abort('stopped') }
  const deps = depsWith(unending(1))
  const typed = await runTurn(deps, { ...turn, asked: { type: 'command', name: 'help', argument: '' } }, by)
  expect(typed.outcome.type).toBe('commanded')
  const stop = { type: 'message', text: 'Arrête !', pictures: [], others: [] } as const
  const said = await runTurn(deps, { ...turn, asked: stop }, by)
  expect(said.outcome).toMatchObject({ type: 'commanded', text: 'Il n’y a rien à arrêter.' })
})

test.each([
  ['what receipts say was shown before a crash stays', 'Once upon a time', 'answered'],
  ['the notice that it takes longer is no answer', textsFor('en').stillWorking, 'noticed'],
])('of a stop after a crash: %s', async (_, shown, type) => {
  const { pool } = database.store
  const resumed = { ...turn, id: `turn ${type}` as TurnId, replyId: `reply ${type}` as ReplyId, attempt: 2 }
  const { id, replyId, conversation, person } = resumed
  const sent = {
    state: 'sent',
    index: 0,
    receipt: { messageId: '1', atMs: 1 },
    labelled: false,
    text: shown,
    final: false,
  }
  await pool.query('insert into person values ($1, now()) on conflict do nothing', [person])
  await pool.query(
    `insert into conversation (id, account, chat, created_at) values ($1, $2, $3, now()) on conflict do nothing`,
    [conversation, account, chat],
  )
  await pool.query(
    `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at)
     select $1, $2, $3, count(*), $4, '{}', 'running', 1, now() from turn`,
    [id, conversation, person, replyId],
  )
  await pool.query(
    `insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, state, sends, created_at)
     values ($1, $2, $3, $4, 1, 'answer', 'live', $5, now())`,
    [replyId, id, conversation, person, JSON.stringify([sent])],
  )
  const by = { signal: never, stop: AbortSignal.abort('stopped') }
  const { outcome } = await runTurn(depsWith(openScripted({ clock, script: () => ({ text: '' }) })), resumed, by)
  expect(outcome).toMatchObject(type === 'answered' ? { type, text: shown, note: '(Stopped.)' } : { type })
})
