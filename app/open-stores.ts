import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { createBus, type ReplyBus } from '#core/delivery/bus.ts'
import { createExportFiles, type ExportFiles } from '#core/export/export-files.ts'
import { createMediaStore, type MediaStore } from '#core/media/media-store.ts'
import type { RedisConnection } from '#core/queue/redis-clients.ts'
import { createWakeUpQueue, type WakeUpQueue } from '#core/queue/wake-up-queue.ts'
import { createSettingStore } from '#core/settings/settings-store.ts'
import { grantToConsole } from '#core/store/console-grants.ts'
import { takeServiceLease, type ServiceLease } from '#core/store/service-lease.ts'
import { openStore, type Store } from '#core/store/store.ts'
import type { Clock } from '#machine/clock.ts'
import { folderId, type DataFolder } from '#machine/data-folder.ts'
import type { DiskRoom } from '#machine/disk-room.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import type { Programs } from '#machine/programs.ts'
import { layered, type Config, type Layers } from './config.ts'
import { openRunTimeSettings, type LiveSettings } from './run-time-settings.ts'
import { openDatabase, openDiskRoom, openQueue } from './stores.ts'

type StoresDeps = {
  readonly layers: Layers
  readonly programs: Programs
  readonly dataFolder: DataFolder
  readonly key: Buffer
  readonly clock: Clock
  readonly opened: Disposer
}

export type OpenStores = {
  /** How each is reached. */
  readonly database: pg.PoolConfig
  readonly queue: RedisConnection
  readonly store: Store
  readonly settings: LiveSettings
}

/** The database and the queue's Redis, and the settings, some of which the database keeps. */
export async function openStores({ layers, key, ...deps }: StoresDeps): Promise<OpenStores> {
  const { clock, opened } = deps
  // The console sets nothing that the stores need.
  const storeDeps = { ...deps, config: layered(layers) }
  const stores = [openDatabase(storeDeps), openQueue(storeDeps)] as const
  // When one fails, the other is waited for all the same: only then is it known what there is to close.
  await Promise.allSettled(stores)
  const [database, queue] = await Promise.all(stores)
  const store = await openStore({ connection: database, clock, log: logFor('core:store') })
  opened.defer('store', () => store[Symbol.asyncDispose]())
  const settingStore = createSettingStore({ pool: store.pool, key })
  const settings = await openRunTimeSettings({ layers, store: settingStore, clock, log: logFor('app:settings') })
  opened.defer('settings', async () => settings.close())
  return { database, queue, store, settings }
}

type ClaimDeps = Pick<OpenStores, 'store' | 'queue'> & {
  readonly config: Config
  readonly dataFolder: DataFolder
  /** Of the disk that a folder lies on; this machine's by default. */
  readonly freeBytesIn: ((folder: string) => Promise<number>) | undefined
  readonly clock: Clock
  readonly opened: Disposer
}

export type ClaimedStores = {
  readonly room: DiskRoom
  readonly lease: ServiceLease
  /** How parts, and other processes, are told what is in the store. */
  readonly wakeUps: WakeUpQueue
  readonly bus: ReplyBus
  /** What is kept in files beside the database. */
  readonly mediaFolder: string
  readonly media: MediaStore
  readonly exportFiles: ExportFiles
}

/** From here on this service alone works with the stores. */
export async function claimStores({
  config,
  dataFolder,
  store,
  queue,
  freeBytesIn,
  clock,
  opened,
}: ClaimDeps): Promise<ClaimedStores> {
  const room = await openDiskRoom({ config, dataFolder, clock, opened }, freeBytesIn)
  await grantToConsole({ pool: store.pool, log: logFor('core:store') })
  const service = { id: await folderId(dataFolder), hostName: os.hostname(), dataFolder: dataFolder.path }
  const lease = await takeServiceLease({ store, service, clock, log: logFor('core:store') })
  opened.defer('service lease', () => lease[Symbol.asyncDispose]())
  const wakeUps = await createWakeUpQueue({ connection: queue, clock, log: logFor('core:queue') })
  opened.defer('queue', () => wakeUps[Symbol.asyncDispose]())
  const bus = createBus(logFor('core:bus'))
  opened.defer('bus', () => bus[Symbol.asyncDispose]())
  const mediaFolder = path.join(dataFolder.path, 'media')
  const media = createMediaStore({ folder: mediaFolder, store, clock })
  const exportFiles = createExportFiles({ dataFolder: dataFolder.path, clock })
  return { room, lease, wakeUps, bus, mediaFolder, media, exportFiles }
}
