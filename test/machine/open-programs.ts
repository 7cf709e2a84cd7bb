import { onTestFinished } from 'vitest'
import { systemClock as clock } from '#machine/clock.ts'
import { openDataFolder, type DataFolder } from '#machine/data-folder.ts'
import { logFor } from '#machine/log.ts'
import { startPostgres, type Postgres } from '#machine/postgres.ts'
import { readPrograms } from '#machine/programs.ts'
import { startRedis, type Redis } from '#machine/redis.ts'

/** The programs that set-up found for this clone. */
export const programs = await readPrograms(process.cwd())

export async function openedFolder(path: string): Promise<DataFolder> {
  const folder = await openDataFolder(path)
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return folder
}

export async function startedRedis(folder: DataFolder): Promise<Redis> {
  const { socketFolder } = folder
  const redis = await startRedis({ program: programs.redis, socketFolder, log: logFor('test:redis'), clock })
  onTestFinished(() => redis[Symbol.asyncDispose]())
  return redis
}

export async function startedPostgres(folder: DataFolder): Promise<Postgres> {
  const { socketFolder, path } = folder
  const log = logFor('test:postgres')
  const options = { program: programs.postgres, folder: `${path}/postgres`, socketFolder, log, clock }
  const postgres = await startPostgres(options)
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  return postgres
}
