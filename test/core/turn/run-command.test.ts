import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asked } from '#core/contract/asked.ts'
import type { ConversationId, EventId, PersonId, ReplyId, TurnId } from '#core/contract/ids.ts'
import type { Turn } from '#core/contract/turn.ts'
import { createBus } from '#core/delivery/bus.ts'
import { createGuards } from '#core/guard/all.ts'
import { GuardFault, type Guard } from '#core/guard/guard.ts'
import { createMemoryControl, type MemoryControlDeps } from '#core/memory/control.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import { languages } from '#core/texts/all.ts'
import type { TurnDeps } from '#core/turn/deps.ts'
import { runTurn } from '#core/turn/run.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { OPEN_ACCESS } from '../../kit/access.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { account, envelope, randomId } from '../../kit/events.ts'
import { openScripted } from '../../kit/scripted.ts'
import { personWithTurns } from '../memory/person-with-turns.ts'
import { servingOf } from '../../kit/serving.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const { memory: en } = languages.en
const command = (name: string, argument = ''): Asked => ({ type: 'command', name, argument })

function turnOf(of: { person: PersonId; conversation: ConversationId }, asked: Asked, more: Partial<Turn> = {}): Turn {
  const { chat, sender } = envelope()
  const ids = {
    id: randomId() as TurnId,
    replyId: randomId() as ReplyId,
    eventIds: ['event' as EventId],
    messageIds: ['1'],
  }
  const about = { number: 1, account, chat, identity: sender.id, locale: 'en', attempt: 1 }
  return { ...ids, ...about, ...of, asked, receivedAtMs: 0, sentAtMs: 0, ...more }
}

/** Whoever runs a turn with these does not get to the engine. */
function depsWith(
  control: Partial<MemoryControlDeps> = {},
  guards: readonly Guard[] = createGuards({ clock, llamaGuard: undefined }),
) {
  const { store } = database
  const engine = openScripted({ clock, script: () => ({ text: 'from the engine' }) })
  const deps = {
    store,
    bus: createBus(logFor('test:bus')),
    serving: servingOf(engine, guards),
    limits: { take: () => Promise.resolve('granted') },
    access: OPEN_ACCESS,
    memory: { settled: () => Promise.resolve() },
    control: createMemoryControl({
      store,
      clock,
      isEnabled: true,
      itemsMax: () => 3,
      keep: keepCandidates,
      hashesOf: () => [],
      dropPromptCaches: () => Promise.resolve(),
      deletePersonSoon: () => Promise.resolve(),
      ...control,
    }),
    status: () => ({ engine: 'ready' }),
    settings: () => ({ retryFirstMs: 1, delayNoticeAfterMs: 8_000, giveUpAfterMs: 20_000 }),
    clock,
    log: logFor('test:turn'),
  }
  return deps as unknown as TurnDeps
}

const never = () => new AbortController().signal
const undisturbed = { signal: never(), stop: never() }
const run = async (turn: Turn, deps = depsWith()) => (await runTurn(deps, turn, undisturbed)).outcome

test.each(['', '   ', '\u200B\u2060', '\u{E0041}\u{E0042}'])('what shows nothing is not kept: %j', async (hidden) => {
  const ana = await personWithTurns(database.store)
  expect(await run(turnOf(ana, command('remember', hidden)))).toEqual({ type: 'commanded', text: en.rememberHow })
  await ana.knows({ text: 'The person likes tea.' })
  expect(await run(turnOf(ana, command('edit', `1 ${hidden}`)))).toEqual({ type: 'commanded', text: en.editHow })
})

test('a command that runs again after a crash changes nothing twice', async () => {
  const ana = await personWithTurns(database.store)
  const remember = turnOf(ana, command('remember', 'I like tea'))
  for (const attempt of [1, 2])
    expect(await run({ ...remember, attempt })).toEqual({ type: 'commanded', text: 'Saved: I like tea (/forget 1)' })
  const edit = turnOf(ana, command('edit', '1 I like cocoa'))
  for (const attempt of [1, 2])
    expect(await run({ ...edit, attempt })).toEqual({ type: 'commanded', text: 'Changed: I like cocoa (/forget 1)' })
  expect(await run(turnOf(ana, command('memories')))).toMatchObject({
    text: expect.stringMatching(/^[^\n]+\n1: I like cocoa[^\n]+\n\n/),
  })
})

