import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ConversationId } from '#core/contract/ids.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createWakeUpQueue, type WakeUpQueue } from '#core/queue/wake-up-queue.ts'
import type { RedisConnection } from '#core/queue/redis-clients.ts'
import { createSweep } from '#core/queue/sweep.ts'
import { freeLeases } from '#core/store/service-lease.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
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

const opened: WakeUpQueue[] = []
async function openQueue(different: { connection?: RedisConnection; log?: Logger } = {}): Promise<WakeUpQueue> {
  const queue = await createWakeUpQueue({
    connection: { path: redis.socketPath },
    clock: systemClock,
    log,
    ...different,
  })
  opened.push(queue)
  return queue
}
afterEach(async () => {
  for (const queue of opened.splice(0)) await queue[Symbol.asyncDispose]()
})

/** Collects handled wake-ups; `handled` resolves when there have been so many. */
function collect(queue: WakeUpQueue, work: (conversation: ConversationId) => Promise<void> = async () => undefined) {
  const woken: ConversationId[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  queue.process(8, {
    handle: work,
    handled(conversation) {
      woken.push(conversation)
      for (const { count, resolve } of waiting) if (woken.length >= count) resolve()
    },
  })
  const handled = (count: number) =>
    new Promise<void>((resolve) => (woken.length >= count ? resolve() : waiting.push({ count, resolve })))
  return { woken, handled }
}

test('a wake-up is handled by another process, once', async () => {
  const [here, there] = [await openQueue(), await openQueue()]
  const { woken, handled } = collect(there)
  await here.wake(chat('a'))
  await here.wake(chat('b'))
  await handled(2)
  expect(woken.toSorted()).toEqual(['a', 'b'])
  expect(await here.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 })
})

test('a conversation is processed by one at a time, however many wake-ups come for it', async () => {
  const queue = await openQueue()
  const go = Promise.withResolvers<void>()
  let atOnce = 0
  let most = 0
  const { woken, handled } = collect(queue, async () => {
    most = Math.max(most, ++atOnce)
    await go.promise
    atOnce -= 1
  })
  await Promise.all(Array.from({ length: 20 }, () => queue.wake(chat('a'))))
  const { waiting, active } = await queue.counts()
  expect(waiting + active).toBe(1)
  go.resolve()
  await handled(1)
  await queue.wake(chat('a'))
  await handled(2)
  expect(woken).toEqual(['a', 'a'])
  expect(most).toBe(1)
})

test('after processing it is known whether a wake-up may have been dropped meanwhile', async () => {
  const [queue, other] = [await openQueue(), await openQueue()]
  const seen = new Map<ConversationId, boolean>()
  const all = Promise.withResolvers<void>()
  queue.process(1, {
    handle: async (conversation) => (conversation === chat('again') ? queue.wake(conversation) : undefined),
    handled(conversation, mayBeUndone) {
      seen.set(conversation, mayBeUndone)
      if (seen.size === 3) all.resolve()
    },
  })
  await queue.wake(chat('once'))
  await queue.wake(chat('again'))
  await other.wake(chat("another's"))
  await all.promise
  expect(Object.fromEntries(seen)).toEqual({ once: false, again: true, "another's": true })
})

test('a delayed wake-up comes later', async () => {
  const queue = await openQueue()
  const { woken, handled } = collect(queue)
  await queue.wake(chat('later'), 1_000)
  expect(await queue.counts()).toMatchObject({ delayed: 1 })
  await queue.wake(chat('now'))
  await handled(2)
  expect(woken).toEqual(['now', 'later'])
})

test('without Redis a wake-up is dropped, and later ones are handled when it is back', async () => {
  const { log, warned, informed } = watchedLog()
  const path = join(folder, 'gone.sock')
  await symlink(redis.socketPath, path)
  const queue = await openQueue({ connection: { path }, log })
  const { woken, handled } = collect(queue)
  // bull takes jobs: a Redis that goes while it begins is another matter.
  await queue.wake(chat('before'))
  await handled(1)
  const ended = new Promise<void>((resolve) => redis.child.onExit(() => resolve()))
  // Redis starts again at once: without the link it stays unreachable.
  await rm(path)
  process.kill(redis.child.pid as number, 'SIGKILL')
  await Promise.all([ended, warned])
  await queue.wake(chat('lost'))
  await symlink(redis.socketPath, path)
  await informed
  await wakeUntil(queue, handled(2))
  expect(new Set(woken)).toEqual(new Set(['before', 'found']))
})

