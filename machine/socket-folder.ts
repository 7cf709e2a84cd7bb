import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readlink, realpath, rm, stat, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DataFolderError } from './data-folder-error.ts'

/**
 * The folder of the sockets for this data folder. The path of a socket may have 104 to 108 bytes at most, and a data
 * folder may have a longer one: so the sockets get a short folder of their own, always the same one for the same data
 * folder. Nothing is created.
 */
export async function socketFolderFor(dataFolder: string): Promise<string> {
  const real = await realpath(dataFolder).catch(() => resolve(dataFolder))
  const hash = createHash('sha256').update(real).digest('hex').slice(0, HASH_LENGTH)
  return join(await runtimeFolder(), `chasqui-${hash}`)
}

/**
 * Creates the folder (0700), or uses an existing one that is private to us. The parent may be open to everybody
 * (`/tmp`): a folder, link or file that another user created there first is refused.
 */
export async function ensureSocketFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw unsafe(path, `cannot be made (${error.code})`, error)
  })
  const found = await lstat(path)
  if (!found.isDirectory()) throw unsafe(path, 'is not a folder')
  if (found.uid !== process.getuid?.()) throw unsafe(path, 'belongs to another user')
  if ((found.mode & 0o077) !== 0) await chmod(path, 0o700)
}

/** A path to `folder` that is short enough for sockets: the folder itself, or a link to it in the socket folder. */
export async function shortPathTo(folder: string, socketFolder: string): Promise<string> {
  if (Buffer.byteLength(folder) <= FOLDER_BYTES_MAX) return folder
  await ensureSocketFolder(socketFolder)
  const link = join(socketFolder, 'data')
  if ((await readlink(link).catch(() => undefined)) === folder) return link
  await rm(link, { force: true })
  await symlink(folder, link).catch(async (error: NodeJS.ErrnoException) => {
    // Another starter on the same data folder has just made the same link.
    if (error.code !== 'EEXIST' || (await readlink(link)) !== folder) throw error
  })
  return link
}

const HASH_LENGTH = 8
const FOLDER_BYTES_MAX = 70
const RUNTIME_BYTES_MAX = 50

/** After `su` or `sudo -E`, `XDG_RUNTIME_DIR` belongs to another user: used only when it is ours. */
async function runtimeFolder(): Promise<string> {
  const wanted = process.env.XDG_RUNTIME_DIR
  if (!wanted || Buffer.byteLength(wanted) > RUNTIME_BYTES_MAX) return '/tmp'
  const found = await stat(wanted).catch(() => undefined)
  return found?.isDirectory() && found.uid === process.getuid?.() ? wanted : '/tmp'
}

function unsafe(path: string, why: string, cause?: unknown): DataFolderError {
  const sentence = `The folder for our sockets, ${path}, ${why}.`
  const advice = 'Remove it, or set XDG_RUNTIME_DIR to a folder of yours.'
  return new DataFolderError('socket-folder-unsafe', `${sentence} ${advice}`, { cause })
}
