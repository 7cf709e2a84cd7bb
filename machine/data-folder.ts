import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock, type Clock } from './clock.ts'
import { DataFolderError, folderError } from './data-folder-error.ts'
import { freeBytesOf } from './disk-room.ts'
import type { Logger } from './log.ts'
import { narrow } from './narrow.ts'
import { lockHolder, takeLock } from './service-lock.ts'
import { ensureSocketFolder, shortPathTo, socketFolderFor } from './socket-folder.ts'

/** The folder with all data of a service; while it is open, no other service can open it. */
export type DataFolder = {
  /** The real path, without links. */
  readonly path: string
  /** A path to it that is short enough for sockets. */
  readonly shortPath: string
  /** A private folder with a path short enough for sockets. */
  readonly socketFolder: string
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Creates the folder when it is absent (0700), checks that it can be written, locks it, and removes the rights of other
 * users. A lock left by a dead service is taken over.
 *
 * @throws {DataFolderError} when another service runs on it, when it cannot be written, or when the disk is full
 */
export async function openDataFolder(
  path: string,
  options: { clock?: Clock; log?: Pick<Logger, 'warn'> } = {},
): Promise<DataFolder> {
  const real = await writableFolder(path)
  const socketFolder = await socketFolderFor(real)
  await ensureSocketFolder(socketFolder)
  const hello = { pid: process.pid, socketFolder }
  const shortPath = await shortPathTo(real, socketFolder)
  const lock = await takeLock(shortPath, hello, options.clock ?? systemClock).catch((error: unknown) =>
    Promise.reject(folderError(real, error)),
  )
  if ('heldBy' in lock) {
    const who = lock.heldBy.pid ? `process ${lock.heldBy.pid}` : 'another process'
    throw new DataFolderError(
      'in-use',
      `Chasqui is already running on ${real} (${who}). Stop it first, or set CHASQUI_DATA to another folder.`,
    )
  }
  // Its last owner may have removed the folder after our first check and before the lock.
  await ensureSocketFolder(socketFolder)
  const stayOpen = await narrow(real)
  if (stayOpen.length > 0) {
    const paths = stayOpen.slice(0, PATHS_LOGGED_MAX)
    options.log?.warn({ paths, count: stayOpen.length }, 'other users of this computer can access the data folder')
  }
  const dispose = async () => {
    await rm(socketFolder, { recursive: true, force: true })
    await lock.release()
  }
  return { path: real, shortPath, socketFolder, [Symbol.asyncDispose]: dispose }
}

/** The running service on this data folder: its process and the folder of its sockets. */
export async function runningService(path: string): Promise<{ pid: number; socketFolder: string } | undefined> {
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) return undefined
  const socketFolder = await socketFolderFor(real)
  const holder = await lockHolder(await shortPathTo(real, socketFolder))
  return holder && { pid: holder.pid, socketFolder: holder.socketFolder || socketFolder }
}

/**
 * The 32 bytes that encrypt and sign the data of this service: created once, readable by its user only.
 *
 * @throws {DataFolderError} when the file has another length
 */
export async function secretKey(folder: { path: string }): Promise<Buffer> {
  const path = join(folder.path, 'key')
  const found = await kept(path, () => randomBytes(KEY_BYTES))
  if (found.length === KEY_BYTES) return found
  const damage = `it has ${found.length} bytes in place of ${KEY_BYTES}`
  throw new DataFolderError(
    'key-damaged',
    `The key file ${path} is damaged: ${damage}. Restore it from a backup; ` +
      'without it stored secrets cannot be read.',
  )
}

/**
 * Identifies the service of this folder in a database: created once, not a secret.
 *
 * @throws {DataFolderError} when the file holds something else
 */
export async function folderId(folder: { path: string }): Promise<string> {
  const path = join(folder.path, 'id')
  const id = (await kept(path, () => Buffer.from(`${randomBytes(8).toString('hex')}\n`))).toString().trim()
  if (/^\w{16}$/.test(id)) return id
  const sentence = `The file ${path} is damaged: it holds no id. Remove it; a new one is made at the next start.`
  throw new DataFolderError('id-damaged', sentence)
}

const KEY_BYTES = 32
const PATHS_LOGGED_MAX = 5
// Postgres needs about this much to start: two segments of its log and a margin.
const FREE_BYTES_MIN = 40 * 1024 * 1024

async function writableFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const real = await realpath(path)
    const probe = join(real, `.probe-${randomBytes(4).toString('hex')}`)
    const file = await open(probe, 'wx', 0o600)
    await file
      .writeFile('x')
      .finally(() => file.close())
      .finally(() => rm(probe, { force: true }))
    const freeBytes = await freeBytesOf(real)
    if (freeBytes >= FREE_BYTES_MIN) return real
    throw Object.assign(new Error(`${freeBytes} bytes are free`), { code: 'ENOSPC' })
  } catch (error) {
    throw folderError(path, error)
  }
}

/** The content of the file; when there is none, it is created with this content. */
async function kept(path: string, content: () => Buffer): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return create(path, content())
  })
}

/** Written to a temporary file and linked: two processes agree on one file, and none is half written. */
async function create(path: string, content: Buffer): Promise<Buffer> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
  return readFile(path)
}
