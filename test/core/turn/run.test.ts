import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EventId, IdentityId, PersonId, ReplyId, TurnId } from '#core/contract/ids.ts'
import { NOTHING_RECALLED } from '#core/contract/memory.ts'
import { createBus } from '#core/delivery/bus.ts'
import { createGuards } from '#core/guard/all.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { createMemoryControl } from '#core/memory/control.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import type { TurnDeps } from '#core/turn/deps.ts'
import { runTurn } from '#core/turn/run.ts'
import type { Turn } from '#core/contract/turn.ts'
import type { Engine } from '#engine/contract.ts'
import { guardChoices, openScripted } from '../../kit/scripted.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { OPEN_ACCESS } from '../../kit/access.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, conversationOf, envelope } from '../../kit/events.ts'

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

test('whatever a turn asks of an engine, its guards included, says for whom', async () => {
  const engine = openScripted({ clock, script: () => ({ text: 'Hello!', firstToken: guardChoices(0) }) })
  const { outcome } = await runTurn(depsWith(engine), turn, new AbortController().signal)
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
  const { outcome } = await runTurn(depsWith(engine, { bus }), turn, new AbortController().signal)
  expect(outcome).toMatchObject(expected)
})

test('who was blocked while their message waited hears nothing, asks no engine, and uses up no limit', async () => {
  const engine = openScripted({ clock, script: () => ({ text: 'Hello!' }) })
  const access = { ...OPEN_ACCESS, standingOf: async () => 'blocked' as const }
  const limits = { take: () => Promise.reject(new Error('was asked')), covering: () => undefined }
  const { outcome } = await runTurn(depsWith(engine, { access, limits }), turn, new AbortController().signal)
  expect(outcome).toEqual({ type: 'ignored', rule: 'blocked' })
  expect(engine.requests).toEqual([])
})

function depsWith(engine: Engine, more: Partial<TurnDeps> = {}): TurnDeps {
  const { store } = database
  return {
    store,
    bus: createBus(logFor('test:bus')),
    engines: { chat: engine, photo: engine },
    guards: createGuards({ clock, llamaGuard: { engine } }),
    limits: { take: () => Promise.resolve({ type: 'granted' }), covering: () => undefined },
    access: OPEN_ACCESS,
    memory: { recall: () => Promise.resolve(NOTHING_RECALLED), settled: () => Promise.resolve() },
    media: createMediaStore({ folder: '/nowhere', store, clock }),
    control: createMemoryControl({
      store,
      clock,
      isEnabled: true,
      itemsMax: 10,
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
    settings: {
      promptTokensMax: 4_000,
      answerTokensMax: 512,
      answerCharactersMax: 16_000,
      askedCharactersMax: 20_000,
      picturesMax: 5,
      pastTurnsMax: 40,
      retryFirstMs: 250,
      delayNoticeAfterMs: 8_000,
      giveUpAfterMs: 20_000,
    },
    clock,
    log: logFor('test:turn'),
    ...more,
  }
}
