import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { EngineError } from '../contract.ts'

export type BadAnswer = { status: number; retryAfter: string | undefined; body: string }

/**
 * What an answer that is no success means. The server's own message is never passed on: hosts quote the prompt in it.
 * Only its type or code, when that is a plain word, and its numbers are.
 */
export function faultOf(place: string, answer: BadAnswer): EngineError {
  const { status } = answer
  const { word, prompt, context, text } = detailsOf(answer.body)
  const said = word ? `${status} ${word}` : String(status)
  if (status === 429) return new EngineError('busy', `${place} is busy (${said}).${waitText(answer.retryAfter)}`)
  if (status === 401 || status === 403)
    return new EngineError('unavailable', `${place} refuses our key (${said}): set CHASQUI_ENGINE_KEY.`)
  if (status === 404 || status === 405 || status === 501) return new UnknownPathError(place, said)
  if (status >= 500 || status === 408)
    return new EngineError('unavailable', `${place} failed (${said}).${waitText(answer.retryAfter)}`)
  if (word === 'exceed_context_size_error' || word === 'context_length_exceeded' || TOO_LONG.test(text)) {
    const numbers = prompt && context ? `: ${prompt} tokens where ${context} fit` : ''
    return new EngineError('prompt-too-long', `The prompt is too long for ${place}${numbers}.`)
  }
  return new EngineError('refused', `${place} refuses the request (${said}).`)
}

/** The server has no such model, or no such question can be put to it. */
export class UnknownPathError extends EngineError {
  constructor(place: string, said: string) {
    super('unavailable', `${place} does not know the model or the path (${said}): look at its address and model.`)
  }
}

/** What a fault below HTTP means. `hasAnswer` says whether the server had begun to answer. */
export function connectionFault(place: string, error: unknown, hasAnswer: boolean): EngineError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown'
  if (!hasAnswer && NOT_THERE.has(code)) return new EngineError('unavailable', `${place} cannot be reached (${code}).`)
  return new EngineError('interrupted', `${place} broke off (${code}).`)
}

export const retryAfterOf = (message: IncomingMessage): string | undefined => message.headers['retry-after']

/** Milliseconds to wait, from a header in seconds or as a date; at most five minutes. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), RETRY_AFTER_MS_MAX) : undefined
}

const RETRY_AFTER_MS_MAX = 300_000
const NOT_THERE = new Set([
  'ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EACCES',
])
const TOO_LONG = /context (length|size|window)|maximum context|too many tokens/i

const errorDetails = z
  .object({
    type: z.unknown(),
    code: z.unknown(),
    message: z.unknown(),
    n_prompt_tokens: z.int().optional().catch(undefined),
    n_ctx: z.int().optional().catch(undefined),
  })
  .partial()
// Some hosts wrap it, some do not.
const errorBody = z.union([z.object({ error: errorDetails }).transform(({ error }) => error), errorDetails])

function detailsOf(body: string) {
  let parsed: z.infer<typeof errorDetails> = {}
  try {
    parsed = errorBody.parse(JSON.parse(body))
  } catch {
    // Not every host answers in JSON; the status says enough.
  }
  const word = [parsed.code, parsed.type].find((value) => typeof value === 'string' && /^[A-Za-z_]{1,60}$/.test(value))
  return {
    word: word as string | undefined,
    prompt: parsed.n_prompt_tokens,
    context: parsed.n_ctx,
    text: typeof parsed.message === 'string' ? parsed.message : '',
  }
}

function waitText(header: string | undefined): string {
  const ms = /^\d{1,5}$/.test(header?.trim() ?? '') ? Number(header) : undefined
  return ms === undefined ? '' : ` It asks to be tried again in ${ms} s.`
}
