import { stat } from 'node:fs/promises'
import { Redis as Client } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { startRedis } from '#machine/redis.ts'
import { openedFolder, startedRedis } from './open-programs.ts'
import { processIsGone, runProgram } from './run-program.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

function clientOf(path: string): Client {
  const client = new Client({ path, retryStrategy: () => 5 })
  client.on('error', () => undefined)
  onTestFinished(() => client.disconnect())
  return client
}

test('Redis answers on a socket for us alone and keeps nothing on disk', async () => {
  const redis = await startedRedis(await openedFolder(await temporaryFolder()))
  const client = clientOf(redis.socketPath)
  await client.set('key', 'value')
  expect(await client.get('key')).toBe('value')
  expect((await stat(redis.socketPath)).mode & 0o777).toBe(0o700)
  expect(await client.config('GET', 'save')).toEqual(['save', ''])
  expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction'])
})

test('a killed Redis comes back on the same socket and its clients go on', async () => {
  const redis = await startedRedis(await openedFolder(await temporaryFolder()))
  const client = clientOf(redis.socketPath)
  await client.set('key', 'value')
  const died = new Promise((resolve) => redis.child.onExit(resolve))
  process.kill(redis.child.pid ?? 0, 'SIGKILL')
  await died
  await redis.child.whenReady()
  expect(await client.get('key')).toBeNull()
  expect(redis.child.state.restarts).toBe(1)
})

test('after dispose the process and its socket are gone', async () => {
  const redis = await startedRedis(await openedFolder(await temporaryFolder()))
  const { pid = 0 } = redis.child
  await redis[Symbol.asyncDispose]()
  await processIsGone(pid)
  await expect(stat(redis.socketPath)).rejects.toThrow('ENOENT')
})

test('a service that was killed leaves no Redis and the next one starts', async () => {
  const path = await temporaryFolder()
  const service = runProgram('service.ts', path)
  const pids = JSON.parse((await service.line()) ?? '{}') as { redis: number; postgres: number }
  service.kill('SIGKILL')
  await service.exited
  const redis = await startedRedis(await openedFolder(path))
  expect(await clientOf(redis.socketPath).ping()).toBe('PONG')
  await processIsGone(pids.redis)
  await processIsGone(pids.postgres)
  expect(await clientOf(redis.socketPath).ping()).toBe('PONG')
})

test('a Redis that set-up did not find is reported in the words of set-up', async () => {
  const { socketFolder } = await openedFolder(await temporaryFolder())
  const program = { missing: 'Install Redis.' }
  const starting = startRedis({ program, socketFolder, log: logFor('test:redis'), clock })
  await expect(starting).rejects.toMatchObject({ code: 'program-missing', message: 'Install Redis.' })
})

test('a Redis that cannot run is reported with its last words', async () => {
  const { socketFolder } = await openedFolder(await temporaryFolder())
  const program = { path: '/bin/cat', version: '0' }
  const starting = startRedis({ program, socketFolder, log: logFor('test:redis'), clock })
  await expect(starting).rejects.toMatchObject({ code: 'exited-before-ready', message: /cat:/ })
})
