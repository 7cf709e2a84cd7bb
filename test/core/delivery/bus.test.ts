import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReplyId } from '#core/contract/ids.ts'
import type { BusMessage } from '#core/delivery/bus.ts'
import { createMemoryBus } from '#core/delivery/memory-bus.ts'
import { openRedisBus } from '#core/delivery/redis-bus.ts'
import { logFor } from '#machine/log.ts'
import type { Redis as RedisServer } from '#machine/redis.ts'
import { busContract } from '../../contract/bus.ts'
import { openTestRedis } from '../../kit/database.ts'

const log = logFor('test:bus')
// What goes wrong here is meant to.
log.level = 'silent'

const reply = 'reply' as ReplyId
let redis: RedisServer
beforeAll(async () => {
  redis = await openTestRedis()
})
afterAll(() => redis[Symbol.asyncDispose]())

const openBus = () => openRedisBus({ connection: redis.socketPath, log })

busContract('a bus in one process', async () => {
  const bus = createMemoryBus(log)
  return { here: bus, there: bus, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() }
})

busContract('a bus over Redis', async () => {
  const [here, there] = await Promise.all([openBus(), openBus()])
  return {
    here,
    there,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]()
      await there[Symbol.asyncDispose]()
    },
  }
})

test('a bus in one process has told everybody when publishing returns', () => {
  const bus = createMemoryBus(log)
  const heard: BusMessage[] = []
  bus.subscribe((message) => void heard.push(message))
  bus.publish({ op: 'typing-end', reply })
  expect(heard).toHaveLength(1)
})

test('a bus over Redis ignores what is no message of ours', async () => {
  const bus = await openBus()
  const stranger = new Redis(redis.socketPath)
  const first = new Promise<BusMessage>((resolve) => bus.subscribe(resolve))
  for (const wire of ['{', 'null', '{"op":"typing-end"}', '{"op":"typing-end","reply":"r","more":1}', '{"op":"shout"}']) {
    await stranger.publish('chasqui:bus', wire)
  }
  await stranger.publish('chasqui:bus', JSON.stringify({ op: 'typing-end', reply }))
  expect(await first).toEqual({ op: 'typing-end', reply })
  stranger.disconnect()
  await bus[Symbol.asyncDispose]()
})

test('a bus over Redis loses what is published while Redis is away, and works on after it', async () => {
  const bus = await openBus()
  const ended = new Promise<void>((resolve) => redis.child.onExit(() => resolve()))
  process.kill(redis.child.pid as number, 'SIGKILL')
  await ended
  const first = new Promise<BusMessage>((resolve) => bus.subscribe(resolve))
  const calling = setInterval(() => bus.publish({ op: 'typing-end', reply }), 20)
  expect(await first).toEqual({ op: 'typing-end', reply })
  clearInterval(calling)
  await bus[Symbol.asyncDispose]()
})

test('a bus that cannot be opened says so when its time is over', async () => {
  const opening = openRedisBus({ connection: '/nowhere/redis.sock', log }, AbortSignal.timeout(200))
  await expect(opening).rejects.toThrow('timeout')
})
