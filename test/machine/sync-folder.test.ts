import { mkdir, open, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { syncTree } from '#machine/sync-folder.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

type Handle = { sync(): Promise<void>; stat(): Promise<{ ino: number }> }

test('every file and folder of a tree is synced to disk, however many there are', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'one/two'), { recursive: true })
  const files = Array.from({ length: 20 }, (_, n) => join(folder, n % 2 === 0 ? 'one' : 'one/two', `file-${n}`))
  for (const file of files) await writeFile(file, 'text')
  const synced = await inodesSynced(folder)
  await syncTree(folder)
  const wanted = await Promise.all([folder, join(folder, 'one'), join(folder, 'one/two'), ...files].map(inodeOf))
  expect(synced.toSorted()).toEqual(wanted.toSorted())
})

/** Grows with each that is synced. */
async function inodesSynced(folder: string): Promise<number[]> {
  const handle = await open(folder)
  const prototype = Object.getPrototypeOf(handle) as Handle
  await handle.close()
  const { sync } = prototype
  onTestFinished(() => void (prototype.sync = sync))
  const inodes: number[] = []
  prototype.sync = async function (this: Handle) {
    inodes.push((await this.stat()).ino)
    await sync.call(this)
  }
  return inodes
}

const inodeOf = async (path: string) => (await stat(path)).ino
