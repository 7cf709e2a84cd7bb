import type { Told } from '#machine/sentence.ts'
import type { EngineHealth, EngineLoad, GuardLevel, GuardLoss } from '#engine/contract.ts'
import { CodedError } from '#machine/coded-error.ts'

/**
 * Models while the service runs: which there are, which one serves, how one is installed and how one takes the place of
 * another. Switches and installations go on when their page is left; each runs one at a time.
 */
export type Models = {
  /** What serves now, and whether a switch or an installation runs. */
  overview(): Promise<ModelsNow>
  /** The catalogue and the models that lie in the models folder, from the least able to the most able. */
  list(): Promise<readonly ModelState[]>
  /** What a switch to this model would do. @throws {ModelsRefused} */
  switchPlan(model: string): Promise<SwitchPlan>
  /** Begins a switch; `overview` shows how it goes on. @throws {ModelsRefused} */
  switchTo(model: string, by: SwitchingBy): Promise<void>
  /** In what the guard would be weaker with this model; nothing where there is none, or it cannot be used. */
  lostBy(model: string): Promise<readonly GuardLoss[]>
  /** Ends a switch that has not closed the model that serves; otherwise, or where none runs, false. */
  cancelSwitch(): boolean
  /** Asks the hub which files there are now. @throws {ModelsRefused} */
  installPlan(model: string, signal: AbortSignal): Promise<InstallPlanShown>
  /** Begins an installation, or goes on with one that was paused or broke off. @throws {ModelsRefused} */
  install(model: string, accepted: AcceptedLicence): Promise<void>
  /** What has come stays. False where this model is not being installed. */
  pauseInstall(model: string): boolean
  /** Ends the installation of this model, and deletes what has come of it. @throws {ModelsRefused} */
  discardInstall(model: string): Promise<void>
  /** Deletes an installed model that neither answers nor judges. @throws {ModelsRefused} */
  remove(model: string): Promise<void>
}

/** `mayWeaken`: also where the guard is weaker afterwards. */
export type SwitchingBy = {
  readonly name: string
  readonly mayWeaken: boolean
  /** Asked when the change of the setting has its turn; throws where they may no longer. */
  readonly permit: () => Promise<void>
}

export type ModelsNow = {
  readonly serving: ServingNow
  readonly switching: SwitchState
  readonly installing: InstallState
}

/** What answers people. */
export type ServingNow = {
  readonly kind: 'embedded' | 'host'
  readonly model: string
  /** `localhost:8000`; of a host. */
  readonly host?: string
  readonly health: EngineHealth
  readonly load?: EngineLoad
  readonly contextTokens: number
  readonly vision: boolean
  readonly visionFault?: Told<'detail'>
  readonly picturesMax: number
  readonly guard: {
    /** `off`: nothing is judged by a model. */
    readonly level: GuardLevel | 'off'
    /** Which model judges; absent with `off`. */
    readonly model?: string
    readonly seesPictures: boolean
    readonly health?: EngineHealth
  }
  /** Absent until it has passed. */
  readonly tested?: SelfTest
  /** Why no other model can be chosen here: an environment variable or a host is set. */
  readonly lockedBy?: string
}

/** The last self-test of a model on this machine, since the service began; `why` it failed. */
export type SelfTest = Partial<Told<'why'>> & {
  readonly atMs: number
  readonly outcome: 'passed' | 'failed'
  /** From the begin of loading to the first answer, and of the tests after it. */
  readonly loadMs?: number
  readonly testMs?: number
  readonly contextTokens?: number
  readonly vision?: boolean
  readonly visionFault?: Told<'detail'>
  /** `passed`: it told the unsafe text from the safe one. `answers`: its verdicts can be read, which is all that is asked of a demonstration. `none`: it is no guard. */
  readonly guardCanary?: 'passed' | 'answers' | 'none'
  readonly guardSeesPictures?: boolean
}

