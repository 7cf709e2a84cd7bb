import { open } from 'node:fs/promises'

/** A file that was made, renamed or removed is only safe from a power cut once its folder is on the disk, too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
