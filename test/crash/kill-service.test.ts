import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '#core/texts/en.ts'
import { holdTable, openStage, patience, toldTo, type Stage } from './stage.ts'

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
afterAll(() => stage?.[Symbol.asyncDispose]())

test('killed between taking an update and storing it: it comes again, and is answered once', async () => {
  const { telegram, service } = stage
  const alice = telegram.person('alice')
  const events = await holdTable(service, 'event')
  alice.sends('are you there?')
  await events.reached()
  await stage.killAndStartAgain()
  await events.release()
  await alice.hears(/You said: are you there\?/, patience)
  stage.recovered('taken, not stored')
  await stage.settled()
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
  await bob.hears(/You said: stored/, patience)
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, patience)
  stage.recovered('stored, not confirmed')
  await stage.settled()
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
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, patience)
  await stage.killAndStartAgain()
  await carol.hears(/You said: second\nthird/, patience)
  stage.recovered('judging')
  await stage.settled()
  expect(toldTo(carol)).toEqual(['You said: first', 'You said: second\nthird'])
})

test('killed while an answer grows: the new one takes the place of what was shown, in one edit', async () => {
  const { host, telegram } = stage
  const dave = telegram.person('dave')
  host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: NEVER })
  dave.sends('tell me about runners')
  const { text: half } = await dave.hears(/The chasquis/, patience)
  expect(LONG.startsWith(half) && half !== LONG).toBe(true)
  await stage.receiptsStored()
  await stage.killAndStartAgain()
  await dave.hears(/carried knots\.$/, patience)
  stage.recovered('answering')
  await stage.settled()
  expect(toldTo(dave)).toEqual([LONG])
  expect(dave.transcript().at(-1)?.earlier).toEqual([half])
})

test('killed before the parts of an album are taken together: they are one question all the same', async () => {
  const { telegram } = stage
  const ivan = telegram.person('ivan')
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } }).png().toBuffer()
  ivan.sendsAlbum([picture, picture], 'two of them')
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, patience)
  await stage.killAndStartAgain()
  await ivan.hears(/You said:/, patience)
  stage.recovered('album')
  await stage.settled()
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
  await telegram.until(() => telegram.calls('sendMessage').at(-1)?.outcome === 'dropped' || undefined, patience)
  await stage.killAndStartAgain()
  await erin.hears(/You said: lost/, patience)
  stage.recovered('sending, not accepted')
  await stage.settled()
  expect(toldTo(erin)).toEqual([labelled('You said: lost on the way')])
})

test('killed in a send that arrived and was not answered: the repetition is labelled', async () => {
  const { telegram } = stage
  const frank = telegram.person('frank')
  telegram.faults.add({ op: 'sendMessage', silent: true })
  frank.sends('nobody answers')
  await frank.hears(/You said: nobody/, patience)
  await stage.killAndStartAgain()
  await frank.hears(/^\(You may/, patience)
  stage.recovered('sending, accepted')
  await stage.settled()
  expect(toldTo(frank)).toEqual(['You said: nobody answers', labelled('You said: nobody answers')])
})

test('killed in an edit that arrived and was not answered: it is made again, nothing is repeated', async () => {
  const { host, telegram } = stage
  const grace = telegram.person('grace')
  const rest = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: rest.promise })
  grace.sends('tell me more')
  await grace.hears(/The chasquis/, patience)
  telegram.faults.add({ op: 'editMessageText', silent: true })
  rest.resolve()
  await grace.hears(/carried knots\.$/, patience)
  await stage.killAndStartAgain()
  await stage.settled()
  stage.recovered('editing, accepted')
  expect(toldTo(grace)).toEqual([LONG])
})

test('after all that every event is done exactly once, and no lease and no unsent reply is left', async () => {
  await stage.settled()
  const people = await stage.query<{ events: number; turns: number }>(`
    select count(distinct e.id)::int as events, count(distinct t.id)::int as turns
    from event e join turn t on t.id = e.turn_id where e.outcome in ('reply', 'joined')`)
  const [all] = await stage.query<{ count: number }>('select count(*)::int as count from event')
  expect(people).toEqual([{ events: all?.count, turns: 9 }])
})

test('nothing that a person said, and no token, is in the log', () => {
  const { service, telegram } = stage
  expect(service.stderr).toContain('"level":"debug"')
  const said = ['are you there', 'not confirmed', 'third', 'chasquis', 'lost on the way', 'nobody answers']
  for (const secret of [telegram.token, ...said]) expect(service.stderr).not.toContain(secret)
})