/** Whether this machine runs a model well; `why` in words, `lacks`: of what it has too little. */
export type Fit = Told<'why'> & {
  readonly fits: boolean
  readonly lacks: readonly ('memory' | 'cores')[]
}

export type ModelState = {
  readonly name: string
  readonly title: string
  /** `folder`: an operator has put it into the models folder. */
  readonly source: 'bundled' | 'hub' | 'folder'
  readonly licence: ModelLicence
  /** Of all its files; of one that is not installed, as published. */
  readonly bytes?: number
  readonly seesPictures: boolean
  readonly guard: GuardLevel
  readonly contextTokens: number
  readonly fit: Fit
  readonly installed: 'yes' | 'no' | 'partly'
  /** What has come of one that is installed partly. */
  readonly receivedBytes?: number
  readonly serves: boolean
  /** It judges beside a model that does not. */
  readonly judges: boolean
  readonly tested?: SelfTest
}

export type ModelLicence = {
  readonly name: string
  readonly url?: string | undefined
  readonly notice?: string | undefined
  /** Where it must be accepted before the hub gives out the files. */
  readonly gate?: string | undefined
}

export type SwitchPlan = Told<'why'> & {
  readonly model: string
  /** `beside`: nobody waits. `messages-wait`: both do not fit; messages wait until the new one is loaded. */
  readonly way: 'beside' | 'messages-wait'
  /** How long messages wait, roughly; 0 with `beside`. */
  readonly waitSecondsAbout: number
  readonly fit: Fit
  /** In what the guard is weaker afterwards. */
  readonly lost: readonly GuardLoss[]
}

type Switching = { readonly model: string; readonly by: string; readonly sinceMs: number }

export type SwitchState =
  | { readonly state: 'none' }
  | (Switching & { readonly state: 'checking' })
  /** `waiting`: with `messages-wait`, for the answers that run. */
  | (Switching & {
      readonly state: 'waiting' | 'loading' | 'testing' | 'swapping'
      readonly way: SwitchPlan['way']
      readonly canCancel: boolean
    })
  | { readonly state: 'done'; readonly model: string; readonly atMs: number; readonly tookMs: number }
  /** `serves`: what answers now. */
  | (Told<'why'> & {
      readonly state: 'failed' | 'cancelled'
      readonly model: string
      readonly atMs: number
      readonly serves: string
    })

export type InstallPlanShown = {
  readonly model: string
  readonly title: string
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  readonly bytes: number
  readonly receivedBytes: number
  readonly freeBytes: number
  readonly hasRoom: boolean
  readonly licence: ModelLicence
  readonly repository: string
  /** The commit whose files these are; it is accepted together with the licence. */
  readonly revision: string
}

/** As the operator saw them. */
export type AcceptedLicence = { readonly licence: string; readonly revision: string }

type Progress = {
  readonly model: string
  readonly receivedBytes: number
  readonly totalBytes: number
}

export type InstallState =
  | { readonly state: 'none' }
  | (Progress & {
      readonly state: 'running'
      /** Which is received now. */
      readonly file: string
      readonly bytesPerSecond: number
      /** Absent while nothing comes. */
      readonly leftSeconds?: number
    })
  | (Progress & { readonly state: 'paused' })
  | (Progress & Told<'why'> & { readonly state: 'failed' })
  | { readonly state: 'done'; readonly model: string; readonly atMs: number }

export type ModelsRefusal =
  /** There is no such model, or it is not installed. */
  | 'unknown'
  /** The guard would be weaker, and whoever asked may not do that now. */
  | 'weaker-guard'
  /** Another switch or installation runs, or the model is in use. */
  | 'busy'
  /** The licence or revision is not the one that was shown: show it again. */
  | 'licence'
  /** Not possible here; the message says why and what to do. */
  | 'refused'
  /** The hub cannot be reached, or has not what is expected. */
  | 'hub'

/** What was asked about a model is not done. Its message is for operators. */
export class ModelsRefused extends CodedError<ModelsRefusal> {
  override readonly name = 'ModelsRefused'
}
