import type { ServerResponse } from 'node:http'
import { done, finish, json, loopback, piece, stream, type Loopback, type Seen } from './loopback.ts'

export type HostTraits = {
  hasPictures?: boolean
  hasLogprobs?: boolean
  hasSchema?: boolean
  /** Refuses fields that OpenAI itself does not know. */
  isStrict?: boolean
  /** Its words are verdicts: unsafe is what speaks of a bomb. */
  isGuard?: boolean
  models?: { id: string; max_model_len?: number }[]
}

/** A host that keeps to the rules; `handle` may take a request away from it. */
export function goodHost(
  traits: HostTraits = {},
  handle?: (seen: Seen, response: ServerResponse) => boolean,
): Promise<Loopback> {
  return loopback((seen, response) => {
    if (handle?.(seen, response)) return
    if (seen.path === '/v1/models')
      return json(response, 200, { data: traits.models ?? [{ id: 'm', max_model_len: 4096 }] })
    if (seen.path === '/v1/chat/completions') return answer(JSON.parse(seen.body) as Body, response, traits)
    json(response, 404, {})
  })
}

type Content = string | { type: string }[]
type Body = {
  max_tokens: number
  messages: { content: Content }[]
  logprobs?: boolean
  response_format?: object
  top_k?: number
}

const WORDS = ['Hello', ' there', ',', ' how', ' are', ' you', '?']

function answer(body: Body, response: ServerResponse, traits: HostTraits): void {
  const { hasPictures = true, hasLogprobs = true, hasSchema = true, isStrict = false, isGuard = false } = traits
  const pictures = body.messages
    .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    .filter(({ type }) => type === 'image_url')
  const isRefused =
    (pictures.length > 0 && !hasPictures) ||
    (body.logprobs && !hasLogprobs) ||
    (body.response_format && !hasSchema) ||
    (body.top_k !== undefined && isStrict)
  if (isRefused) return json(response, 400, { error: { type: 'invalid_request_error' } })
  const verdict = JSON.stringify(body.messages).includes('bomb') ? 'unsafe' : 'safe'
  const all = isGuard ? [verdict] : WORDS
  const words = all.slice(0, body.max_tokens)
  const logprobs = { content: [{ top_logprobs: [{ token: 'Hello', logprob: -0.1 }] }] }
  const pieces = words.map((word, index) => piece(word, index === 0 && body.logprobs ? { logprobs } : {}))
  const used = { prompt_tokens: 12 + 147 * pictures.length, completion_tokens: words.length }
  const usage = `data: ${JSON.stringify({ choices: [], usage: used })}\n\n`
  stream(response, ...pieces, finish(words.length < all.length ? 'length' : 'stop'), usage, done)
  response.end()
}
