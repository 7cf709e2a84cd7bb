import { statfs } from 'node:fs/promises'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { regularly } from './regularly.ts'

/** Whether the disk has room for what is new. */
export type DiskRoom = {
  hasRoom(): boolean
  /** Of the fullest of the disks, at the last look. */
  freeBytes(): number
  /** Folders whose disk could not be looked at the last time. */
  unseen(): readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export type DiskRoomOptions = {
  /** Each may lie on a disk of its own. */
  readonly folders: readonly string[]
  readonly freeBytesMin: number
  readonly clock: Clock
  readonly log: Logger
  readonly freeBytesIn?: (folder: string) => Promise<number>
}

const CHECK_EVERY_MS = 5_000
/** As much more must be free before there is room again, so that the edge is not crossed with every message. */
const AGAIN_SHARE = 1.1

/** Looks now, and then now and then. A disk that cannot be looked at is taken to be as it was; the first time it is said. */
export async function watchDiskRoom(options: DiskRoomOptions): Promise<DiskRoom> {
  const { folders, freeBytesMin, clock, log, freeBytesIn = freeBytesOf } = options
  const known = new Map<string, number>()
  const warned = new Set<string>()
  let unseen: string[] = []
  let free = Number.POSITIVE_INFINITY
  let hasRoom = true
  const measure = async (folder: string) => {
    try {
      known.set(folder, await freeBytesIn(folder))
      return true
    } catch (error) {
      if (!warned.has(folder)) log.warn({ error, folder }, 'the free space of the disk is not known')
      warned.add(folder)
      return false
    }
  }
  const check = async () => {
    const isSeen = await Promise.all(folders.map(measure))
    unseen = folders.filter((_folder, index) => !isSeen[index])
    free = Math.min(Number.POSITIVE_INFINITY, ...known.values())
    const isEnough = free >= freeBytesMin * (hasRoom ? 1 : AGAIN_SHARE)
    if (isEnough === hasRoom) return
    hasRoom = isEnough
    if (isEnough) log.info({ freeBytes: free }, 'the disk has room again: messages are taken')
    else log.error({ freeBytes: free, freeBytesMin, folders }, 'the disk is nearly full: nothing new is taken')
  }
  await check()
  const failed = (error: unknown) => log.warn({ error }, 'a regular task failed')
  const stopped = new AbortController()
  const watching = regularly(check, { everyMs: CHECK_EVERY_MS, clock, failed }, stopped.signal)
  return {
    hasRoom: () => hasRoom,
    freeBytes: () => free,
    unseen: () => unseen,
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await watching
    },
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
