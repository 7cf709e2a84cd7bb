import { z } from 'zod'
import { jsonIn } from '#machine/json-in.ts'
import type { TokenChoice } from '../contract.ts'
import { StreamError } from './sse.ts'

/** The content of one event of the stream. */
export type ChatChunk = {
  model?: string
  text: string
  /** Thoughts that the host sends in a field of their own. */
  thought?: string
  choices?: readonly TokenChoice[]
  finish?: 'stop' | 'length'
  usage?: { promptTokens: number; cachedTokens: number; answerTokens: number }
}

/**
 * Parses the data of one event of a streamed chat completion; `undefined` for an empty one. Strict with the text, which
 * would be lost otherwise. Other fields count as absent when they cannot be parsed.
 * @throws {StreamError} when it is no such event, or reports a failure
 */
export function chatChunk(data: string): ChatChunk | undefined {
  const json = data.trim() === '' ? null : jsonIn(data)
  if (json === null) return undefined
  if (json === undefined) throw new StreamError('The stream holds something that is not JSON')
  const parsed = chunkSchema.safeParse(json)
  if (!parsed.success) throw new StreamError('The stream holds something that is no part of an answer')
  const { error, model, choices, usage } = parsed.data
  if (error !== undefined && error !== null) throw new StreamError('The server reports a failure in the stream')
  const [choice] = choices ?? []
  const thought = choice?.delta?.reasoning_content || choice?.delta?.reasoning
  const tokens = choice?.logprobs?.content?.[0]?.top_logprobs
  return {
    text: choice?.delta?.content ?? '',
    ...(thought && { thought }),
    ...(model && { model: model.slice(0, MODEL_LENGTH_MAX) }),
    ...(tokens && { choices: tokens.map(({ token, logprob }) => ({ text: token, probability: Math.exp(logprob) })) }),
    ...(choice?.finish_reason && { finish: choice.finish_reason === 'length' ? 'length' : 'stop' }),
    ...(usage && {
      usage: {
        promptTokens: usage.prompt_tokens,
        cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
        answerTokens: usage.completion_tokens,
      },
    }),
  }
}

const MODEL_LENGTH_MAX = 200

/** In a list of parts (text, thoughts, types unknown so far) only the texts belong to the answer. */
const contentParts = z
  .array(
    z
      .object({ type: z.literal('text'), text: z.string() })
      .nullable()
      .catch(null),
  )
  .transform((parts) => parts.map((part) => part?.text ?? '').join(''))

/** The field names of DeepSeek and of OpenRouter. */
const thoughtText = z.string().nullish().catch(undefined)

const delta = z.object({
  content: z.union([z.string(), contentParts]).nullish(),
  reasoning_content: thoughtText,
  reasoning: thoughtText,
})

const logprobs = z.object({
  content: z.array(z.object({ top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })) })).nullish(),
})

const usage = z.object({
  prompt_tokens: z.int().nonnegative(),
  completion_tokens: z.int().nonnegative(),
  prompt_tokens_details: z.object({ cached_tokens: z.int().nonnegative().nullish() }).nullish().catch(undefined),
})

const chunkSchema = z.object({
  error: z.unknown().optional(),
  model: z.string().nullish().catch(undefined),
  choices: z
    .array(
      z.object({
        delta: delta.nullish(),
        finish_reason: z.string().nullish().catch(undefined),
        logprobs: logprobs.nullish().catch(undefined),
      }),
    )
    .nullish(),
  usage: usage.nullish().catch(undefined),
})
