import { ChannelError, type ChannelErrorCode } from '#core/contract/channel.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { TelegramError } from 'telegraf'
import { codeOfBreak, codeOfStatus, type Effect, noAnswerOf, reasonOf, serverErrorIn } from '../shared/call-failure.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** A call to the Bot API that failed; holds neither the token nor what was to be said. */
export class TelegramFailure extends ChannelError {
  /** Telegram's error code; `undefined` where no answer came. */
  readonly status: number | undefined
  /** The group became a supergroup with this id. */
  readonly migratedTo: string | undefined
  constructor(code: ChannelErrorCode, message: Sentence, details: Details = {}) {
    super(code, message, details)
    this.status = details.status
    this.migratedTo = details.migratedTo
  }
}

type Details = ErrorOptions & {
  retryAfterMs?: number
  status?: number | undefined
  migratedTo?: string | undefined
}

type About = { readonly effect: Effect; readonly wasConnected: boolean }

/** What a failed call of telegraf means. Its error is not kept as the cause: it holds the payload, or the address. */
export function failureOf(error: unknown, about: About): TelegramFailure {
  return error instanceof TelegramError ? refusal(error, about.effect) : brokenOff(error, about)
}

const TELEGRAM = 'Telegram'
const SECONDS_MAX = 24 * 60 * 60
const DESCRIPTION_LENGTH_MAX = 200

function refusal(error: TelegramError, effect: Effect): TelegramFailure {
  const { code: status, parameters } = error
  const said = shortened(cleanText(error.description ?? ''), DESCRIPTION_LENGTH_MAX)
  const details = { status, migratedTo: parameters?.migrate_to_chat_id?.toString() }
  if (status === 401 || status === 404) {
    return new TelegramFailure('unauthorised', say('telegram.token-unknown', { status }), details)
  }
  if (status === 409)
    return new TelegramFailure('unauthorised', say('telegram.other-process', { said: { quote: said } }), details)
  if (status === 429) {
    const seconds = Math.min(SECONDS_MAX, Math.max(1, parameters?.retry_after ?? 1))
    const limited = { ...details, retryAfterMs: seconds * 1000 }
    return new TelegramFailure('rate-limited', say('call.limited', { platform: TELEGRAM, count: seconds }), limited)
  }
  if (status >= 500) return serverError(status, effect)
  const refused = say('call.refused', { platform: TELEGRAM, said: { quote: said } })
  return new TelegramFailure(status === 403 ? 'chat-gone' : refusalCode(said), refused, details)
}

/** Telegram distinguishes these by their text only; all have the number 400. The first match counts. */
const REFUSALS: readonly (readonly [pattern: RegExp, code: ChannelErrorCode])[] = [
  [/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, 'message-gone'],
  [/chat not found|PEER_ID_INVALID|CHAT_WRITE_FORBIDDEN|no rights to send|not enough rights to send/i, 'chat-gone'],
  [/message thread not found|TOPIC_(CLOSED|DELETED)/i, 'chat-gone'],
  [/file is too big|entity too large/i, 'media-too-large'],
  [/file_id|file is temporarily unavailable|FILE_REFERENCE/i, 'media-gone'],
]

function refusalCode(said: string): ChannelErrorCode {
  return REFUSALS.find(([pattern]) => pattern.test(said))?.[1] ?? 'refused'
}

const NOT_MODIFIED = /message is not modified/i

/** An edit to the text that stands there already. */
export function isNotModified(error: unknown): boolean {
  return error instanceof TelegramFailure && error.status === 400 && NOT_MODIFIED.test(error.message)
}

function serverError(status: number, effect: Effect): TelegramFailure {
  const code = codeOfStatus(status, effect)
  return new TelegramFailure(code, serverErrorIn(TELEGRAM, status, code), { status })
}

function brokenOff(error: unknown, { effect, wasConnected }: About): TelegramFailure {
  const code = codeOfBreak({ effect, mayHaveArrived: wasConnected })
  return new TelegramFailure(code, noAnswerOf(TELEGRAM, reasonOf(error), code))
}
