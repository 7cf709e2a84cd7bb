import { Intake } from '#adapters/discord/intake.ts'
import { expect, it } from 'vitest'
import { hastyClock } from '../telegram/fixture.ts'

it('commands that are over take no room while the store is down', async () => {
  const dropped: string[] = []
  const stop = new AbortController()
  const intake = new Intake({
    decode: () => [],
    accept: () => Promise.reject(new Error('the store is down')),
    stored: () => undefined,
    dropped: ({ channelId }) => void dropped.push(channelId),
    clock: hastyClock().clock,
    random: () => 0.5,
  })
  const running = intake.run(stop.signal)
  const entry = (channelId: string) => ({ packet: { t: '', d: {} }, receivedAtMs: 0, channelId, bytes: 1 })
  const ack = { isOver: () => true, before: async () => undefined, stored: () => undefined }
  for (let count = 0; count < 3_000; count += 1) intake.push({ ...entry('1'), ack })
  intake.push(entry('2'))
  expect(dropped).toEqual([])
  stop.abort()
  await running
})
