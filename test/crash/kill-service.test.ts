import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { en } from '#core/texts/en.ts'
import type { Person } from '../kit/telegram/person.ts'
import { holdTable, openStage, waitOptions, toldTo, type Stage } from './stage.ts'

const NEVER = new Promise<void>(() => undefined)
/** More than the first window of the gate, so that a part is shown before the rest. */
const LONG =
  'The chasquis ran along the roads of the Andes, from one hut to the next, and never stopped. They carried knots.'
const WORDS_BEFORE_PAUSE = 14
const labelled = (text: string) => `${en.maybeRepeated}\n\n${text}`

let stage: Stage

beforeAll(async () => {
  stage = await openStage({ host: { answer: ({ last }) => (/tell/.test(last) ? LONG : `You said: ${last}`) } })
})
afterEach(() => nothingIsLogged())
afterAll(() => stage?.[Symbol.asyncDispose]())

test('killed between taking an update and storing it: it comes again, and is answered once', async () => {
  const { telegram, service } = stage
  const alice = telegram.person('alice')
  const events = await holdTable(service, 'event')
  alice.sends('are you there?')
  await events.reached()
  await stage.killAndStartAgain()
  await events.release()
  await alice.hears(/You said: are you there\?/, waitOptions)
  stage.recovered('taken, not stored')
  await answeredOnce(alice, { turns: 1 })
  expect(toldTo(alice)).toEqual(['You said: are you there?'])
})

test('killed between storing an update and confirming it: it is stored and answered once', async () => {
  const { telegram } = stage
  const bob = telegram.person('bob')
  telegram.faults.add({ op: 'getUpdates', drop: true })
  bob.sends('stored, not confirmed')
  await telegram.until(() => telegram.calls('getUpdates').at(-1)?.outcome === 'dropped' || undefined)
  expect(telegram.unconfirmed).toHaveLength(1)
  await stage.killAndStartAgain()
  await bob.hears(/You said: stored/, waitOptions)
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, waitOptions)
  stage.recovered('stored, not confirmed')
  await answeredOnce(bob, { turns: 1 })
  expect(toldTo(bob)).toEqual(['You said: stored, not confirmed'])
})

test('killed while a guard judges, with more messages waiting: all are answered, in order', async () => {
  const { host, telegram } = stage
  const carol = telegram.person('carol')
  host.fail('guard', { type: 'hold', go: NEVER })
  const judging = host.next('guard')
  carol.sends('first')
  await judging
  carol.sends('second')
  carol.sends('third')
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, waitOptions)
  await stage.killAndStartAgain()
  await carol.hears(/You said: second\nthird/, waitOptions)
  stage.recovered('judging')
  await answeredOnce(carol, { turns: 2 })
  expect(toldTo(carol)).toEqual(['You said: first', 'You said: second\nthird'])
})

test('killed while an answer grows: the new one takes the place of what was shown, in one edit', async () => {
  const { host, telegram } = stage
  const dave = telegram.person('dave')
  host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: NEVER })
  dave.sends('tell me about runners')
  const { text: half } = await dave.hears(/The chasquis/, waitOptions)
  expect(LONG.startsWith(half) && half !== LONG).toBe(true)
  await stage.receiptsStored()
  await stage.killAndStartAgain()
  await dave.hears(/carried knots\.$/, waitOptions)
  stage.recovered('answering')
  await answeredOnce(dave, { turns: 1 })
  expect(toldTo(dave)).toEqual([LONG])
  expect(dave.transcript().at(-1)?.earlier).toEqual([half])
})

test('killed before the parts of an album are taken together: they are one question all the same', async () => {
  const { telegram } = stage
  const ivan = telegram.person('ivan')
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  ivan.sendsAlbum([picture, picture], 'two of them')
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, waitOptions)
  await stage.killAndStartAgain()
  await ivan.hears(/You said:/, waitOptions)
  stage.recovered('album')
  await answeredOnce(ivan, { turns: 1 })
  expect(toldTo(ivan)).toHaveLength(1)
  const ofIvan = 'select count(*)::int as parts, count(distinct turn_id)::int as turns from event where chat_id = $1'
  const turns = await stage.query(ofIvan, [String(ivan.chatId)])
  expect(turns).toEqual([{ parts: 2, turns: 1 }])
})

