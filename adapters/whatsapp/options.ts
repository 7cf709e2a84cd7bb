import type { Clock } from '#machine/clock.ts'
import { CodedError } from '#machine/coded-error.ts'
import type { Logger } from '#machine/log.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

export type WhatsAppOptions = {
  /** `whatsapp` in the data folder: the browser's profile, and what is known of the account. */
  readonly folder: string
  /** The browser and what it needs in its environment; `missing`: why there is none, and what to do. */
  readonly chromium:
    | { readonly path: string; readonly env?: Readonly<Record<string, string>> }
    | { readonly missing: readonly Sentence[] }
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

/** A setting that cannot work; reported at the start. */
export class WhatsAppSetupError extends CodedError<'bad-web-root'> {
  override readonly name = 'WhatsAppSetupError'
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Host and port of the double, for the browser. Its certificate is not checked, so it must be on this computer. */
export function doubleAt(webRoot: string | undefined): string | undefined {
  if (webRoot === undefined) return undefined
  const url = URL.canParse(webRoot) ? new URL(webRoot) : undefined
  if (url?.protocol === 'https:' && LOOPBACK.has(url.hostname)) return `${url.hostname}:${url.port || 443}`
  throw new WhatsAppSetupError('bad-web-root', say('whatsapp.bad-root', { address: webRoot }))
}

export const WAITS: Waits = {
  loadMs: 90_000,
  readyMs: 120_000,
  probeMs: 8_000,
  probeEveryMs: 15_000,
  ackMs: 20_000,
  restartMs: 1_000,
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
  /** Before a browser that failed is started again, the first time; each further time is longer. */
  readonly restartMs: number
  /** From a send to the server's acknowledgement. */
  readonly ackMs: number
}
