import { statfs } from 'node:fs/promises'
import type { Clock } from './clock.ts'
import type { Logger } from './log.ts'
import { regularly } from './regularly.ts'

/** Whether the disk has room for new data. */
export type DiskRoom = {
  hasRoom(): boolean
  /** Of the fullest disk, at the last check. */
  freeBytes(): number
  /** Folders whose disk could not be checked the last time. */
  unseen(): readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export type DiskRoomOptions = {
  /** Each may be on another disk. */
  readonly folders: readonly string[]
  readonly freeBytesMin: number
  readonly clock: Clock
  readonly log: Logger
  readonly freeBytesIn?: (folder: string) => Promise<number>
}

const CHECK_EVERY_MS = 5_000
/** Hysteresis: this share more must be free before there is room again. */
const AGAIN_SHARE = 1.1

/** Checks now, and then regularly. A disk that cannot be checked counts as unchanged; this is logged once. */
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
      if (!warned.has(folder)) log.warn({ error, folder }, 'failed to read the free space of the disk')
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
    if (isEnough) log.info({ freeBytes: free }, 'disk has room again, accepting messages')
    else log.error({ freeBytes: free, freeBytesMin, folders }, 'disk nearly full, accepting no new messages')
  }
  await check()
  const failed = (error: unknown) => log.warn({ error }, 'disk check failed')
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

/** For users other than root. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