test('what no guard can judge is not kept, and the person reads an apology', async () => {
  const ana = await personWithTurns(database.store)
  await ana.knows({ text: 'The person likes tea.' })
  const unable: Guard = {
    name: 'unable',
    judge: () => Promise.reject(new GuardFault('unsupported', 'no probabilities')),
  }
  for (const [name, argument] of [
    ['remember', 'I like cocoa'],
    ['edit', '1 I like cocoa'],
  ] as const)
    expect(await run(turnOf(ana, command(name, argument)), depsWith({}, [unable]))).toMatchObject({
      type: 'apologised',
    })
  expect(await run(turnOf(ana, command('memories')))).toMatchObject({ text: expect.not.stringContaining('cocoa') })
})

test.each(['memories', 'remember', 'edit', 'forget', 'why', 'memory', 'private', 'delete-me'])(
  'an identity that several people share has no memory: /%s',
  async (name) => {
    const admins = await personWithTurns(database.store)
    await admins.knows({ text: 'One of them likes tea.' })
    const turn = turnOf(admins, command(name, '1'), { isShared: true })
    expect(await run(turn)).toEqual({ type: 'commanded', text: en.shared })
  },
)

test('a full memory says so', async () => {
  const ana = await personWithTurns(database.store)
  for (const text of ['I like tea', 'I like cocoa', 'I like milk']) await run(turnOf(ana, command('remember', text)))
  expect(await run(turnOf(ana, command('remember', 'I like water')))).toEqual({ type: 'commanded', text: en.full })
})

test('where memory is switched off for all, nothing is kept, and what is there can be seen and forgotten', async () => {
  const ana = await personWithTurns(database.store)
  const off = depsWith({ isEnabled: false })
  const say = (name: string, argument?: string) => run(turnOf(ana, command(name, argument)), off)
  expect(await say('memories')).toMatchObject({ text: en.state.never })
  await ana.knows({ text: 'The person likes tea.' })
  expect(await say('remember', 'I like cocoa')).toMatchObject({ text: en.state.never })
  expect(await say('memory')).toMatchObject({ text: en.state.never })
  expect(await say('memories')).toMatchObject({ text: expect.stringContaining('likes tea') })
  expect(await say('forget', '1')).toMatchObject({ text: en.forgotten('1') })
})

test('the engine drops the prompts that knew what was forgotten, and deletion is asked for once it is confirmed', async () => {
  const ana = await personWithTurns(database.store)
  await ana.says('I live in Oslo')
  const dropped: unknown[] = []
  const deleted: PersonId[] = []
  const deps = depsWith({
    dropPromptCaches: async (conversations) => void dropped.push(...conversations),
    deletePersonSoon: async (person) => void deleted.push(person),
  })
  await run(turnOf(ana, command('forget', 'Oslo')), deps)
  expect(dropped).toEqual([ana.conversation])
  for (const argument of ['', 'no', 'yes please']) await run(turnOf(ana, command('deleteme', argument)), deps)
  expect(deleted).toEqual([])
  await run(turnOf(ana, command('delete_me', 'YES')), deps)
  expect(deleted).toEqual([ana.person])
})

test('what was superseded is shown as history alone', async () => {
  const ana = await personWithTurns(database.store)
  await ana.knows({ kind: 'profile', field: 'place', text: 'The person lives in Oslo.' })
  await ana.knows({ kind: 'profile', field: 'place', text: 'The person lives in Bergen.' })
  await ana.knows({ kind: 'event', text: 'The person moved.', scope: 'group' })
  await ana.inMemory(({ client, person }) =>
    client.query('update memory_item set superseded_by = 2 where person_id = $1 and number = 1', [person]),
  )
  const { text } = (await run(turnOf(ana, command('memories')))) as { text: string }
  expect(text.split('\n\n').slice(0, 3)).toEqual([
    '**About you**\n2: The person lives in Bergen. (2026-11-20)',
    '**Events**\n3: The person moved. (2026-11-20, said in a group)',
    '**No longer true, kept as history**\n1: The person lives in Oslo. (2026-11-20) → 2',
  ])
})
