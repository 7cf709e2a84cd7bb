import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Entry, Intake } from '#adapters/discord/intake.ts'
import { systemClock } from '#machine/clock.ts'

const CHANNEL = '100'
const OTHER_CHANNEL = '200'

let intake: Intake
let stored: { readonly ids: string[]; readonly cursor: string | undefined }[]
let taken: () => void
let over: AbortController
let running: Promise<void>

beforeEach(() => {
  stored = []
  taken = () => undefined
  over = new AbortController()
  intake = new Intake({
    decode: ({ messageId = '' }) => [{ messageId } as never],
    accept: async (events, cursor) => {
      stored.push({ ids: events.map((event) => (event as unknown as { messageId: string }).messageId), cursor })
      taken()
    },
    stored: () => undefined,
    dropped: () => undefined,
    clock: systemClock,
    random: () => 0.5,
  })
  running = intake.run(over.signal)
})

afterEach(async () => {
  over.abort()
  await running
})

const said = (messageId: string, channelId = CHANNEL): Entry => {
  return { packet: { t: 'MESSAGE_CREATE', d: {} }, receivedAtMs: 0, channelId, messageId, bytes: 1 }
}

async function after(act: () => void) {
  const next = new Promise<void>((resolve) => (taken = resolve))
  act()
  await next
  return stored.at(-1)
}

test('the cursor stays until the last of several gaps is closed', async () => {
  intake.gapOpened()
  intake.gapOpened()
  expect(await after(() => intake.push(said('1')))).toEqual({ ids: ['1'], cursor: undefined })
  intake.gapClosed()
  expect(await after(() => intake.push(said('2')))).toEqual({ ids: ['2'], cursor: undefined })
  intake.gapClosed()
  expect(await after(() => intake.push(said('3')))).toEqual({ ids: ['3'], cursor: '3' })
})

test('a channel that is held for two reasons waits for both', async () => {
  intake.hold(CHANNEL, '0')
  intake.hold(CHANNEL, '0')
  intake.push(said('2'))
  intake.release(CHANNEL)
  expect(await after(() => intake.push(said('3', OTHER_CHANNEL)))).toEqual({ ids: ['3'], cursor: '3' })
  intake.pushEarlier(said('1'))
  await after(() => intake.release(CHANNEL))
  expect(stored.flatMap(({ ids }) => ids)).toEqual(['3', '1', '2'])
})
