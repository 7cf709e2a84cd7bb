import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { ChannelError, type ChannelErrorCode } from '#core/contract/channel.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { jsonIn } from '#machine/json-in.ts'
import { codeOfBreak, codeOfStatus, type Effect, noAnswerOf, reasonOf, serverErrorIn } from '../shared/call-failure.ts'
import { lenient } from '../shared/lenient.ts'
import type { Said } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** A call to the Graph API that failed; holds neither a token nor what was to be said. */
export class GraphFailure extends ChannelError {
  /** Meta's own number of the error; undefined where it did not say one. */
  readonly graphCode: number | undefined
  constructor(code: ChannelErrorCode, message: Said, details: Details = {}) {
    super(code, message, details)
    this.graphCode = details.graphCode
  }

  /** The token is refused, not what was asked with it. */
  get isTokenRefused(): boolean {
    return this.graphCode !== undefined && MEANINGS[this.graphCode] === 'token'
  }
}

type Details = ErrorOptions & { retryAfterMs?: number; graphCode?: number | undefined }

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
type About = { readonly effect: Effect; readonly tokenSetting: string }

type Meaning = 'token' | 'permission' | 'rate-limited' | 'window-closed' | 'chat-gone' | 'media-gone' | 'transient'

/**
 * By the error code of Graph, Messenger, Instagram and WhatsApp Cloud, whose numbers do not overlap:
 * https://developers.facebook.com/docs/messenger-platform/reference/send-api/error-codes and
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  1: 'transient',
  2: 'transient',
  131000: 'transient',
  131016: 'transient',
  131057: 'transient',
  0: 'token',
  102: 'token',
  190: 'token',
  3: 'permission',
  10: 'permission',
  368: 'permission',
  131005: 'permission',
  131031: 'permission',
  4: 'rate-limited',
  17: 'rate-limited',
  32: 'rate-limited',
  613: 'rate-limited',
  80006: 'rate-limited',
  80007: 'rate-limited',
  130429: 'rate-limited',
  131048: 'rate-limited',
  131056: 'rate-limited',
  131047: 'window-closed',
  551: 'chat-gone',
  131026: 'chat-gone',
  131052: 'media-gone',
}

/** Where one number has several meanings. */
const SUBCODES: Readonly<Record<number, Meaning>> = {
  2018278: 'window-closed',
  2534022: 'window-closed',
  2018001: 'chat-gone',
  2534014: 'chat-gone',
  1545041: 'chat-gone',
}

const errorSchema = z.object({
  error: z.object({
    code: z.int(),
    message: lenient(z.string()),
    error_subcode: lenient(z.int()),
    is_transient: lenient(z.boolean()),
    error_data: lenient(z.object({ details: lenient(z.string()) })),
  }),
})

type GraphError = z.output<typeof errorSchema>['error']

/** What an answer that is no success means. */
export function failureIn(answer: Answer, about: About): GraphFailure {
  const { success, data } = errorSchema.safeParse(jsonIn(answer.body))
  if (success) return failureOf(data.error, answer, about)
  if (answer.status === 429) return limited(answer, undefined)
  if (answer.status >= 500 || answer.status < 400) return unclear(`${answer.status} and no JSON`, answer.status, about)
  // The Graph API always says why it refuses: this is something in between, which may get well.
  return new GraphFailure('unreachable', say('meta.no-json', { status: answer.status }))
}

function failureOf(error: GraphError, answer: Answer, about: About): GraphFailure {
  const { code: graphCode, error_subcode: subcode } = error
  const quote = saidIn(error)
  const said = `${graphCode}: ${quote}`
  const quoted = { number: String(graphCode), said: { quote } }
  const meaning = SUBCODES[subcode ?? 0] ?? MEANINGS[graphCode] ?? (isPermission(graphCode) ? 'permission' : undefined)
  switch (meaning) {
    case 'token': {
      // Its words are left out: they may quote the token.
      const why = say('meta.token-refused', { number: String(graphCode), setting: about.tokenSetting })
      return new GraphFailure('unauthorised', why, { graphCode })
    }
    case 'permission':
      return new GraphFailure('unauthorised', say('meta.no-permission', quoted), { graphCode })
    case 'rate-limited':
      return limited(answer, graphCode)
    case 'transient': {
      const code = error.is_transient ? 'unreachable' : codeOfStatus(answer.status, about.effect)
      return new GraphFailure(code, serverErrorIn('Meta', said, code), { graphCode })
    }
    case 'window-closed':
    case 'chat-gone':
    case 'media-gone':
      return new GraphFailure(meaning, say('meta.refused', quoted), { graphCode })
    case undefined:
      if (answer.status === 429) return limited(answer, graphCode)
      if (answer.status === 401)
        return new GraphFailure('unauthorised', say('meta.unauthorised', { ...quoted, setting: about.tokenSetting }), {
          graphCode,
        })
      if (answer.status >= 500) return unclear(said, answer.status, about, graphCode)
      return new GraphFailure('refused', say('meta.refused', quoted), { graphCode })
    default:
      return meaning satisfies never
  }
}

const isPermission = (code: number) => code >= 200 && code < 300

function unclear(said: string, status: number, { effect }: About, graphCode?: number): GraphFailure {
  const code = codeOfStatus(status, effect)
  return new GraphFailure(code, serverErrorIn('Meta', said, code), { graphCode })
}

/** The connection broke, or nothing was answered in time. */
export function brokenOff(error: unknown, { effect, wasConnected }: { effect: Effect; wasConnected: boolean }) {
  const code = codeOfBreak({ effect, mayHaveArrived: wasConnected })
  return new GraphFailure(code, noAnswerOf('Meta', reasonOf(error), code))
}

const WORDS_LENGTH_MAX = 200
/** As Meta's tokens begin. */
const TOKEN = /\b(?:EA|IG)[A-Za-z0-9_-]{16,}/g

function saidIn({ message = '', error_data: data }: GraphError): string {
  const said = [message, data?.details ?? ''].filter(Boolean).join(': ').replace(TOKEN, '…')
  return shortened(cleanText(said), WORDS_LENGTH_MAX).replace(/\.$/, '')
}

const RETRY_MS_MAX = 24 * 60 * 60_000
const MINUTE_MS = 60_000
/** Where Meta does not say how long: by what is limited. */
const RETRY_MS: Readonly<Record<number, number>> = { 131056: 6_000, 130429: 5_000, 131048: 60 * MINUTE_MS }

function limited({ headers }: Answer, graphCode: number | undefined): GraphFailure {
  const statedMs = Number(headers['retry-after']) * 1000 || regainMs(headers['x-business-use-case-usage'])
  const retryAfterMs = Math.min(RETRY_MS_MAX, statedMs || (RETRY_MS[graphCode ?? 0] ?? MINUTE_MS))
  const said = say('call.limited', { platform: 'Meta', count: Math.ceil(retryAfterMs / 1000) })
  return new GraphFailure('rate-limited', said, { retryAfterMs, graphCode })
}

const usageSchema = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: lenient(z.number().nonnegative()) })),
)

/** In minutes there. */
function regainMs(header: string | string[] | undefined): number {
  const { success, data } = usageSchema.safeParse(jsonIn(String(header)))
  if (!success) return 0
  const minutes = Object.values(data).flatMap((uses) => uses.map((use) => use.estimated_time_to_regain_access ?? 0))
  return Math.max(0, ...minutes) * MINUTE_MS
}
