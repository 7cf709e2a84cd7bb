import type { IncomingMessage } from 'node:http'
import { EngineError, type Finish, type GenerateEvent, type GenerateRequest } from '../contract.ts'
import { AnswerText, type TextTraits } from './answer-text.ts'
import { chatChunk, type ChatChunk } from './chat-chunk.ts'
import type { DriverLimits } from './limits.ts'
import { serverEvents, StreamError } from './sse.ts'
import type { StallWatch } from './stall-watch.ts'

export type AnswerContext = {
  request: GenerateRequest
  traits: TextTraits
  /** The name of the model, when the server's own name for it is of no use. */
  model: string | undefined
  limits: DriverLimits
  watch: StallWatch
  /** The answer has its finish reason; only usage and the end of the stream may follow. */
  onFinish: () => void
  /** Closes the connection: the rest of the answer is not needed. */
  hangUp: () => void
}

/**
 * Turns the stream of a chat completion into the events of the contract. An answer is complete with its finish reason,
 * whatever follows: usually usage, but also a broken connection, or nothing.
 * @throws {EngineError} `failed` when it ends without a finish reason or cannot be parsed
 */
export async function* answerEvents(answer: IncomingMessage, context: AnswerContext): AsyncGenerator<GenerateEvent> {
  const { request, limits, watch } = context
  const text = new AnswerText(context.traits)
  const seen: Seen = { hasStarted: false, hasChoices: false, characters: 0, pieces: 0 }
  for await (const chunk of chunksOf(answer, limits.eventCharactersMax, seen)) {
    if (isProgress(chunk)) watch.progress()
    if (!seen.hasStarted) yield { type: 'start', model: context.model ?? chunk.model ?? 'unknown' }
    seen.hasStarted = true
    if (chunk.choices && request.firstTokenChoices !== undefined && !seen.hasChoices) {
      seen.hasChoices = true
      yield { type: 'first-token', choices: chunk.choices }
    }
    if (chunk.thought) text.thought(chunk.thought)
    yield* text.push(chunk.text)
    seen.usage = chunk.usage ?? seen.usage
    if (!seen.finish && chunk.finish) context.onFinish()
    seen.finish ??= chunk.finish
    if (seen.finish && chunk.usage) break
    if (seen.finish) continue
    seen.finish = earlyFinish(chunk, seen, { text, ...context })
    if (!seen.finish) continue
    context.hangUp()
    break
  }
  yield* ending(seen, text)
}

type Seen = {
  hasStarted: boolean
  hasChoices: boolean
  characters: number
  pieces: number
  usage?: ChatChunk['usage']
  finish?: Finish | undefined
}

/** A margin for hosts that count tokens differently. */
const PIECES_SPARE = 64

async function* chunksOf(answer: IncomingMessage, eventCharactersMax: number, seen: Seen): AsyncGenerator<ChatChunk> {
  try {
    for await (const { event, data } of serverEvents(answer.iterator({ destroyOnReturn: false }), eventCharactersMax)) {
      if (data === '[DONE]') return
      if (event === 'error') throw new StreamError('The server reports a failure in the stream')
      const chunk = chatChunk(data)
      if (chunk) yield chunk
    }
  } catch (error) {
    if (seen.finish) return
    if (error instanceof StreamError) throw new EngineError('failed', `${error.message}.`, { cause: error })
    throw error
  }
}

const isProgress = (chunk: ChatChunk) =>
  Boolean(chunk.text || chunk.thought || chunk.choices || chunk.finish || chunk.usage)

type Written = AnswerContext & { readonly text: AnswerText }

/** Why the answer is cut off: it exceeds the number of tokens, or repeats itself. */
function earlyFinish(chunk: ChatChunk, seen: Seen, { text, request, limits }: Written): Finish | undefined {
  if (text.isRepeating) return 'repeated'
  const written = (chunk.thought ?? '') + chunk.text
  seen.characters += written.length
  seen.pieces += written ? 1 : 0
  const isEndless = seen.characters > limits.answerCharactersMax || seen.pieces > request.tokensMax + PIECES_SPARE
  return isEndless ? 'length' : undefined
}

function* ending({ finish, usage, hasStarted }: Seen, text: AnswerText): Generator<GenerateEvent> {
  if (!finish || !hasStarted) throw new EngineError('failed', 'The answer ended without being complete.')
  yield* text.end()
  const { isRepeating, thoughtCharacters } = text
  if (usage) yield { type: 'usage', ...usage }
  yield { type: 'end', finish: isRepeating ? 'repeated' : finish, ...(thoughtCharacters > 0 && { thoughtCharacters }) }
}