test('killed in a send that never arrived, which nobody can know: it arrives once, labelled', async () => {
  const { telegram } = stage
  const erin = telegram.person('erin')
  telegram.faults.add({ op: 'sendMessage', drop: true })
  erin.sends('lost on the way')
  await telegram.until(() => telegram.calls('sendMessage').at(-1)?.outcome === 'dropped' || undefined, waitOptions)
  await stage.killAndStartAgain()
  await erin.hears(/You said: lost/, waitOptions)
  stage.recovered('sending, not accepted')
  await answeredOnce(erin, { turns: 1 })
  expect(toldTo(erin)).toEqual([labelled('You said: lost on the way')])
})

test('killed in a send that arrived and was not answered: the repetition is labelled', async () => {
  const { telegram } = stage
  const frank = telegram.person('frank')
  telegram.faults.add({ op: 'sendMessage', silent: true })
  frank.sends('nobody answers')
  await frank.hears(/You said: nobody/, waitOptions)
  await stage.killAndStartAgain()
  await frank.hears(/^\(You may/, waitOptions)
  stage.recovered('sending, accepted')
  await answeredOnce(frank, { turns: 1 })
  expect(toldTo(frank)).toEqual(['You said: nobody answers', labelled('You said: nobody answers')])
})

test('killed in an edit that arrived and was not answered: it is made again, nothing is repeated', async () => {
  const { host, telegram } = stage
  const grace = telegram.person('grace')
  const rest = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: rest.promise })
  grace.sends('tell me more')
  await grace.hears(/The chasquis/, waitOptions)
  telegram.faults.add({ op: 'editMessageText', silent: true })
  rest.resolve()
  await grace.hears(/carried knots\.$/, waitOptions)
  await stage.killAndStartAgain()
  await answeredOnce(grace, { turns: 1 })
  stage.recovered('editing, accepted')
  expect(toldTo(grace)).toEqual([LONG])
})

test('killed with nothing under way: every event stays done exactly once, no lease and no unsent reply is left', async () => {
  const heidi = stage.telegram.person('heidi')
  heidi.sends('before it')
  await heidi.hears(/You said: before it/, waitOptions)
  await stage.settled()
  await stage.killAndStartAgain()
  heidi.sends('after it')
  await heidi.hears(/You said: after it/, waitOptions)
  await answeredOnce(heidi, { turns: 2 })
  expect(toldTo(heidi)).toEqual(['You said: before it', 'You said: after it'])
})

test('nothing that a person said, and no token, is in the log, before a kill and after it', async () => {
  const judy = stage.telegram.person('judy')
  judy.sends('canary-judy')
  await judy.hears(/You said: canary-judy/, waitOptions)
  expect(stage.service.stderr).toContain('"level":"debug"')
  nothingIsLogged()
  await stage.killAndStartAgain()
  nothingIsLogged()
})

/** Every message has one outcome, and every turn one reply that was sent; nothing is left to do, and nobody has a lease. */
async function answeredOnce(person: Person, { turns }: { turns: number }): Promise<void> {
  await stage.settled()
  const events = person.transcript().filter(({ fromBot }) => !fromBot).length
  const ofPerson = `
    select count(distinct e.id)::int as events, count(distinct t.id)::int as turns,
      count(distinct e.id) filter (where e.outcome in ('reply', 'joined'))::int as done,
      count(distinct e.id) filter (where e.outcome = 'reply')::int as answered,
      count(distinct o.id) filter (where o.state = 'sent')::int as replies
    from event e left join turn t on t.id = e.turn_id left join outbox o on o.turn_id = t.id where e.chat_id = $1`
  const counts = await stage.query(ofPerson, [String(person.chatId)])
  expect(counts).toEqual([{ events, done: events, turns, answered: turns, replies: turns }])
}

/** Whatever was ever to be read at Telegram. */
function nothingIsLogged(): void {
  const { service, telegram } = stage
  const messages = [...telegram.state.rooms.values()].flatMap((room) => [...room.messages.values()])
  const texts = messages.flatMap(({ versions }) => versions.map(({ text }) => text)).filter((text) => text !== '')
  expect(texts).not.toEqual([])
  for (const secret of [telegram.token, ...texts]) expect(service.stderr).not.toContain(secret)
}
