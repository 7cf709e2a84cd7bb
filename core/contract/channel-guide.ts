import type { Platform } from './ids.ts'

/** How an operator sets a channel up: a table, which pages and commands only show. */
export type ChannelGuide = {
  readonly channel: Platform
  /** Below docs/: `channels/telegram.md`. */
  readonly docs: string
  /** Settings of this channel alone: once each `needed` one is set, it is on. It is switched off by taking them away. */
  readonly settings: readonly GuideSetting[]
  readonly steps: readonly GuideStep[]
}

export type GuideSetting = {
  /** As in chasqui.yaml: `telegram.token`. */
  readonly key: string
  readonly isNeeded: boolean
  /** Other channels use it too: it stays when this one is switched off. */
  readonly isShared?: true
  /** The platform only repeats it: the page makes one up. */
  readonly isMadeUp?: true
}

export type GuideStep = {
  /** Its words are looked up by channel and id. */
  readonly id: string
  readonly kind: GuideStepKind
  /** Of `settings`, with `secret`, `text`, `switch` and `acknowledge`. */
  readonly setting?: string
  /** Where it is done on the platform. */
  readonly link?: string
}

export type GuideStepKind =
  /** Done elsewhere. */
  | 'read'
  | 'secret'
  | 'text'
  | 'switch'
  /** A risk, or terms, that the operator must have read. */
  | 'acknowledge'
  /** The platform is asked whether what was typed in is right. */
  | 'check'
  | 'qr'
  | 'pairing'
  /** The address that the platform is given. */
  | 'webhook'
  /** The first message is awaited. */
  | 'message'

/** What a platform said when it was asked about settings that are not saved yet. Never a secret in it. */
export type ChannelCheck = {
  readonly isOk: boolean
  readonly account?: string
  /** As people on the platform see it. */
  readonly name?: string
  readonly lines: readonly { readonly level: 'ok' | 'warn' | 'fail'; readonly text: string }[]
}

/** What an operator wants to know of a channel that is open. */
export type ChannelActivity = {
  readonly lastInAtMs?: number
  readonly lastOutAtMs?: number
  /** Of the newest call that the platform answered. */
  readonly roundTrip?: { readonly atMs: number; readonly ms: number }
  /** Since it was opened. */
  readonly reconnects?: number
  readonly newestFailure?: { readonly atMs: number; readonly detail: string }
}