test('a queue of wake-ups can be closed while Redis is unreachable', async () => {
  const own = await openTestRedis()
  const queue = await createWakeUpQueue({ connection: { path: own.socketPath }, clock: systemClock, log })
  collect(queue)
  await own[Symbol.asyncDispose]()
  await expect(queue[Symbol.asyncDispose]()).resolves.toBeUndefined()
})

test('a service starts without Redis, and handles wake-ups once it is there', async () => {
  const path = join(folder, 'later.sock')
  const queue = await openQueue({ connection: { path } })
  const { woken, handled } = collect(queue)
  await queue.wake(chat('lost'))
  await symlink(redis.socketPath, path)
  await wakeUntil(queue, handled(1))
  expect(new Set(woken)).toEqual(new Set(['found']))
})

/** A dropped wake-up is no fault: it is repeated until one is handled. */
async function wakeUntil(queue: WakeUpQueue, handled: Promise<void>): Promise<void> {
  const again = setInterval(() => void queue.wake(chat('found')), 50)
  await handled.finally(() => clearInterval(again))
}

/** A log that resolves with its first warning (Redis is unreachable), and its first info (it is reachable again). */
function watchedLog() {
  const [warned, informed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const lines = { debug: () => undefined, error: () => undefined, warn: warned.resolve, info: informed.resolve }
  return { log: lines as unknown as Logger, warned: warned.promise, informed: informed.promise }
}

test('leases of dead processes are freed, and the sweep wakes what is left, not what is claimed', async () => {
  const deps = { store: database.store, clock: systemClock, random: randomId }
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  await createInbox({ ...deps, ...silent, log }).accept(
    ['left', 'dead', 'mine'].map((chatId) => message('hi', { chatId, from: chatId })),
  )
  await createMailbox({ ...deps, owner: 'dead', leaseMs: 60_000 }).claim(conversationOf('dead'))
  await createMailbox({ ...deps, owner: 'me', leaseMs: 60_000 }).claim(conversationOf('mine'))
  await freeLeases(database.store.pool, 'me')
  const woken = new Set<ConversationId>()
  await new Promise<void>((resolve) => {
    const wake = async (conversation: ConversationId) => {
      woken.add(conversation)
      if (woken.size === 2) resolve()
    }
    const sweep = createSweep({ ...deps, wakeUps: { wake }, worker: { processNow: () => undefined }, log })
    sweep.start()
    opened.push(sweep as unknown as WakeUpQueue)
  })
  expect([...woken].toSorted()).toEqual([conversationOf('dead'), conversationOf('left')])
})

test('the sweep goes on where it stopped, so that many who stay undone hide nobody', async () => {
  const deps = { store: database.store, clock: systemClock, random: randomId }
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const chats = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'].map((chatId) => conversationOf(chatId))
  await createInbox({ ...deps, ...silent, log }).accept(
    [1, 2, 3, 4, 5].map((n) => message('hi', { chatId: `page-${n}`, from: `page-${n}` })),
  )
  const seen = new Map<ConversationId, string[]>()
  await new Promise<void>((resolve) => {
    const note = (kind: string) => (conversation: ConversationId) => {
      seen.set(conversation, [...(seen.get(conversation) ?? []), kind])
      if (chats.every((id) => seen.get(id)?.includes('processed'))) resolve()
    }
    const wake = async (conversation: ConversationId) => note('woken')(conversation)
    const worker = { processNow: note('processed') }
    const sweep = createSweep({ ...deps, conversationsMax: 2, wakeUps: { wake }, worker, log, clock: withoutPauses })
    sweep.start()
    opened.push(sweep as unknown as WakeUpQueue)
  })
  for (const id of chats) expect(seen.get(id)?.slice(0, 2), id).toEqual(['woken', 'processed'])
})

/** The sweep's seconds pass at once. */
const withoutPauses: Clock = { ...systemClock, sleep: () => new Promise((resolve) => setImmediate(resolve)) }
