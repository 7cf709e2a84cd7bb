import { createHash } from 'node:crypto'
import type { GenerateRequest, PromptMessage, PromptPart } from '../contract.ts'

/** The properties of a server on which the body of a request depends. */
export type Dialect = {
  type: 'llama-server' | 'openai'
  model: string
  stop: readonly string[]
  templateArguments: Readonly<Record<string, string | number | boolean>>
}

/**
 * Optional fields: those that a host refuses are not sent to it. Fields that OpenAI itself does not know come first.
 * When `max_tokens` is refused, its newer name is sent; when both are, none is, and the driver counts by itself.
 */
export const OPTIONAL_FIELDS = [
  'top_k',
  'min_p',
  'repetition_penalty',
  'chat_template_kwargs',
  'stream_options',
  'max_completion_tokens',
  'max_tokens',
  'temperature',
  'top_p',
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'stop',
  'user',
] as const

export type OptionalField = (typeof OPTIONAL_FIELDS)[number]

export type BodyOptions = {
  dialect: Dialect
  leftOut?: ReadonlySet<string>
  /** Only for llama-server. */
  slot?: number | undefined
}

/** The body of `/v1/chat/completions`. Every sampling value is explicit, as the defaults of engines differ. */
export function chatBody(request: GenerateRequest, { dialect, leftOut = NOTHING, slot }: BodyOptions): object {
  const { sampling, schema, firstTokenChoices, cacheKey, tokensMax } = request
  const body = {
    model: dialect.model,
    messages: request.messages.map(chatMessage),
    stream: true,
    stream_options: { include_usage: true },
    [leftOut.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens']: tokensMax,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    frequency_penalty: 0,
    presence_penalty: 0,
    ...(sampling.seed !== undefined && { seed: sampling.seed }),
    ...(dialect.stop.length > 0 && { stop: dialect.stop }),
    ...(firstTokenChoices !== undefined && { logprobs: true, top_logprobs: firstTokenChoices }),
    ...(schema && { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } }),
    ...extensions(request, dialect),
    ...(dialect.type === 'llama-server' && { cache_prompt: true, ...(slot !== undefined && { id_slot: slot }) }),
    ...(dialect.type === 'openai' && cacheKey !== undefined && { user: opaque(cacheKey) }),
  }
  return Object.fromEntries(Object.entries(body).filter(([field]) => !leftOut.has(field)))
}

const NOTHING: ReadonlySet<string> = new Set()

function extensions({ sampling }: GenerateRequest, { templateArguments }: Dialect) {
  return {
    top_k: sampling.topK,
    min_p: sampling.minP,
    repetition_penalty: 1,
    ...(Object.keys(templateArguments).length > 0 && { chat_template_kwargs: templateArguments }),
  }
}

function chatMessage({ role, parts }: PromptMessage) {
  if (parts.every((part) => part.type === 'text')) return { role, content: parts.map(({ text }) => text).join('\n') }
  return { role, content: parts.map(contentPart) }
}

/** Pictures are sent inside the request: a server would fetch a URL by itself. */
function contentPart(part: PromptPart) {
  if (part.type === 'text') return { type: 'text', text: part.text }
  const { buffer, byteOffset, byteLength } = part.bytes
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64')
  return { type: 'image_url', image_url: { url: `data:${part.mime};base64,${base64}` } }
}

/** Routers send requests of one user to one replica; a hash hides who the user is. */
const opaque = (cacheKey: string) => createHash('sha256').update(cacheKey).digest('hex').slice(0, 32)
