import { beforeEach, expect, test } from 'vitest'
import { OpenChannel } from '#adapters/open-channel.ts'
import { type Channel, ChannelError, type OutgoingMessage, type Receipt } from '#core/contract/channel.ts'
import { accountId, type ReplyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'

const chat: Chat = { id: '1', kind: 'dm' }
const message: OutgoingMessage = { replyId: 'r' as ReplyId, index: 0, kind: 'answer', text: 'hi', final: true }
const never = new AbortController().signal
const receipt: Receipt = { messageId: '7', atMs: 1 }

let sending: PromiseWithResolvers<Receipt>
let isDisposed: boolean
let channel: OpenChannel

beforeEach(() => {
  sending = Promise.withResolvers()
  isDisposed = false
  const scripted: Pick<Channel, 'name' | 'account' | 'send' | 'typing' | typeof Symbol.asyncDispose> = {
    name: 'telegram',
    account: accountId('telegram', '4242'),
    send: () => sending.promise,
    typing: async () => {},
    async [Symbol.asyncDispose]() {
      isDisposed = true
    },
  }
  channel = new OpenChannel(scripted as Channel, { clock: systemClock })
})

test('a call under way ends before the channel is closed, and none begins any more', async () => {
  const sent = channel.send(chat, message, never)
  let isOver = false
  const ended = channel.endCalls({ limitMs: 10_000 }, never).then(() => (isOver = true))
  await expect(channel.send(chat, message, never)).rejects.toMatchObject({ code: 'unreachable' })
  await expect(channel.typing(chat, never)).rejects.toMatchObject({ code: 'unreachable' })
  expect(isOver).toBe(false)
  sending.resolve(receipt)
  expect(await sent).toEqual(receipt)
  await ended
  expect(isDisposed).toBe(false)
})

test('a call that hangs is not waited for longer than the limit, nor while the service stops', async () => {
  void channel.send(chat, message, never)
  await channel.endCalls({ limitMs: 20 }, never)
  await channel.endCalls({ limitMs: 60_000 }, AbortSignal.abort())
})

test('it knows when something went in and out, how long a call took, and the newest failure', async () => {
  expect(channel.activity()).toEqual({})
  channel.tookIn()
  sending.resolve(receipt)
  await channel.send(chat, message, never)
  sending = Promise.withResolvers()
  sending.reject(new ChannelError('unreachable', 'no answer'))
  await expect(channel.send(chat, message, never)).rejects.toThrow('no answer')
  const time = expect.any(Number)
  expect(channel.activity()).toEqual({
    lastInAtMs: time,
    lastOutAtMs: time,
    roundTrip: { atMs: time, ms: time },
    newestFailure: { atMs: time, detail: 'no answer' },
  })
})

test('what a channel does not have, it does not have either', () => {
  expect(channel).not.toMatchObject({ sendFile: expect.anything() })
  expect([channel.linking, channel.sendFile, channel.findSent, channel.forgetPerson]).toEqual(Array(4).fill(undefined))
})
