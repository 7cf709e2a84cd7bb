import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdTable, openStage, waitOptions, toldTo, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.[Symbol.asyncDispose]())

test('Redis killed while a turn runs and more messages come: all are answered once, in order', async () => {
  const { host, telegram, service } = stage
  const [alice, bob] = [telegram.person('alice'), telegram.person('bob')]
  const go = Promise.withResolvers<void>()
  const judging = host.next('guard')
  host.fail('guard', { type: 'hold', go: go.promise })
  alice.sends('before')
  await judging
  const back = service.killChild('redis')
  alice.sends('during')
  bob.sends('meanwhile')
  go.resolve()
  await Promise.all([alice.hears(/during/, waitOptions), bob.hears(/meanwhile/, waitOptions)])
  await back
  alice.sends('after')
  await alice.hears(/after/, waitOptions)
  await stage.settled()
  expect(toldTo(alice)).toEqual(['You said: before', 'You said: during', 'You said: after'])
  expect(toldTo(bob)).toEqual(['You said: meanwhile'])
})

test('Postgres killed while a message is stored: it stays with the platform, and is answered once', async () => {
  const { telegram, service } = stage
  const carol = telegram.person('carol')
  const events = await holdTable(service, 'event')
  carol.sends('keep this')
  await events.reached()
  expect(telegram.unconfirmed).toHaveLength(1)
  const back = service.killChild('postgres')
  await events.release()
  await carol.hears(/keep this/, waitOptions)
  await telegram.until(() => telegram.unconfirmed.length === 0 || undefined, waitOptions)
  await back
  await stage.settled()
  expect(toldTo(carol)).toEqual(['You said: keep this'])
})

test('Postgres killed while a guard judges: the answer comes all the same', async () => {
  const { host, telegram, service } = stage
  const dave = telegram.person('dave')
  const go = Promise.withResolvers<void>()
  const judging = host.next('guard')
  host.fail('guard', { type: 'hold', go: go.promise })
  dave.sends('who judges?')
  await judging
  const back = service.killChild('postgres')
  go.resolve()
  await dave.hears(/./, waitOptions)
  await back
  await stage.settled()
  expect(toldTo(dave)).toEqual(['You said: who judges?'])
})

test('Postgres killed while a turn reads what was said before: the answer comes all the same', async () => {
  const { host, telegram, service } = stage
  const erin = telegram.person('erin')
  const go = Promise.withResolvers<void>()
  const judging = host.next('guard')
  host.fail('guard', { type: 'hold', go: go.promise })
  erin.sends('what did I say?')
  await judging
  const turns = await holdTable(service, 'turn')
  go.resolve()
  await turns.reached()
  const back = service.killChild('postgres')
  await turns.release()
  await erin.hears(/./, waitOptions)
  await back
  await stage.settled()
  expect(toldTo(erin)).toEqual(['You said: what did I say?'])
})

test('Postgres killed while a turn asks for its limit: the answer comes all the same', async () => {
  const { telegram, service } = stage
  const frank = telegram.person('frank')
  const limits = await holdTable(service, 'limit_bucket')
  frank.sends('may I speak?')
  await limits.reached()
  const back = service.killChild('postgres')
  await limits.release()
  await frank.hears(/./, waitOptions)
  await back
  await stage.settled()
  expect(toldTo(frank)).toEqual(['You said: may I speak?'])
})

test('Postgres killed while the end of a turn is stored: the answer comes once', async () => {
  const { host, telegram, service } = stage
  const grace = telegram.person('grace')
  const go = Promise.withResolvers<void>()
  const asked = host.next('chat')
  host.fail('chat', { type: 'hold', go: go.promise })
  grace.sends('how does it end?')
  await asked
  const ends = await holdTable(service, 'verdict')
  go.resolve()
  await ends.reached()
  const back = service.killChild('postgres')
  await ends.release()
  await grace.hears(/./, waitOptions)
  await back
  await stage.settled()
  expect(toldTo(grace)).toEqual(['You said: how does it end?'])
})

test('a Postgres that refuses a receipt, as on a full disk: nothing is sent twice, no text is logged', async () => {
  const { telegram, service, query } = stage
  const heidi = telegram.person('heidi')
  await query(`create function refuse() returns trigger language plpgsql as 'begin raise exception ''no space''; end'`)
  await query(`create trigger refuse before update on outbox for each row
    when (new.sends @> '[{"state":"sent"}]') execute function refuse()`)
  heidi.sends('canary-heidi')
  await heidi.hears(/canary-heidi/, waitOptions)
  await service.says('failed to store receipt')
  const later = telegram.person('ivan')
  later.sends('are others served?')
  await later.hears(/are others served/, waitOptions)
  await query('drop trigger refuse on outbox')
  await stage.settled()
  expect(toldTo(heidi)).toEqual(['You said: canary-heidi'])
  expect(service.stderr).not.toContain('canary-heidi')
})
