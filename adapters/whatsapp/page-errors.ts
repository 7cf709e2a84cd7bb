import { ChannelError } from '#core/contract/channel.ts'
import { say } from '../sentences.ts'

/** Of puppeteer: the page, its process or its browser ended while it was asked. */
const NAMES = new Set(['TargetCloseError', 'ConnectionClosedError', 'ProtocolError'])
const MESSAGES =
  /Target closed|Session closed|Connection closed|Page crashed|Execution context (?:was destroyed|is not available)|detached [Ff]rame|Cannot find context|Navigating frame was detached|Attempted to use detached/

/** Whether the page or its browser went away: nothing is known of what was asked then. */
export const isPageGone = (error: unknown): boolean =>
  error instanceof Error && (NAMES.has(error.name) || MESSAGES.test(error.message))

/** What `Page.call` rejects with, once the act had begun: what the library itself throws comes through. */
export const begunFailure = (what: string, error: unknown): unknown =>
  isPageGone(error) ? unknownOutcome(what, error) : error

export const unknownOutcome = (what: string, cause?: unknown) =>
  new ChannelError('unknown-outcome', say('whatsapp.no-answer', { what }), { cause })

export const notConnected = (options?: { readonly retryAfterMs: number }) =>
  new ChannelError('unreachable', say('whatsapp.not-connected'), options)

/** What of an error may be told: messages of the library and the page may hold addresses of people. */
export const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error)
