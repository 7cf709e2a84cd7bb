import { expect, onTestFinished, test } from 'vitest'
import type { PlannedFault } from '../../kit/faults.ts'
import { untilNone } from '../../kit/settled.ts'
import { GROWING, WORDS_BEFORE_PAUSE } from '../../kit/growing-answer.ts'
import { expectToldOnce, requires, toldTo, waitOptions, type Journey } from './journey.ts'

const HOUR_MS = 3_600_000
/** `messages.answerHours`. */
const ANSWER_HOURS = 24

/** What the platform does to messages on their way, in both directions. */
export function deliveryJourneys(journey: Journey): void {
  test('what the platform brings twice is answered once', async (context) => {
    requires(context, journey.platform, 'duplicate delivery')
    const alice = journey.stranger('Alice')
    const id = alice.says('say it once')
    await alice.hears(/You said: say it once/, waitOptions)
    alice.repeats(id)
    await journey.settled()
    expect(toldTo(alice)).toEqual(['You said: say it once'])
  })

  test('what comes twice at the same time is answered once', async (context) => {
    requires(context, journey.platform, 'duplicate delivery', 'faults')
    const alice = journey.stranger('Alice')
    journey.platform.faults.add({ op: 'receive', duplicate: true })
    alice.says('echo')
    await alice.hears(/You said: echo/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toEqual(['You said: echo'])
  })

  test('what comes late, behind a newer message, is answered once as well', async (context) => {
    requires(context, journey.platform, 'late delivery', 'faults')
    const alice = journey.stranger('Alice')
    journey.platform.faults.add({ op: 'receive', reorder: true })
    alice.says('number one')
    alice.says('number two')
    await alice.hears(/number one/, waitOptions)
    await journey.settled()
    const told = toldTo(alice).join('\n')
    expect([told.match(/number one/g), told.match(/number two/g)].map((found) => found?.length)).toEqual([1, 1])
    expect(await outcomesOf(journey, alice.chatId)).toHaveLength(2)
  })

  test('after 429 an answer waits as long as it is told to, and comes once', async (context) => {
    requires(context, journey.platform, 'faults')
    const alice = await journey.acquaintance('Alice')
    journey.platform.faults.add({ op: 'send', retryAfter: 1 })
    const saidMs = performance.now()
    alice.says('slowly, please')
    await alice.hears(/slowly, please/, waitOptions)
    expect(performance.now() - saidMs).toBeGreaterThan(1_000)
    await journey.settled()
    expect(toldTo(alice).slice(1)).toEqual(['You said: slowly, please'])
  })

  test.for<[string, PlannedFault]>([
    ['500', { op: 'send', status: 500 }],
    ["a gateway's page", { op: 'send', html: true }],
    ['a connection that is cut before it was taken', { op: 'send', drop: true }],
    ['a connection that is cut after it was taken', { op: 'send', dropAfterAccept: true }],
  ])('an answer is not lost, and none comes twice without saying so: %s', async ([name, fault], context) => {
    requires(context, journey.platform, 'faults')
    const alice = journey.stranger('Alice')
    journey.platform.faults.add(fault)
    alice.says(`after ${name}`)
    await alice.hears(new RegExp(`You said: after ${name}`), waitOptions)
    await journey.settled()
    expectToldOnce(alice, `You said: after ${name}`, journey.capabilities)
  })

  test('an answer that grows gets its last text although an edit fails', async (context) => {
    requires(context, journey.platform, 'faults', 'growing answer')
    const rest = Promise.withResolvers<void>()
    journey.answers.set('a failing edit', GROWING)
    journey.host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: rest.promise })
    const alice = journey.stranger('Alice')
    alice.says('speak of a failing edit')
    await alice.hears(/^The chasquis/, waitOptions)
    journey.platform.faults.add({ op: 'edit', drop: true })
    rest.resolve()
    await alice.hears(/carried knots\.$/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toEqual([GROWING])
  })

  test('a chat whose platform is slow does not delay another', async (context) => {
    requires(context, journey.platform, 'faults')
    const [alice, bob] = [await journey.acquaintance('Alice'), await journey.acquaintance('Bob')]
    const isOver = Promise.withResolvers<void>()
    onTestFinished(() => isOver.resolve())
    journey.platform.faults.add({ op: 'send', heldUntil: isOver.promise })
    alice.says('slow')
    const database = await journey.service.database()
    await untilNone(database, `select 1 where not exists (${SENDING})`).finally(() => database.end())
    bob.says('quick')
    await bob.hears(/You said: quick/, waitOptions)
    expect(toldTo(alice)).toHaveLength(1)
    isOver.resolve()
    await alice.hears(/You said: slow/, waitOptions)
  })

  test('what was said while the service was down is answered after its start, unless it is older than a day', async (context) => {
    requires(context, journey.platform, 'missed messages', 'late delivery')
    const [alice, bob] = [await journey.acquaintance('Alice'), await journey.acquaintance('Bob')]
    await journey.restart(() => {
      alice.says('yesterday')
      journey.passes((ANSWER_HOURS + 1) * HOUR_MS)
      bob.says('just now')
    })
    await bob.hears(/You said: just now/, waitOptions)
    await journey.settled()
    expect(toldTo(bob)).toHaveLength(2)
    expect(toldTo(alice).filter((text) => text.includes('yesterday'))).toEqual([])
    expect(journey.asked('yesterday')).toEqual([])
  })

  test('what was said while the service was down is answered once after its start', async (context) => {
    requires(context, journey.platform, 'missed messages')
    const alice = await journey.acquaintance('Alice')
    await journey.restart(() => void alice.says('while you were away'))
    await alice.hears(/You said: while you were away/, waitOptions)
    await journey.settled()
    expect(toldTo(alice)).toHaveLength(2)
  })

  test('a token that was revoked is told to the operator, and other channels go on', async (context) => {
    requires(context, journey.platform, 'token')
    const { platform, service } = journey
    const alice = await journey.acquaintance('Alice')
    const state = () => service.app.readiness().parts.find(({ name }) => name === platform.name)
    platform.revokeToken()
    alice.says('is anybody there?')
    await expect.poll(() => state()?.state, { timeout: waitOptions.withinMs, interval: 20 }).toBe('failed')
    expect(state()?.detail).toMatch(/token/i)
    const typist = await service.terminal(`typist of ${platform.name}`)
    await typist.says('do you go on?')
    expect(await typist.hears()).toMatchObject({ text: 'You said: do you go on?' })
    expect(service.app.readiness().ready).toBe(true)
    platform.restoreToken()
    await journey.restart()
    const bob = journey.stranger('Bob')
    bob.says('and now?')
    await bob.hears(/You said: and now\?/, waitOptions)
    expect(state()?.state).toBe('ready')
  })
}

const SENDING = `select 1 from outbox where sends @> '[{"state":"sending"}]'`

async function outcomesOf(journey: Journey, chatId: string): Promise<readonly string[]> {
  const rows = await journey.query<{ outcome: string }>('select outcome from event where chat_id = $1', [chatId])
  return rows.map(({ outcome }) => outcome).filter((outcome) => ['reply', 'joined'].includes(outcome))
}
