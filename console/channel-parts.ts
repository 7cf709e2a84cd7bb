import type { Capabilities, Channel } from '#core/contract/channel.ts'
import type { Platform } from '#core/contract/ids.ts'
import type { LinkState } from '#core/contract/linking.ts'
import type { SettingValue } from '#core/contract/settings.ts'
import type { Said, Told } from '#machine/sentence.ts'

/** The channels that an operator sets up; page and terminal are always there. */
export type ChannelName = Exclude<Platform, 'web' | 'terminal'>

export const CHANNEL_NAMES = [
  ...(['telegram', 'discord', 'whatsapp', 'messenger', 'instagram', 'whatsapp-cloud'] as const),
] as const satisfies readonly ChannelName[]

/** For the page of channels. */
export type ChannelParts = {
  /** Of each, in the order of the page. */
  readonly guides: Readonly<Record<ChannelName, ChannelGuide>>
  /** Those that are open now, with page and terminal. */
  open(): readonly Channel[]
  /** Those that are switched on and could not be opened, with why. */
  faulty(): readonly FaultyChannel[]
  /** Asks the platform about values that are not saved yet, with what is at work for the rest; once, for a bounded time. */
  check(channel: ChannelName, values: ReadonlyMap<string, SettingValue>, signal: AbortSignal): Promise<ChannelCheck>
  /** Closes and opens it; resolves when its first attempt has begun. */
  reconnect(channel: ChannelName): Promise<void>
  /** Of every channel, also of those that are off. */
  capabilities(): Promise<readonly ChannelCapabilities[]>
  readonly whatsApp: WhatsAppForOperators
}

type FaultyChannel = Told<'detail'> & { readonly name: Platform }

type CheckLine = Told<'text'> & { readonly result: 'ok' | 'warn' | 'fail' }

export type ChannelGuide = {
  readonly docs: string
  /** The setting that has it on or off; what else is set stays. */
  readonly switch: string
  readonly steps: readonly GuideStep[]
}

export type GuideStep = {
  /** The page has its words by channel and id. */
  readonly id: string
  readonly kind: (typeof STEP_KINDS)[number]
  /** As in chasqui.yaml. */
  readonly setting?: string
  /** The page of the platform where it is done. */
  readonly link?: string
  /** It works without. */
  readonly isOptional?: true
}

export const STEP_KINDS = [
  'read',
  ...(['secret', 'text', 'acknowledge'] as const),
  'check',
  'invite',
  ...(['qr', 'pairing'] as const),
  'webhook',
  'message',
] as const

/** What a platform says of settings that are not kept yet. No line holds a secret. */
export type ChannelCheck = {
  readonly ok: boolean
  readonly account?: string
  /** As people see the bot there. */
  readonly name?: string
  readonly lines: readonly CheckLine[]
  /** Where the bot is invited to a server. */
  readonly installLink?: string
  readonly roundTripMs?: number
}

export type ChannelCapabilities = {
  readonly channel: Platform
  readonly dm: Capabilities
  /** Absent: it has no groups. */
  readonly group?: Capabilities
}

export type WhatsAppForOperators = {
  /** With the codes: they are for whoever links. */
  state(): LinkState
  /** Whoever asks has acknowledged the risk. */
  link(how: { readonly phoneNumber?: string | undefined }): Promise<Linked>
  unlink(): Promise<Linked>
}

/** `refused`: nothing was done, and why. */
export type Linked = { readonly type: 'done' } | { readonly type: 'refused'; readonly said: Said }
