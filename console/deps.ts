import type pg from 'pg'
import type { Readiness } from '#http/listener.ts'
import type { AccessSettings } from '#core/access/deps.ts'
import type { Operator } from '#core/access/operator.ts'
import type { ReplyFile, ServiceStatus } from '#core/contract/channel.ts'
import type { PersonId } from '#core/contract/ids.ts'
import type { Models } from '#core/contract/models.ts'
import type { RunTimeSettings } from '#core/contract/settings.ts'
import type { ExportFiles } from '#core/export/export-files.ts'
import type { Limit } from '#core/limits.ts'
import type { MemoryCounts } from '#core/memory/counts.ts'
import type { MemoryForOperators } from '#core/memory/operator-control.ts'
import type { OwnLimitChange, OwnLimitSet } from '#core/own-limits.ts'
import type { Persona } from '#core/persona/persona.ts'
import type { Playground } from '#core/playground/playground.ts'
import type { DescribedGuard } from '#core/guard/guard.ts'
import type { JudgedTexts } from '#core/guard/judged-texts.ts'
import type { GuardLabels } from '#core/guard/labels.ts'
import type { Serving } from '#core/serving.ts'
import type { TakeOvers } from '#core/takeover/take-overs.ts'
import type { Store } from '#core/store/store.ts'
import type { EngineLoad, GuardLoss } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { RecentLines } from '#machine/recent-lines.ts'
import type { PasswordCost } from './api/accounts/passwords.ts'
import type { ChannelParts } from './channel-parts.ts'

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
  /** No setting gives it: tests hash hundreds of passwords. */
  readonly passwordCost?: PasswordCost
}

export type ServiceParts = {
  readonly store: Store
  readonly operator: Operator
  /** At the moment, as `privacy`. */
  accessSettings(): AccessSettings
  readonly memories: MemoryForOperators
  setOwnLimit(change: OwnLimitChange): Promise<OwnLimitSet>
  /** All that is held about a person, in files below the exports folder. */
  exportOf(person: PersonId, signal: AbortSignal): Promise<readonly ReplyFile[]>
  readonly exportFiles: Pick<ExportFiles, 'pathOf' | 'isKept' | 'remove'>
  /** Returns the receipt of what follows in the background; undefined where there is no such person. */
  deletePerson(person: PersonId): Promise<string | undefined>
  /** By its receipt; false where it was not given up. */
  retryDeletion(receipt: string): Promise<boolean>
  countMemory(signal: AbortSignal): Promise<MemoryCounts>
  privacy(): PrivacySettings
  readonly settings: RunTimeSettings
  readonly recentLog: RecentLines
  about(): Promise<AboutService>
  /** Where pictures of people are kept, each in `<person>/<sha256>.<ext>`. */
  readonly mediaFolder: string
  /** Its data folder was filled by `npm run seed`. */
  readonly isDemo: boolean
  /** Of the page on which people write; undefined where it is not reached. */
  publicUrl(): string | undefined
  status(): ServiceStatus
  readiness(): Readiness
  /** Of the engine that answers. */
  engineLoad(): EngineLoad | undefined
  readonly guard: GuardParts
  readonly channelSetUp: ChannelParts
  readonly models: Models
  readonly takeOvers: Pick<TakeOvers, 'take' | 'send' | 'handBack' | 'keepPicture'>
  readonly persona: Persona
  readonly playground: Playground
}

/** What it is made of. */
export type AboutService = {
  readonly versions: readonly { readonly name: string; readonly version: string }[]
  /** The one that answers. */
  readonly model: {
    readonly name: string
    readonly title: string
    readonly licence?: string
    readonly licenceUrl?: string
    /** Has to be shown wherever the model is used. */
    readonly notice?: string
  }
  /** The file NOTICE. */
  readonly notice: string
  readonly packages: readonly { readonly name: string; readonly version: string; readonly licence: string }[]
}

/** For the page of the guard. */
export type GuardParts = {
  /** Takes those that judge, for one judgement. */
  readonly serving: Serving
  /** Those that judge now, in order; to be shown. */
  guards(): readonly DescribedGuard[]
  /** In what it is weaker than a guard that judges everything. */
  lost(): readonly GuardLoss[]
  readonly judgedTexts: Pick<JudgedTexts, 'of'>
  readonly labels: GuardLabels
}

/** What is kept, and for how long. */
export type PrivacySettings = {
  readonly memory: {
    readonly isOn: boolean
    /** Of one person. */
    readonly itemsMax: number
    readonly factsDays: number
    readonly passagesDays: number
  }
  readonly embedder: 'off' | 'english' | 'model' | 'host'
  readonly turnsDays: number
  readonly limitedDays: number
  readonly picturesDays: number
  /** Platforms' own payloads, kept for finding faults. */
  readonly payloadsDays: number
  /** Keys of events, by which a repeated one is known again; no words. */
  readonly keysDays: number
  /** Of a person without limits of their own. */
  readonly personLimit: Limit
}
