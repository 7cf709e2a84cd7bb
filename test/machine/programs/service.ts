// What a service owns: the folder, Redis and Postgres. Prints their process ids and runs until it is stopped.
import { systemClock as clock } from '#machine/clock.ts'
import { openDataFolder } from '#machine/data-folder.ts'
import { logFor } from '#machine/log.ts'
import { startPostgres } from '#machine/postgres.ts'
import { readPrograms } from '#machine/programs.ts'
import { startRedis } from '#machine/redis.ts'

const { socketFolder, path } = await openDataFolder(process.argv[2] ?? '')
const programs = await readPrograms(process.cwd())
const log = logFor('test:service')
const redis = await startRedis({ program: programs.redis, socketFolder, log, clock })
const folder = `${path}/postgres`
const postgres = await startPostgres({ program: programs.postgres, folder, socketFolder, log, clock })
console.log(JSON.stringify({ redis: redis.child.pid, postgres: postgres.child.pid }))
