import { expect, test } from 'vitest'
import { channelStates } from '#console/api/channels/state.ts'
import { createOverview } from '#console/api/overview/overview.ts'
import { saidWithoutNumbers, withoutNumbers } from '#console/api/without-numbers.ts'
import { systemClock as clock } from '#machine/clock.ts'

const said = 'its page did not open (no account of 4915123456789@c.us)'
const shown = 'its page did not open (no account of …@c.us)'

test.each([
  ['connected; account +4915123456789', 'connected; account +…'],
  ['no account of +1 (555) 078-3881, since +49 151 23 45 67 89', 'no account of +…, since +…'],
  ['again in 30000 ms, since 2026-11-29, 1.2 GB free', 'again in 30000 ms, since 2026-11-29, 1.2 GB free'],
])('%s is shown as %s', (text, without) => expect(withoutNumbers(text)).toBe(without))

test('what every account sees of a channel has nobody’s phone number in it', () => {
  const channel = {
    name: 'whatsapp',
    account: 'whatsapp:4915123456789',
    health: () => ({ state: 'failed', detail: said }),
    activity: () => ({ newestFailure: { atMs: 1, detail: said } }),
  }
  const open = () => [channel] as never
  const states = channelStates({ open, faulty: () => [{ name: 'telegram', detail: said }] })
  expect(states.find(({ name }) => name === 'whatsapp')).toEqual({
    name: 'whatsapp',
    isAlwaysThere: false,
    state: 'failed',
    detail: shown,
    newestFailure: { atMs: 1, detail: shown },
  })
  expect(JSON.stringify(states)).not.toContain('4915123456789')
})

test('nor has what is said in every language', () => {
  const sentences = [
    { code: 'call.refused', values: { platform: 'x', said: { quote: 'no 4915123456789' }, number: 4915123 } },
    { code: 'disk.unseen', values: { folders: { list: ['/of/4915123456789'] }, free: { bytes: 49_151_234_567_890 } } },
  ]
  expect(saidWithoutNumbers({ detail: said, sentences })).toEqual({
    detail: shown,
    sentences: [
      { code: 'call.refused', values: { platform: 'x', said: { quote: 'no …' }, number: 4915123 } },
      { code: 'disk.unseen', values: { folders: { list: ['/of/…'] }, free: { bytes: 49_151_234_567_890 } } },
    ],
  })
})

test('nor has the overview', async () => {
  const zero = { people: 0, count: 0, replies: 0, blocks: 0, apologies: 0, queued: 0, unsent: 0 }
  const row = { ...zero, queued_since: null, unsent_since: null, counts: [] }
  const pool = { query: async () => ({ rows: [row] }) }
  const parts = [{ name: 'whatsapp', state: 'failed', detail: said }]
  const service = {
    status: () => ({ model: 'm', engine: 'ready' }),
    readiness: () => ({ ready: true, parts }),
    engineLoad: () => undefined,
  }
  const now = await createOverview({ pool, service, clock } as never).now()
  expect(now.parts).toEqual([{ ...parts[0], detail: shown }])
  expect(now.worries).toContainEqual({ kind: 'part', part: now.parts[0] })
})
