import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ConversationId } from '#core/contract/ids.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createDoorbell, type Doorbell } from '#core/queue/doorbell.ts'
import type { RedisPlace } from '#core/queue/redis-clients.ts'
import { createSweep } from '#core/queue/sweep.ts'
import { freeLeases } from '#core/store/service-lease.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor, type Logger } from '#machine/log.ts'
import type { Redis } from '#machine/redis.ts'
import { openTestDatabase, openTestRedis, type TestDatabase } from '../kit/database.ts'
import { conversationOf, message, randomId } from '../kit/events.ts'
import { temporaryFolder } from '../kit/product.ts'

const chat = (name: string) => name as ConversationId
const log = logFor('test:queue')

let database: TestDatabase
let redis: Redis
let folder: string
beforeAll(async () => {
  ;[database, redis, folder] = await Promise.all([openTestDatabase(), openTestRedis(), temporaryFolder('queue')])
})
afterAll(async () => {
  await Promise.all([database[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()])
  await rm(folder, { recursive: true })
})

const bells: Doorbell[] = []
async function openBell(different: { connection?: RedisPlace; log?: Logger } = {}): Promise<Doorbell> {
  const bell = await createDoorbell({ connection: { path: redis.socketPath }, clock: systemClock, log, ...different })
  bells.push(bell)
  return bell
}
afterEach(async () => {
  for (const bell of bells.splice(0)) await bell[Symbol.asyncDispose]()
})

/** Collects rings; `heard` resolves when there have been so many. */
function listen(bell: Doorbell, work: (conversation: ConversationId) => Promise<void> = async () => undefined) {
  const rings: ConversationId[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  bell.process(8, {
    handle: work,
    handled(conversation) {
      rings.push(conversation)
      for (const { count, resolve } of waiting) if (rings.length >= count) resolve()
    },
  })
  const heard = (count: number) =>
    new Promise<void>((resolve) => (rings.length >= count ? resolve() : waiting.push({ count, resolve })))
  return { rings, heard }
}

test('a ring is heard by another process, once', async () => {
  const [here, there] = [await openBell(), await openBell()]
  const { rings, heard } = listen(there)
  await here.wake(chat('a'))
  await here.wake(chat('b'))
  await heard(2)
  expect(rings.toSorted()).toEqual(['a', 'b'])
  expect(await here.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 })
})

test('a conversation is looked at by one at a time, however often it is rung for', async () => {
  const bell = await openBell()
  const go = Promise.withResolvers<void>()
  let atOnce = 0
  let most = 0
  const { rings, heard } = listen(bell, async () => {
    most = Math.max(most, ++atOnce)
    await go.promise
    atOnce -= 1
  })
  await Promise.all(Array.from({ length: 20 }, () => bell.wake(chat('a'))))
  const { waiting, active } = await bell.counts()
  expect(waiting + active).toBe(1)
  go.resolve()
  await heard(1)
  await bell.wake(chat('a'))
  await heard(2)
  expect(rings).toEqual(['a', 'a'])
  expect(most).toBe(1)
})

test('who has looked is told whether somebody may have rung in vain meanwhile', async () => {
  const [bell, other] = [await openBell(), await openBell()]
  const told = new Map<ConversationId, boolean>()
  const all = Promise.withResolvers<void>()
  bell.process(1, {
    handle: async (conversation) => (conversation === chat('again') ? bell.wake(conversation) : undefined),
    handled(conversation, mayBeUndone) {
      told.set(conversation, mayBeUndone)
      if (told.size === 3) all.resolve()
    },
  })
  await bell.wake(chat('once'))
  await bell.wake(chat('again'))
  await other.wake(chat("another's"))
  await all.promise
  expect(Object.fromEntries(told)).toEqual({ once: false, again: true, "another's": true })
})

test('a delayed ring comes later', async () => {
  const bell = await openBell()
  const { rings, heard } = listen(bell)
  await bell.wake(chat('later'), 1_000)
  expect(await bell.counts()).toMatchObject({ delayed: 1 })
  await bell.wake(chat('now'))
  await heard(2)
  expect(rings).toEqual(['now', 'later'])
})

test('without Redis a ring falls away, and rings are heard again when it is back', async () => {
  const { log, warned, informed } = watchedLog()
  const path = join(folder, 'gone.sock')
  await symlink(redis.socketPath, path)
  const bell = await openBell({ connection: { path }, log })
  const { rings, heard } = listen(bell)
  const ended = new Promise<void>((resolve) => redis.child.onExit(() => resolve()))
  // Redis is back at once: without the link it stays away for as long as it should.
  await rm(path)
  process.kill(redis.child.pid as number, 'SIGKILL')
  await Promise.all([ended, warned])
  await bell.wake(chat('lost'))
  await symlink(redis.socketPath, path)
  await informed
  await ringUntil(bell, heard(1))
  expect(new Set(rings)).toEqual(new Set(['found']))
})

test('a doorbell can be closed while Redis is away', async () => {
  const own = await openTestRedis()
  const bell = await createDoorbell({ connection: { path: own.socketPath }, clock: systemClock, log })
  listen(bell)
  await own[Symbol.asyncDispose]()
  await expect(bell[Symbol.asyncDispose]()).resolves.toBeUndefined()
})

test('a service starts without Redis, and hears rings once it is there', async () => {
  const path = join(folder, 'later.sock')
  const bell = await openBell({ connection: { path } })
  const { rings, heard } = listen(bell)
  await bell.wake(chat('lost'))
  await symlink(redis.socketPath, path)
  await ringUntil(bell, heard(1))
  expect(new Set(rings)).toEqual(new Set(['found']))
})

/** A ring that falls away is no fault: it is rung again until it is heard. */
async function ringUntil(bell: Doorbell, heard: Promise<void>): Promise<void> {
  const again = setInterval(() => void bell.wake(chat('found')), 50)
  await heard.finally(() => clearInterval(again))
}

/** A log that resolves with its first warning (Redis is gone), and with the first good news (it is back). */
function watchedLog() {
  const [warned, informed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const lines = { debug: () => undefined, error: () => undefined, warn: warned.resolve, info: informed.resolve }
  return { log: lines as unknown as Logger, warned: warned.promise, informed: informed.promise }
}

test('the leases of the dead are freed, and the sweep rings for what is left, not for what is worked on', async () => {
  const parts = { store: database.store, clock: systemClock, random: randomId }
  const silent = { doorbell: { wake: async () => undefined }, bus: { publish: () => undefined } }
  await createInbox({ ...parts, ...silent, log }).accept(
    ['left', 'dead', 'mine'].map((chatId) => message('hi', { chatId, from: chatId })),
  )
  await createMailbox({ ...parts, owner: 'dead', leaseMs: 60_000 }).claim(conversationOf('dead'))
  await createMailbox({ ...parts, owner: 'me', leaseMs: 60_000 }).claim(conversationOf('mine'))
  await freeLeases(database.store.pool, 'me')
  const rung = new Set<ConversationId>()
  await new Promise<void>((resolve) => {
    const wake = async (conversation: ConversationId) => {
      rung.add(conversation)
      if (rung.size === 2) resolve()
    }
    const sweep = createSweep({ ...parts, doorbell: { wake }, worker: { look: () => undefined }, log })
    sweep.start()
    bells.push(sweep as unknown as Doorbell)
  })
  expect([...rung].toSorted()).toEqual([conversationOf('dead'), conversationOf('left')])
})
