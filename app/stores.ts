import path from 'node:path'
import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'
import type { DataFolder } from '#machine/data-folder.ts'
import { watchDiskRoom, type DiskRoom, type DiskRoomOptions } from '#machine/disk-room.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { startPostgres } from '#machine/postgres.ts'
import { CONSOLE_ROLE } from '#machine/postgres-role.ts'
import type { Programs } from '#machine/programs.ts'
import { startRedis } from '#machine/redis.ts'
import type { Config } from './config.ts'

const STATEMENT_MS_MAX = 10_000

type StoreDeps = {
  readonly config: Config
  readonly programs: Programs
  readonly dataFolder: DataFolder
  readonly clock: Clock
  readonly opened: Disposer
}

/** The operator's Postgres, or a child of our own on the data folder. */
export async function openDatabase({ config, programs, dataFolder, clock, opened }: StoreDeps) {
  if (config.database.url !== undefined) return { connectionString: config.database.url }
  const postgres = await startPostgres({
    program: programs.postgres,
    folder: path.join(dataFolder.path, 'postgres'),
    socketFolder: dataFolder.socketFolder,
    log: logFor('machine:postgres'),
    clock,
  })
  opened.defer('Postgres', () => postgres[Symbol.asyncDispose]())
  const { host, database, user } = postgres
  // No pooler is in between that could refuse this parameter.
  return { host, database, user, statement_timeout: STATEMENT_MS_MAX }
}

/**
 * Of the console: a role of its own, which may read what pages show and change the console's own tables alone. On a
 * Postgres of the operator it is the service's, unless they name another one.
 */
export function consoleDatabase({ config, database }: { config: Config; database: pg.PoolConfig }): pg.PoolConfig {
  if (config.database.url === undefined) return { ...database, user: CONSOLE_ROLE }
  return config.console.databaseUrl === undefined ? database : { connectionString: config.console.databaseUrl }
}

/** The operator's Redis, or a child of our own that keeps nothing. */
export async function openQueue({ config, programs, dataFolder, clock, opened }: StoreDeps) {
  if (config.redis.url !== undefined) return { url: config.redis.url }
  const redis = await startRedis({
    program: programs.redis,
    socketFolder: dataFolder.socketFolder,
    log: logFor('machine:redis'),
    clock,
  })
  opened.defer('Redis', () => redis[Symbol.asyncDispose]())
  return { path: redis.socketPath }
}

/** Of the disk that pictures and uploads are kept on, and of that of a Postgres of ours. */
export async function openDiskRoom(
  { config, dataFolder, clock, opened }: Omit<StoreDeps, 'programs'>,
  freeBytesIn?: DiskRoomOptions['freeBytesIn'],
): Promise<DiskRoom> {
  const { path: data } = dataFolder
  const folders = config.database.url === undefined ? [data, path.join(data, 'postgres')] : [data]
  const { diskFreeBytesMin: freeBytesMin } = config.limits
  const watched = { folders, freeBytesMin, clock, log: logFor('machine:disk-room') }
  const room = await watchDiskRoom({ ...watched, ...(freeBytesIn && { freeBytesIn }) })
  opened.defer('disk room', () => room[Symbol.asyncDispose]())
  return room
}
