import type pg from 'pg'
import type { Readiness } from '#http/listener.ts'
import type { Operator } from '#core/access/operator.ts'
import type { Channel, ServiceStatus } from '#core/contract/channel.ts'
import type { DescribedGuard } from '#core/guard/guard.ts'
import type { JudgedTexts } from '#core/guard/judged-texts.ts'
import type { GuardLabels } from '#core/guard/labels.ts'
import type { MemoryControl } from '#core/memory/control.ts'
import type { Store } from '#core/store/store.ts'
import type { EngineLoad } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

/** What the console is given of the service: it reads through a pool of its own, and changes through what is here. */
export type ConsoleDeps = {
  /** Of the console's own pool. */
  readonly connection: string | pg.PoolConfig
  /** The secret of the data folder. */
  readonly key: Buffer
  /** Where the pages lie that set-up has built; otherwise why there are none, and what to do. */
  readonly pages: { readonly folder: string } | { readonly missing: string }
  readonly service: ServiceParts
  readonly clock: Clock
  readonly randomBytes: (count: number) => Buffer
  readonly log: Logger
}

export type ServiceParts = {
  readonly store: Store
  readonly channels: readonly Channel[]
  readonly operator: Operator
  readonly control: MemoryControl
  /** Where pictures of people are kept, each in `<person>/<sha256>.<ext>`. */
  readonly mediaFolder: string
  /** Its data folder was filled by `npm run seed`. */
  readonly isDemo: boolean
  status(): ServiceStatus
  readiness(): Readiness
  /** Of the engine that answers. */
  engineLoad(): EngineLoad | undefined
  readonly guard: GuardParts
}

/** For the page of the guard. */
export type GuardParts = {
  /** Those that judge, in order. */
  readonly guards: readonly DescribedGuard[]
  readonly judgedTexts: Pick<JudgedTexts, 'of'>
  readonly labels: GuardLabels
}
