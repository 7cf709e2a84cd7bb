import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** As many as Node writes at once. */
const AT_ONCE = 4

/** A created, renamed or removed file survives a power cut only once its folder is synced, too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** Everything in a folder, and the folder itself. Several at once: a disk writes them together. */
export async function syncTree(path: string): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const left = [path, ...entries.map(({ parentPath, name }) => join(parentPath, name))].values()
  const lane = async () => {
    // The system syncs a file as it does a folder.
    for (const one of left) await syncFolder(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
