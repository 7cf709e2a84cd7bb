import { chmod, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './processes.ts'

/** Linux's disk in memory. */
const MEMORY = '/dev/shm'
/** Three databases and more at the same time, with room for what is written into them. */
const BYTES_MIN = 4 * 2 ** 30
/** Names the folder of temporary files that stay for the next run. */
export const KEPT_FOLDER = 'TESTS_KEPT_IN'

/**
 * Puts the temporary files of this run into memory where that has room for them. A database is a thousand files: to copy
 * them takes a disk seconds, and memory a tenth of one. Vitest calls it before the first test, and what it returns after
 * the last.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!(await hasRoomInMemory())) return undefined
  const prefix = `chasqui-tests-${userInfo().uid}-`
  await removeDeadRuns(prefix)
  const folder = await mkdtemp(join(MEMORY, `${prefix}${process.pid}-`))
  // As the usual folder is: what runs as another user has to reach its own in it.
  await chmod(folder, 0o711)
  process.env[KEPT_FOLDER] = tmpdir()
  process.env.TMPDIR = folder
  // The browser of a process ends with it, and writes until then.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 15, retryDelay: 50 })
}

async function hasRoomInMemory(): Promise<boolean> {
  if (process.platform !== 'linux' || process.availableMemory() < BYTES_MIN) return false
  const mounts = await readFile('/proc/mounts', 'utf8')
  const [, options] = /^\S+ \/dev\/shm tmpfs (\S+)/m.exec(mounts) ?? []
  // Some tests write programs and run them.
  if (options === undefined || options.split(',').includes('noexec')) return false
  const { bavail, bsize } = await statfs(MEMORY)
  return bavail * bsize >= BYTES_MIN
}

/** What a killed run has left would stay in memory. */
async function removeDeadRuns(prefix: string): Promise<void> {
  for (const name of await readdir(MEMORY)) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue
    await rm(join(MEMORY, name), { recursive: true, force: true })
  }
}
