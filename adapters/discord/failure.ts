import { ChannelError, type ChannelErrorCode } from '#core/contract/channel.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { DiscordAPIError, HTTPError } from 'discord.js'
import { codeOfBreak, codeOfStatus, type Effect, noAnswerOf, reasonOf, serverErrorIn } from '../shared/call-failure.ts'
import type { Said } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** A call to Discord that failed; holds neither a token nor what was to be said. */
export class DiscordFailure extends ChannelError {
  /** Discord's own number of the error; undefined where no answer of Discord came. */
  readonly number: number | undefined
  constructor(code: ChannelErrorCode, message: Said, details: ErrorOptions & { number?: number | undefined } = {}) {
    super(code, message, details)
    this.number = details.number
  }
}

/** What a failed call of discord.js means. Its error is not kept as the cause: it holds the payload, and the address. */
export function failureOf(error: unknown, effect: Effect): ChannelError {
  if (error instanceof ChannelError) return error
  if (error instanceof DiscordAPIError) return refusal(error)
  if (error instanceof HTTPError) return serverError(error.status, effect)
  return brokenOff(error, effect)
}

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const REFUSALS: Readonly<Record<number, ChannelErrorCode>> = {
  10003: 'chat-gone',
  10008: 'message-gone',
  10015: 'chat-gone',
  10062: 'chat-gone',
  40005: 'media-too-large',
  50001: 'chat-gone',
  50007: 'chat-gone',
  50013: 'chat-gone',
  50027: 'chat-gone',
  50045: 'media-too-large',
  50083: 'chat-gone',
  160005: 'chat-gone',
}

/** The right to answer an interaction has ended: after 15 minutes, or because it was never acknowledged. */
const INTERACTION_OVER: readonly (number | undefined)[] = [10_015, 10_062, 50_027]
const ALREADY_ACKNOWLEDGED = 40_060
const MISSING_RIGHTS: readonly (number | undefined)[] = [50_001, 50_013]

const numberOf = (error: unknown) => (error instanceof DiscordFailure ? error.number : undefined)

export const isInteractionOver = (error: unknown) => INTERACTION_OVER.includes(numberOf(error))
export const isAlreadyAcknowledged = (error: unknown) => numberOf(error) === ALREADY_ACKNOWLEDGED
/** The operator of the server can give the bot what it needs. */
export const isMissingRights = (error: unknown) => MISSING_RIGHTS.includes(numberOf(error))

const DISCORD = 'Discord'
const DESCRIPTION_LENGTH_MAX = 200

function refusal({ status, code, message }: DiscordAPIError): DiscordFailure {
  const number = typeof code === 'number' ? code : undefined
  const known = number === undefined ? undefined : REFUSALS[number]
  if (known === undefined && status === 401)
    return new DiscordFailure('unauthorised', say('discord.token-unknown'), { number })
  const said = shortened(cleanText(message), DESCRIPTION_LENGTH_MAX)
  const fallback = status === 413 ? 'media-too-large' : 'refused'
  const refused = say('call.refused-by-number', {
    platform: DISCORD,
    number: String(number ?? status),
    said: { quote: said },
  })
  return new DiscordFailure(known ?? fallback, refused, { number })
}

function serverError(status: number, effect: Effect): DiscordFailure {
  const code = codeOfStatus(status, effect)
  return new DiscordFailure(code, serverErrorIn(DISCORD, status, code))
}

/** No connection was made, so nothing can have arrived. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function brokenOff(error: unknown, effect: Effect): DiscordFailure {
  const reason = reasonOf(error)
  const code = codeOfBreak({ effect, mayHaveArrived: !NEVER_CONNECTED.has(reason) })
  return new DiscordFailure(code, noAnswerOf(DISCORD, reason, code))
}
