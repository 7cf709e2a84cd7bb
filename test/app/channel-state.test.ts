import { expect, test } from 'vitest'
import { channelState } from '#app/status.ts'
import type { ChannelHealth } from '#core/contract/channel.ts'
import { fakeLinking } from '../kit/fake-linking.ts'

const linked = (health: ChannelHealth['state'], state: Parameters<typeof fakeLinking>[0]) =>
  channelState({
    name: 'whatsapp',
    health: () => ({ state: health, detail: 'not told: the link says more' }),
    linking: fakeLinking(state),
  })

test('a channel with a token is told as it says of itself', () => {
  const health = () => ({ state: 'failed', detail: 'the token was refused' }) as const
  expect(channelState({ name: 'telegram', health })).toEqual({ name: 'telegram', ...health() })
})

test('a linked channel is told in the words of its link, with the account and no code', () => {
  const qr = linked('starting', { state: 'qr', detail: 'scan the code: npm run whatsapp -- link', qr: '2@secret' })
  expect(qr).toMatchObject({ state: 'starting', word: 'qr', detail: 'scan the code: npm run whatsapp -- link' })
  expect(JSON.stringify(qr)).not.toContain('2@secret')
  const ready = linked('ready', { state: 'ready', detail: 'connected', phoneNumber: '49151' })
  expect(ready).toMatchObject({ state: 'ready', word: 'ready', detail: 'connected. Account +49151.' })
  expect(ready.sentences?.at(-1)).toMatchObject({ code: 'whatsapp.account', values: { number: '+49151' } })
})

test('restarts of its browser are told with the reason of the last, also while it is well or none runs', () => {
  const restarts = { count: 2, newestFor: { code: 'whatsapp.page-crashed', values: {}, english: 'Its page crashed.' } }
  const { detail } = linked('ready', { state: 'ready', detail: 'connected', restarts })
  expect(detail).toBe('connected. Its browser was started again 2 times, the last time because: Its page crashed.')
})
