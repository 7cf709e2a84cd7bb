import type { Capabilities, Channel } from '#core/contract/channel.ts'
import type { ChannelActivity, ChannelCheck, ChannelGuide } from '#core/contract/channel-guide.ts'
import type { Platform } from '#core/contract/ids.ts'
import type { LinkState } from '#core/contract/linking.ts'
import type { SettingValue } from '#core/contract/settings.ts'

/** For the page of channels. */
export type ChannelParts = {
  /** Of every channel that can be switched on, in the order of the page. */
  readonly guides: readonly ChannelGuide[]
  /** Those that are open now, with page and terminal. */
  open(): readonly Channel[]
  activityOf(channel: Channel): ChannelActivity | undefined
  /** Asks the platform about values that are not saved yet, with what is saved for the rest; once, and for a bounded time. */
  check(channel: Platform, values: ReadonlyMap<string, SettingValue>, signal: AbortSignal): Promise<ChannelCheck>
  /** Closes and opens it; resolves when its first attempt has begun. */
  reconnect(channel: Platform): Promise<void>
  /** Of every channel, also of those that are off. */
  capabilities(): Promise<readonly ChannelCapabilities[]>
  readonly whatsApp: WhatsAppForOperators
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
  /** What is said of the risk. */
  readonly warning: string
  /** Whoever asks has acknowledged the risk. `refused`: nothing was done, and why. */
  link(how: { readonly phoneNumber?: string | undefined }): Promise<Linked>
  unlink(): Promise<Linked>
}

export type Linked = { readonly type: 'done' } | { readonly type: 'refused'; readonly detail: string }
