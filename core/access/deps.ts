import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { AccessMode, GroupMode } from '../contract/access.ts'
import type { Platform } from '../contract/ids.ts'
import type { ReplyBus } from '../delivery/bus.ts'
import type { Store } from '../store/store.ts'
import type { RandomInt } from './codes.ts'

export type AccessSettings = {
  readonly mode: AccessMode
  /** Of platforms that have one of their own. */
  readonly modes: Readonly<Partial<Record<Platform, AccessMode>>>
  /** Who may write without asking. */
  readonly allow: readonly string[]
  readonly groupMode: GroupMode
}

export type AccessDeps = {
  readonly store: Store
  readonly bus: Pick<ReplyBus, 'publish' | 'subscribe'>
  /** The secret of the data folder. */
  readonly key: Buffer
  /** At the moment. */
  readonly settings: () => AccessSettings
  readonly clock: Pick<Clock, 'now'>
  /** Unpredictable: it makes codes. */
  readonly randomInt: RandomInt
  readonly log: Logger
}
