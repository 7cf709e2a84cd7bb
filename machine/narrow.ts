import { chmod, lstat, readdir, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { join } from 'node:path'

const OTHERS = 0o077
const OWNER = 0o700

/**
 * Removes the rights of other users to our files in a folder, and to the folder first. A closed folder closes all that
 * is in it, so a folder that was closed already is not searched. Returns what stays open: files of another user, links
 * to elsewhere, files whose rights cannot be changed, and folders that cannot be read. The rest is still closed.
 */
export async function narrow(folder: string): Promise<string[]> {
  const open = await narrowOne(folder)
  const names = await readdir(folder).catch(() => undefined)
  if (names === undefined) return open.length > 0 ? open : [folder]
  for (const name of names) {
    const path = join(folder, name)
    const found = await lstat(path).catch(() => undefined)
    if (found === undefined || !(await isOpen(path, found))) continue
    open.push(...(await (found.isDirectory() ? narrow(path) : narrowOne(path))))
  }
  return open
}

/** Whether others have any right to it; a link has the rights of its target. */
async function isOpen(path: string, found: Stats): Promise<boolean> {
  const meant = found.isSymbolicLink() ? await stat(path).catch(() => undefined) : found
  return meant !== undefined && (meant.mode & OTHERS) !== 0
}

/** Empty, or the path itself when it stays open. */
async function narrowOne(path: string): Promise<string[]> {
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined || found.isSymbolicLink()) return [path]
  if ((found.mode & OTHERS) === 0) return []
  if (found.uid !== process.geteuid?.()) return [path]
  await chmod(path, found.mode & OWNER).catch(() => undefined)
  // Some file systems report success and change nothing.
  const mode = await lstat(path).then(
    (now) => now.mode,
    () => OTHERS,
  )
  return (mode & OTHERS) === 0 ? [] : [path]
}
