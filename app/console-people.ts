import type { PrivacySettings, ServiceParts } from '#console/deps.ts'
import type { PersonId } from '#core/contract/ids.ts'
import type { ExportFiles } from '#core/export/export-files.ts'
import type { Exporter } from '#core/export/exporter.ts'
import type { MemoryControlDeps } from '#core/memory/control.ts'
import { countMemory } from '#core/memory/counts.ts'
import { createMemoryForOperators } from '#core/memory/operator-control.ts'
import { setOwnLimit } from '#core/own-limits.ts'
import { KEY_DAYS, RAW_DAYS } from '#core/store/retention.ts'
import type { Store } from '#core/store/store.ts'
import type { Clock } from '#machine/clock.ts'
import type { Config } from './config.ts'

/** Of one file: what a browser holds until it is saved. What is more comes in further files. */
const EXPORT_BYTES_MAX = 256 * 1024 ** 2

type Parts = {
  readonly config: () => Config
  readonly store: Store
  readonly clock: Clock
  readonly files: ExportFiles
  readonly exporter: Exporter
  readonly memory: MemoryControlDeps
  readonly deletionOf: (person: PersonId, askedBy: 'console') => Promise<string | undefined>
}

type ForPeople = Pick<
  ServiceParts,
  'memories' | 'setOwnLimit' | 'exportOf' | 'exportFiles' | 'deletePerson' | 'countMemory' | 'privacy'
>

/** What operators do for one person in the console. */
export function peopleForOperators({ config, store, clock, files, exporter, memory, deletionOf }: Parts): ForPeople {
  const { pool } = store
  return {
    memories: createMemoryForOperators(memory),
    setOwnLimit: (change) => setOwnLimit(pool, change, new Date(clock.now())),
    exportOf: (person, signal) => exporter.exportOf(person, { bytesMax: EXPORT_BYTES_MAX }, signal),
    exportFiles: files,
    deletePerson: (person) => deletionOf(person, 'console'),
    countMemory: (signal) => countMemory({ pool, clock }, signal),
    privacy: () => privacyOf(config()),
  }
}

const privacyOf = ({ memory, retention, media, limits }: Config): PrivacySettings => ({
  memory: {
    isOn: memory.enabled,
    itemsMax: memory.itemsMax,
    factsDays: memory.factsDays,
    passagesDays: memory.passagesDays,
  },
  embedder: memory.embedder,
  ...retention,
  // A picture is not kept longer than the turn that it was sent in.
  picturesDays: Math.min(media.keepDays, retention.turnsDays),
  payloadsDays: RAW_DAYS,
  keysDays: KEY_DAYS,
  personLimit: limits.person,
})
