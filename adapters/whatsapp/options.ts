import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'

export type WhatsAppOptions = {
  /** `whatsapp` in the data folder: the browser's profile, and what is known of the account. */
  readonly folder: string
  /** The browser and what it needs in its environment; `missing`: why there is none, and what to do. */
  readonly chromium:
    { readonly path: string; readonly env?: Readonly<Record<string, string>> } | { readonly missing: string }
  /** A double on this computer, which the browser takes for `https://web.whatsapp.com`. */
  readonly webRoot?: string | undefined
  readonly ownerQuietMinutes: number
  readonly restartHour: number | 'off'
  readonly sendsPerMinute: number
  readonly sandbox: 'auto' | 'off'
  /** Whether replies are spread in time, as a person would write them. */
  readonly isPaced: boolean
  /** Whether the disk has room for what people send, and for the profile. */
  readonly hasRoom?: () => boolean
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly log: Logger
  readonly limits?: Partial<Waits> | undefined
}

/** How long is waited for what, in ms. */
export type Waits = {
  /** From the browser's start to a page that asks for a link or says who it is. */
  readonly loadMs: number
  /** From "linked" to "ready". */
  readonly readyMs: number
  /** For the answer to a probe; then the page hangs. */
  readonly probeMs: number
  readonly probeEveryMs: number
  /** From a send to the server's acknowledgement. */
  readonly ackMs: number
}
