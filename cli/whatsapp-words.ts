import { z } from 'zod'
import type { WhatsAppAnswer, WhatsAppStatus } from '#app/whatsapp-requests.ts'
import { printable } from './printable.ts'

const atMs = z.number().optional()

export const statusSchema = z.object({
  state: z.enum(['connecting', 'qr', 'pairing', 'ready', 'degraded', 'logged-out', 'off']),
  detail: z.string(),
  qr: z.string().optional(),
  pairingCode: z.string().optional(),
  phoneNumber: z.string().optional(),
  unstored: z.number().optional(),
  lastInAtMs: atMs,
  lastOutAtMs: atMs,
  roundTrip: z.object({ atMs: z.number(), ms: z.number() }).optional(),
  browser: z
    .object({
      startedAtMs: z.number(),
      bytes: z.number().optional(),
    })
    .optional(),
  restarts: z.object({ count: z.number(), newestFor: z.object({ english: z.string() }) }).optional(),
  access: z.enum(['open', 'pairing', 'allow-list']),
}) satisfies z.ZodType<StatusSent>

/** As it comes over the socket. */
type StatusSent = { readonly [Key in keyof Omit<WhatsAppStatus, 'sentences'>]: unknown }
export type Status = z.output<typeof statusSchema>

const phoneNumber = z.string().optional()

export const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('linking') }),
  z.object({ type: z.literal('unacknowledged'), warning: z.string() }),
  z.object({ type: z.literal('already-linked'), phoneNumber }),
  z.object({ type: z.literal('unlinked') }),
  z.object({ type: z.literal('refused'), detail: z.string() }),
]) satisfies z.ZodType<{ type: WhatsAppAnswer['type'] }>

/** What an operator does on the phone; the last step depends on the code. */
export const PHONE_STEPS = `On the phone, in WhatsApp:
  1. Settings (on Android the three dots), then Linked devices
  2. Link a device`

const NEXT: Readonly<Record<Status['access'], string>> = {
  pairing: 'Whoever writes to this number now gets a code, and you let them in: npm run access -- approve CODE',
  'allow-list': 'Only people named in access.allow are answered (docs/access.md).',
  open: 'Everybody who writes to this number is answered now. Where you do not want that: whatsapp.access in chasqui.yaml.',
}

export function linkedWords({ phoneNumber: number, access }: Status): string {
  return `Linked as ${accountWords(number)}.
${NEXT[access]}
What you write yourself from the phone silences that chat for a while: docs/channels/whatsapp.md says how long.`
}

export const accountWords = (number: string | undefined) => (number === undefined ? 'an account' : `+${number}`)

/** What a script may have: codes are secrets, and shown by `link` alone. */
export function withoutCodes(status: Status): Omit<Status, 'qr' | 'pairingCode'> {
  const { qr: _qr, pairingCode: _pairingCode, ...rest } = status
  return rest
}

/** As `npm run whatsapp -- status` prints it. */
export function statusWords(status: Status, nowMs: number): string {
  const { state, detail, phoneNumber: number, lastInAtMs, lastOutAtMs, roundTrip, browser, restarts } = status
  const when = (ms: number | undefined) => (ms === undefined ? undefined : agoWords(nowMs - ms))
  const rows: readonly [string, string | undefined][] = [
    ['state', detail ? `${state}: ${detail}` : state],
    ['account', number && `+${number}`],
    ['last message in', when(lastInAtMs)],
    ['last message out', when(lastOutAtMs)],
    ['last round trip', roundTrip && `${when(roundTrip.atMs)}, took ${Math.round(roundTrip.ms)} ms`],
    ['browser', browser && browserWords(browser, nowMs)],
    ['restarted', restarts && restartWords(restarts)],
  ]
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined)
  return shown.map(([name, text]) => `${name.padEnd(LABEL_WIDTH)}${printable(text)}\n`).join('')
}
const LABEL_WIDTH = 18

/** A browser that is restarted again and again is not well, however it is at the moment. */
function restartWords({ count, newestFor }: NonNullable<Status['restarts']>): string {
  return `${count === 1 ? 'once' : `${count} times`}, the last time: ${newestFor.english}`
}

function browserWords(browser: NonNullable<Status['browser']>, nowMs: number): string {
  const { startedAtMs, bytes } = browser
  const memory = bytes === undefined ? '' : `, ${(bytes / 1e6).toFixed(0)} MB`
  return `started ${agoWords(nowMs - startedAtMs)}${memory}`
}

const UNITS = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
] as const

/** The clock may have been set in between: nothing is in the future. */
export function agoWords(ms: number): string {
  const unit = UNITS.find(({ ms: length }) => ms >= length)
  if (unit === undefined) return 'just now'
  const count = Math.floor(ms / unit.ms)
  return `${count} ${unit.name}${count === 1 ? '' : 's'} ago`
}
