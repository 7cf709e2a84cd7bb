import type { AccountId, Platform } from '#core/contract/ids.ts'
import type { ChannelSettings } from './all.ts'

/** The channels that are set up; the page and the terminal are always there. */
export type CheckedChannel = Exclude<Platform, 'web' | 'terminal'>

export type CheckLine = { readonly result: 'ok' | 'warn' | 'fail'; readonly text: string }

/** What a platform says of settings that are not kept yet. No line holds a secret. */
export type ChannelCheck = {
  /** Nothing failed. */
  readonly ok: boolean
  /** The platform refuses the token, or the settings can never work. */
  readonly isRefused: boolean
  readonly account?: AccountId
  /** As people see the bot there. */
  readonly name?: string
  readonly lines: readonly CheckLine[]
  /** Discord: where the bot is invited to a server. */
  readonly installLink?: string
  /** Of the first question. */
  readonly roundTripMs?: number
}

export type CheckChannel = (name: CheckedChannel, settings: ChannelSettings, signal: AbortSignal) => Promise<ChannelCheck>
