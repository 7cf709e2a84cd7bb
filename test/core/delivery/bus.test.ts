import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AccountId, ConversationId, ReplyId, TurnId } from '#core/contract/ids.ts'
import { createBus, type BusMessage, type ReplyBus } from '#core/delivery/bus.ts'
import { logFor } from '#machine/log.ts'

const log = logFor('test:bus')
// The errors in these tests are intended.
log.level = 'silent'

const conversation = 'telegram:1:2' as ConversationId
const reply = 'reply' as ReplyId
const address = { conversation, account: 'telegram:1' as AccountId, chat: { id: '2', kind: 'dm' as const } }
const target = { reply, turn: 'turn' as TurnId, ...address }

const ALL: readonly BusMessage[] = [
  { op: 'typing-start', target },
  { op: 'reply-draft', target, text: 'Grüße, 世界 👩🏽‍🚀\n"and" more' },
  { op: 'typing-end', reply },
  { op: 'reply-ready', conversation, reply },
  { op: 'message-edited', conversation, messageId: '7' },
]

let bus: ReplyBus
beforeEach(() => {
  bus = createBus(log)
})
afterEach(() => bus[Symbol.asyncDispose]())

test('carries every message as it is, in order, to every end', () => {
  const ends = [subscribe(), subscribe()]
  for (const message of ALL) bus.publish(message)
  for (const received of ends) expect(received).toEqual(ALL)
})

test('lets a listener that throws hurt nobody', () => {
  bus.subscribe(() => {
    throw new Error('no')
  })
  const received = subscribe()
  for (const message of ALL) bus.publish(message)
  expect(received).toEqual(ALL)
})

test('says nothing to who has stopped listening', () => {
  const stopped: BusMessage[] = []
  const stop = bus.subscribe((message) => void stopped.push(message))
  bus.publish({ op: 'typing-end', reply })
  stop()
  const received = subscribe()
  for (const message of ALL) bus.publish(message)
  expect(received).toEqual(ALL)
  expect(stopped).toEqual([{ op: 'typing-end', reply }])
})

test('stays quiet after its end', async () => {
  const received = subscribe()
  await bus[Symbol.asyncDispose]()
  bus.publish({ op: 'typing-end', reply })
  expect(received).toEqual([])
})

test('has called every listener when publishing returns', () => {
  const received = subscribe()
  bus.publish({ op: 'typing-end', reply })
  expect(received).toHaveLength(1)
})

function subscribe(): BusMessage[] {
  const received: BusMessage[] = []
  bus.subscribe((message) => void received.push(message))
  return received
}
