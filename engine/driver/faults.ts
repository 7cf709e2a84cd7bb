import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { jsonIn } from '#machine/json-in.ts'
import type { Said, Sentence } from '#machine/sentence.ts'
import { EngineError, type EngineErrorCode, type EngineErrorOptions } from '../contract.ts'
import { say } from '../sentences.ts'
import type { SettingNames } from './setting-names.ts'

export type BadAnswer = { status: number; retryAfter: string | undefined; body: string }

/** The request, as far as the meaning of a bad answer depends on it. */
export type AskedOf = {
  location: string
  settings: SettingNames
  /** Fields of the request's body. */
  fields: readonly string[]
  /** Whether the prompt contains these words: hosts quote the prompt in their messages. */
  isQuoted: (words: string) => boolean
  nowMs: number
}

/** An HTTP status that is no success, with details from the server's answer. */
export class StatusError extends EngineError {
  readonly status: number
  /** The field of our body that the server refuses, if it names one. */
  readonly field: string | undefined
  /** The server's limit for prompt and answer together, if it reports it. */
  readonly contextTokens: number | undefined
  constructor(code: EngineErrorCode, message: Said, about: About) {
    super(code, message, about)
    this.status = about.status
    this.field = about.field
    this.contextTokens = about.contextTokens
  }
}

type About = EngineErrorOptions & {
  readonly status: number
  readonly field?: string | undefined
  readonly contextTokens?: number | undefined
}

/** The server does not know the model or the path. */
export const isUnknownPath = (error: unknown): error is StatusError =>
  error instanceof StatusError && UNKNOWN_PATH.includes(error.status)

/**
 * The meaning of an answer that is no success. The server's message is never passed on, as hosts quote the prompt:
 * only its type or code, when that is one plain word, the field of ours that it names, and its numbers.
 */
export function faultOf(answer: BadAnswer, asked: AskedOf): StatusError {
  const { status, retryAfter } = answer
  const { location, settings } = asked
  const details = detailsOf(answer.body)
  const field = details.fields.find((named) => asked.fields.includes(named))
  const said = [status, details.word, field && `at ${field}`].filter(Boolean).join(' ')
  const about = { status, field, retryAfterMs: retryAfterMs(retryAfter, asked.nowMs) }
  const of = { host: location, said }
  const fault = (code: EngineErrorCode, ...sentences: readonly Sentence[]) => new StatusError(code, sentences, about)
  if (KEY_REFUSED.includes(status))
    return fault('unavailable', say('host.key-refused', { ...of, setting: settings.key }))
  if (UNKNOWN_PATH.includes(status))
    return fault('unavailable', say('host.unknown-path', { ...of, url: settings.url, model: settings.model }))
  if (status === 429) return fault('failed', say('host.busy', of), ...waitFor(about.retryAfterMs))
  if (status >= 500 || status === 408) return fault('failed', say('host.failed', of), ...waitFor(about.retryAfterMs))
  if (status < 300) return fault('failed', say('host.no-answer', of))
  if (status < 400) return fault('unavailable', say('host.elsewhere', { ...of, url: settings.url }))
  const tooLong = tooLongOf(details, asked.isQuoted)
  if (tooLong) {
    const numbers = details.prompt && details.context ? `: ${details.prompt} tokens where ${details.context} fit` : ''
    return new StatusError('prompt-too-long', `The prompt is too long for ${location}${numbers}.`, {
      ...about,
      ...tooLong,
    })
  }
  return fault('refused', say('host.refused', of))
}

/** The meaning of a fault below HTTP. `hasAnswer`: the server had begun to answer. */
export function connectionFault(location: string, error: unknown, hasAnswer: boolean): EngineError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown'
  if (hasAnswer || BROKE_OFF.test(code))
    return new EngineError('interrupted', say('host.broke-off', { host: location, code }))
  return new EngineError('unavailable', say('host.unreachable', { host: location, code }))
}

export const retryAfterOf = (message: IncomingMessage): string | undefined => message.headers['retry-after']

/** Milliseconds to wait, from a header that holds seconds or a date; at most five minutes. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), RETRY_AFTER_MS_MAX) : undefined
}

const RETRY_AFTER_MS_MAX = 300_000
/** The key is unknown, without credit, or not allowed. */
const KEY_REFUSED = [401, 402, 403]
const UNKNOWN_PATH = [404, 405, 501]
// Faults of an open connection; others (no such name, refused, a bad certificate) prevent one.
const BROKE_OFF = /^(?:ECONNRESET|EPIPE|HPE_\w+|unknown)$/

const waitFor = (ms: number | undefined) =>
  ms === undefined ? [] : [say('host.try-again', { seconds: Math.ceil(ms / 1000) })]

const TOO_LONG_WORDS = ['exceed_context_size_error', 'context_length_exceeded']
const TOO_LONG = /context (?:length|size|window)|too many tokens|max_new_tokens`? must be/i
/** "maximum context length is 2048 tokens", "context length (2048 tokens)", "`max_new_tokens` must be <= 2048". */
const SIZE = /(?:context (?:length|size|window)|max_new_tokens`? must be)[^\d.]{0,30}(\d{2,9})/i

function tooLongOf({ word, text, context }: Details, isQuoted: AskedOf['isQuoted']) {
  const own = (pattern: RegExp) => {
    const found = pattern.exec(text)
    return found && !isQuoted(found[0]) ? found : undefined
  }
  if (!TOO_LONG_WORDS.includes(word ?? '') && !own(TOO_LONG)) return undefined
  const [, size] = own(SIZE) ?? []
  return { contextTokens: context ?? (size === undefined ? undefined : Number(size)) }
}

type Details = {
  word: string | undefined
  fields: string[]
  prompt: number | undefined
  context: number | undefined
  text: string
}

const looseText = z.string().optional().catch(undefined)
const looseCount = z.int().positive().optional().catch(undefined)

const errorDetails = z.object({
  type: looseText,
  code: looseText,
  param: looseText,
  message: looseText,
  n_prompt_tokens: looseCount,
  n_ctx: looseCount,
})

/** FastAPI's form: each names a location as `["body", "temperature"]`. */
const locations = z.array(z.object({ type: looseText, loc: z.array(z.union([z.string(), z.number()])) }))

// Some hosts wrap the error in an object, some do not, some send only a text.
const errorBody = z.union([
  z.object({ error: errorDetails }).transform(({ error }) => ({ ...error, locations: [] })),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error, locations: [] })),
  z.object({ detail: locations }).transform(({ detail }) => ({ type: detail[0]?.type, locations: detail })),
  errorDetails.transform((error) => ({ ...error, locations: [] })),
])

type ErrorBody = Partial<z.infer<typeof errorDetails>> & { locations: z.infer<typeof locations> }

function detailsOf(body: string): Details {
  // Not every host answers in JSON; the status is enough then.
  const parsed: ErrorBody = errorBody.safeParse(jsonIn(body)).data ?? { locations: [] }
  const named = [parsed.param, ...parsed.locations.map(({ loc }) => loc.find((step) => step !== 'body'))]
  return {
    word: [parsed.code, parsed.type].find((value) => value !== undefined && /^[A-Za-z_]{1,60}$/.test(value)),
    // A location within a field counts as the field: `messages[0].content`.
    fields: named.flatMap((name) => (typeof name === 'string' ? (name.split(/[.[]/, 1)[0] ?? []) : [])),
    prompt: parsed.n_prompt_tokens,
    context: parsed.n_ctx,
    text: parsed.message ?? '',
  }
}
