import type { Said, Told } from '#machine/sentence.ts'
import { CodedError } from '#machine/coded-error.ts'

/**
 * Settings while the service runs. Each layer stands above the one before: defaults, `chasqui.yaml`, what was set in
 * the console, the environment.
 */
export type SettingSource = 'default' | 'file' | 'console' | 'environment'

/**
 * When a change holds. `elsewhere`: it is not set in the console, because the service must know it before its database
 * is there, or because it lowers protection.
 */
export type SettingApplies = 'now' | 'next-start' | 'elsewhere'

export type SettingValue = string | number | boolean | readonly string[]

/** How a setting is typed in. */
export type SettingForm =
  | { readonly type: 'text' }
  /** `or`: a word that stands in place of a number. */
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly or?: string }
  | { readonly type: 'switch' }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'list' }
  /** Written, never shown. */
  | { readonly type: 'secret' }

export type SettingState = {
  /** As in chasqui.yaml: `limits.person.burst`. */
  readonly key: string
  readonly applies: SettingApplies
  readonly form: SettingForm
  readonly source: SettingSource
  /** The name in the environment that sets it: the console cannot change it. */
  readonly lockedBy?: string
  /** What holds, or will hold at the next start; absent where nothing is set, and of a secret. */
  readonly value?: SettingValue
  /** Of a secret: whether one is set. */
  readonly isSet?: boolean
  /** What holds without the console's own value; absent as with `value`. */
  readonly without?: SettingValue
  readonly isInFile?: true
  /** Grows with each change in the console; 0 where there was none. */
  readonly revision: number
  /** The console has a value of its own, at work or not. */
  readonly isOwn?: true
  /** Another value is at work until the next start. */
  readonly waitsForStart?: true
  /** What is older, or too much, is deleted as soon as it is less. */
  readonly lessDeletes?: true
  /** Settings of the console that are checked together with it. */
  readonly goesWith?: readonly string[]
  /** The console's own value is not used, because it no longer can be: why. */
  readonly fault?: Told<'message'>
}

/** `revision`: the one that was seen. */
export type SettingChange = SettingProposal & { readonly revision: number }
/** `value` null takes the console's own value away. */
export type SettingProposal = { readonly key: string; readonly value: SettingValue | null }

export type SettingsChanged =
  | { readonly outcome: 'changed'; readonly waitsForStart: boolean }
  /** Somebody else has changed these meanwhile. Nothing was changed. */
  | { readonly outcome: 'conflict'; readonly keys: readonly string[] }
  /** Nothing was changed: `message` says why and what to do. */
  | { readonly outcome: 'refused'; readonly faults: readonly SettingFault[] }

export type SettingFault = Told<'message'> & { readonly key: string }

export type RunTimeSettings = {
  list(): Promise<readonly SettingState[]>
  /** Why `change` would refuse these without asking any part of the service; none: it would ask them. */
  faultsOf(values: readonly SettingProposal[]): readonly SettingFault[]
  /**
   * All or nothing: what a part of the service refuses is taken back. One change at a time; others wait. `permit` is asked
   * when nothing else changes any more; where it rejects, so does this, and nothing was changed.
   */
  change(changes: readonly SettingChange[], by: string, permit?: () => Promise<void>): Promise<SettingsChanged>
}

/** A part of the service cannot work with new settings, and goes on with the old ones. Its message is for operators. */
export class SettingRefused extends CodedError<'refused'> {
  override readonly name = 'SettingRefused'
  readonly key: string
  constructor(key: string, message: Said, options?: ErrorOptions) {
    super('refused', message, options)
    this.key = key
  }
}
