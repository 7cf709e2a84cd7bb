import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openStore, type Store } from '#core/store/store.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { startPostgres, type Postgres } from '#machine/postgres.ts'
import { present, readPrograms } from '#machine/programs.ts'
import { startRedis, type Redis } from '#machine/redis.ts'
import { placeMadeCluster } from './made-cluster.ts'

const log = logFor('test:database')
const programs = () => readPrograms(fileURLToPath(new URL('../..', import.meta.url)))

export type TestDatabase = {
  readonly store: Store
  readonly connection: pg.PoolConfig
  /** Sees the rows of everybody, which the service cannot. */
  readonly superuser: pg.Pool
  /** The server itself, for tests that end it. */
  readonly postgres: Postgres
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * An empty database with our tables on a real Postgres, set as in service. The server is shared by all that this
 * process has open and ends with the last of them.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = await takeServer()
  const { host, user, superuser: admin } = server.postgres
  // The first one is on the server already.
  const name = server.isNew ? server.postgres.database : `test_${++databases}`
  if (server.isNew) server.isNew = false
  else await onServer(server.postgres, `create database ${name} owner ${user}`)
  const connection = { host, user, database: name, password: '' }
  const store = await openStore({ connection, clock: systemClock, log: logFor('core:store') })
  const superuser = new pg.Pool({ ...connection, user: admin, max: 1 })
  // Some tests end the server before it.
  superuser.on('error', () => undefined)
  return {
    store,
    connection,
    superuser,
    postgres: server.postgres,
    async [Symbol.asyncDispose]() {
      await superuser.end()
      await store[Symbol.asyncDispose]()
      await releaseServer()
    },
  }
}

/** An empty Redis of its own, as in service. */
export async function openTestRedis(): Promise<Redis> {
  const socketFolder = await newFolder()
  const redis = await startRedis({ program: (await programs()).redis, socketFolder, log, clock: systemClock })
  return {
    ...redis,
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await rm(socketFolder, { recursive: true, force: true })
    },
  }
}

type Server = { postgres: Postgres; folder: string; isNew: boolean }
let server: Promise<Server> | undefined
let users = 0
let databases = 0

function takeServer(): Promise<Server> {
  users += 1
  server ??= startServer()
  return server
}

async function releaseServer(): Promise<void> {
  users -= 1
  if (users > 0 || !server) return
  const { postgres, folder } = await server
  server = undefined
  await postgres[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
}

async function startServer(): Promise<Server> {
  const program = present((await programs()).postgres)
  const folder = await newFolder()
  await placeMadeCluster(join(folder, 'postgres'))
  const folders = { folder: join(folder, 'postgres'), socketFolder: folder }
  return { folder, isNew: true, postgres: await startPostgres({ program, ...folders, log, clock: systemClock }) }
}

/** Short, because the path of a socket may not be long. */
const newFolder = () => mkdtemp(join(tmpdir(), 'cq-'))

async function onServer({ host, superuser: user }: Postgres, statement: string): Promise<void> {
  const client = new pg.Client({ host, user, database: 'postgres', password: '' })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
