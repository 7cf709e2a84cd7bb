import { randomInt } from 'node:crypto'
import { openAccess, type Access } from '#core/access/access.ts'
import type { AccessSettings } from '#core/access/deps.ts'
import type { RandomId } from '#core/contract/ids.ts'
import type { ReplyBus } from '#core/delivery/bus.ts'
import type { ExportFiles } from '#core/export/export-files.ts'
import { createExporter, type Exporter } from '#core/export/exporter.ts'
import { createLimits, type Limits } from '#core/limits.ts'
import type { MemoryKind } from '#core/memory/kinds/kind.ts'
import { createTombstones, type Tombstones } from '#core/store/tombstones.ts'
import type { Store } from '#core/store/store.ts'
import type { Clock } from '#machine/clock.ts'
import type { DiskRoom } from '#machine/disk-room.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { accessSettings } from './access-state.ts'
import type { LiveSettings } from './run-time-settings.ts'

type PeopleDeps = {
  readonly settings: LiveSettings
  readonly store: Store
  readonly bus: ReplyBus
  readonly key: Buffer
  readonly kinds: readonly MemoryKind[]
  readonly mediaFolder: string
  readonly exportFiles: ExportFiles
  readonly room: DiskRoom
  readonly clock: Clock
  readonly randomId: RandomId
  readonly opened: Disposer
}

export type OpenPeople = {
  /** Who may write. */
  readonly access: Access
  readonly accessSettings: () => AccessSettings
  /** How much each may write. */
  readonly limits: Limits
  /** Whose messages are not taken again. */
  readonly tombstones: Tombstones
  /** All that is held about somebody, for themselves. */
  readonly exporter: Exporter
}

/** Who may write and how much, and what people may take with them. */
export async function openPeople({
  settings,
  store,
  bus,
  key,
  kinds,
  mediaFolder,
  exportFiles,
  room,
  clock,
  randomId,
  opened,
}: PeopleDeps): Promise<OpenPeople> {
  const ofAccess = () => accessSettings(settings.current())
  const access = await openAccess({
    store,
    bus,
    key,
    settings: ofAccess,
    clock,
    randomInt: (below) => randomInt(below),
    log: logFor('core:access'),
  })
  opened.defer('access', () => access.close())
  settings.onChange({
    keys: ['access.groupMode'],
    apply: ({ access: { groupMode } }) => access.setGroupMode(groupMode),
  })
  const { hasRoom } = room
  return {
    access,
    accessSettings: ofAccess,
    limits: createLimits({ store, clock, limits: () => settings.current().limits }),
    tombstones: createTombstones(key),
    exporter: createExporter({ store, files: exportFiles, mediaFolder, kinds, hasRoom, clock, random: randomId }),
  }
}
