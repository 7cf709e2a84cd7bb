import { chmod, lstat, readdir, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { join } from 'node:path'

const OTHERS = 0o077
const OWNER = 0o700

/**
 * Takes from everybody else the rights to what is ours in a folder, and to the folder first: what is closed closes all
 * that is in it, so that a folder which was closed already is not searched. Returns what stays open: it belongs to
 * somebody else, is a link to elsewhere, or lies where rights cannot be changed; and what cannot be looked into. None of
 * these keeps the rest from being closed.
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

/** Whether others may do anything with it; a link has the rights of what it leads to. */
async function isOpen(path: string, found: Stats): Promise<boolean> {
  const meant = found.isSymbolicLink() ? await stat(path).catch(() => undefined) : found
  return meant !== undefined && (meant.mode & OTHERS) !== 0
}

/** Nothing, or itself when it stays open. */
async function narrowOne(path: string): Promise<string[]> {
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined || found.isSymbolicLink()) return [path]
  if ((found.mode & OTHERS) === 0) return []
  if (found.uid !== process.geteuid?.()) return [path]
  await chmod(path, found.mode & OWNER).catch(() => undefined)
  // Some file systems say yes and change nothing.
  const mode = await lstat(path).then((now) => now.mode, () => OTHERS)
  return (mode & OTHERS) === 0 ? [] : [path]
}
