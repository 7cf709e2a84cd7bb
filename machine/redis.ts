import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { superviseChild } from './child.ts'
import type { Child } from './child-options.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { present, type Program } from './programs.ts'
import { retry } from './retry.ts'

export type Redis = { readonly socketPath: string; readonly child: Child; [Symbol.asyncDispose](): Promise<void> }

/**
 * Starts the bundled Redis on a unix socket, without persistence: it only holds wake-ups, which can be rebuilt.
 * Resolves when it answers; it is restarted when it exits, empty, on the same socket path.
 *
 * @throws {ProgramMissingError} when set-up found no Redis
 * @throws {ChildError} when it cannot start
 */
export async function startRedis(
  options: { program: Program; socketFolder: string; log: Logger; clock: Clock },
  signal?: AbortSignal,
): Promise<Redis> {
  const { socketFolder, log, clock } = options
  const { path, env = {} } = present(options.program)
  await removeSockets(socketFolder)
  // A Redis that is still stopping removes its socket path: so each one gets a new path.
  const socketPath = join(socketFolder, `${SOCKET_PREFIX}${randomBytes(4).toString('hex')}.sock`)
  const child = superviseChild({
    name: 'redis',
    command: path,
    args: argsFor(socketPath, socketFolder),
    env,
    cwd: socketFolder,
    prepare: () => rm(socketPath, { force: true }),
    ready: (stop) => retry(() => ping(socketPath), { pauseMs: () => POLL_MS, clock }, stop),
    // An orderly stop would take up to 100 ms, and there is nothing to save.
    stop: ['SIGKILL'],
    stopAfterMs: 2_000,
    backOff: { firstMs: 20, maxMs: 5_000 },
    startTimeoutMs: 15_000,
    clock,
    log,
  })
  const dispose = async () => {
    await child[Symbol.asyncDispose]()
    await rm(socketPath, { force: true })
  }
  await child.whenReady(signal).catch(async (error: unknown) => {
    await dispose()
    throw error
  })
  return { socketPath, child, [Symbol.asyncDispose]: dispose }
}

const SOCKET_PREFIX = 'redis-'
const POLL_MS = 5
const ANSWER_MS = 1_000
// Enough for hundreds of thousands of jobs, which hold only ids. When it is full, adding fails and nothing is evicted.
const MEMORY_MAX = '256mb'

function argsFor(socketPath: string, folder: string): string[] {
  return [
    ...['--port', '0'],
    ...['--unixsocket', socketPath],
    ...['--unixsocketperm', '700'],
    ...['--save', ''],
    ...['--appendonly', 'no'],
    ...['--dir', folder],
    ...['--maxmemory', MEMORY_MAX],
    ...['--maxmemory-policy', 'noeviction'],
    ...['--daemonize', 'no'],
    ...['--always-show-logo', 'no'],
  ]
}

/** Removes sockets of killed services; we hold the data folder's lock, so none of them runs. */
async function removeSockets(folder: string): Promise<void> {
  const old = (await readdir(folder)).filter((name) => name.startsWith(SOCKET_PREFIX))
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })))
}

function ping(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write('*1\r\n$4\r\nPING\r\n'))
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('Redis does not answer')))
    socket.once('data', (answer) => {
      socket.destroy()
      if (answer.toString('latin1').startsWith('+PONG')) resolve()
      else reject(new Error('Redis is not ready'))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('Redis closed the connection')))
  })
}
