import { open } from 'node:fs/promises'

/** A created, renamed or removed file survives a power cut only once its folder is synced, too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
