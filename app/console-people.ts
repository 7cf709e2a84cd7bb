import type { PrivacySettings, ServiceParts } from '#console/deps.ts'
import type { ExportFiles } from '#core/export/export-files.ts'
import type { Exporter } from '#core/export/exporter.ts'
import type { Deletions } from '#core/forget/deletions.ts'
import { countMemory } from '#core/memory/counts.ts'
import type { MemoryForOperators } from '#core/memory/operator-control.ts'
import { setOwnLimit } from '#core/own-limits.ts'
import { KEY_DAYS, RAW_DAYS } from '#core/store/retention.ts'
import type { Store } from '#core/store/store.ts'
import type { Clock } from '#machine/clock.ts'
import type { Config } from './config.ts'

/** Of one file: what a browser holds until it is saved. What is more comes in further files. */
const EXPORT_BYTES_MAX = 256 * 1024 ** 2

type PeopleDeps = {
  readonly config: () => Config
  readonly store: Store
  readonly exportFiles: ExportFiles
  readonly exporter: Exporter
  readonly memories: MemoryForOperators
  readonly deletions: Deletions
  readonly clock: Clock
}

type ForPeople = Pick<
  ServiceParts,
  'memories' | 'setOwnLimit' | 'exportOf' | 'exportFiles' | 'deletePerson' | 'retryDeletion' | 'countMemory' | 'privacy'
>

/** What operators do for one person in the console. */
export function peopleForOperators({
  config,
  store: { pool },
  exportFiles,
  exporter,
  memories,
  deletions,
  clock,
}: PeopleDeps): ForPeople {
  return {
    memories,
    setOwnLimit: (change) => setOwnLimit(pool, change, new Date(clock.now())),
    exportOf: (person, signal) => exporter.exportOf(person, { bytesMax: EXPORT_BYTES_MAX }, signal),
    exportFiles,
    deletePerson: (person) => deletions.ask({ person, askedBy: 'console' }),
    retryDeletion: (receipt) => deletions.retry(receipt),
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
