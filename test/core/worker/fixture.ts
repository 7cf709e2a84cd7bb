import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { Turns } from '#core/turn/run.ts'
import type { Redis } from '#machine/redis.ts'
import { openTestDatabase, openTestRedis, type TestDatabase } from '../../kit/database.ts'
import { openTestWorker } from '../../kit/worker.ts'

type Settings = Parameters<typeof openTestWorker>[2] & { socketPath?: string }

/** Gives the tests of a file one Postgres and one Redis, and ends the workers that each test opened. */
export function workerTest() {
  let database: TestDatabase
  let redis: Redis
  const opened: AsyncDisposable[] = []
  beforeAll(async () => {
    ;[database, redis] = await Promise.all([openTestDatabase(), openTestRedis()])
  })
  afterAll(() => Promise.all([database[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]))
  beforeEach(() => database.store.pool.query('truncate person, conversation cascade'))
  afterEach(async () => {
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]()
  })
  const place = () => ({ connection: database.connection, socketPath: redis.socketPath })
  const open = async (runTurn: Turns['run'], { socketPath = redis.socketPath, ...settings }: Settings = {}) => {
    const worker = await openTestWorker({ ...place(), socketPath }, runTurn, settings)
    opened.push(worker)
    return worker
  }
  return { open, place, redis: () => redis, pool: () => database.store.pool }
}
