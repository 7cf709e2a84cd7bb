import {
  EngineError,
  type Engine,
  type EngineCapabilities,
  type EngineErrorCode,
  type EngineHealth,
  type Finish,
  type GenerateEvent,
  type GenerateRequest,
  type TokenChoice,
} from '#engine/contract.ts'
import { requestAborted } from '#engine/endings.ts'
import type { Clock } from '#machine/clock.ts'
import { Waiter } from '#machine/waiter.ts'
import { estimatedTokens } from '#engine/driver/token-counter.ts'

/** What the scripted engine says to one request. */
export type ScriptedAnswer = {
  /** A whole text is sent word by word, a list as it is. */
  text: string | readonly string[]
  delayMs?: number
  /** Between two pieces. */
  everyMs?: number
  firstToken?: readonly TokenChoice[]
  finish?: Finish
  /** All before the piece with this number was a thought. */
  restartAt?: number
  /** Of thoughts that nobody sees. */
  thoughtCharacters?: number
  /** Thrown in place of the piece with this number (0 is the first). */
  fail?: { at: number; code: EngineErrorCode }
  /** Says nothing more from the piece with this number on, until it is aborted. */
  stallAt?: number
  /** Says its text again and again, until it is aborted. */
  endless?: boolean
}

export type Script = (request: GenerateRequest) => ScriptedAnswer

export type ScriptedOptions = {
  script: Script
  capabilities?: Partial<EngineCapabilities>
  clock: Clock
}

export type ScriptedEngine = Engine & {
  /** Every request so far, oldest first. */
  readonly requests: readonly GenerateRequest[]
  /** Plays an outage: requests fail and `ready` waits, until it is set to ready again. */
  setHealth(health: EngineHealth): void
}

const MODEL = 'scripted'

/** Plays a written script, without any model: for tests and for work on pages. The service never falls back to it. */
export function openScripted({ script, capabilities, clock }: ScriptedOptions): ScriptedEngine {
  const requests: GenerateRequest[] = []
  const changed = new Waiter()
  let health: EngineHealth = { state: 'ready', model: MODEL }
  return {
    name: MODEL,
    requests,
    health: () => health,
    setHealth(next) {
      health = next
      changed.notify()
    },
    async ready(signal) {
      signal.throwIfAborted()
      while (health.state !== 'ready') await changed.wait(signal)
    },
    capabilities: () => ({ ...CAPABILITIES, ...capabilities }),
    async *generate(request, signal) {
      requests.push(request)
      if (health.state !== 'ready') throw new EngineError('unavailable', 'The scripted engine plays an outage.')
      try {
        yield* played(script(request), request, clock, signal)
      } catch (error) {
        throw signal.aborted ? requestAborted(signal) : error
      }
    },
    countTokens: (text) => Promise.resolve(estimatedTokens(text)),
    async [Symbol.asyncDispose]() {
      health = { state: 'failed', detail: 'The scripted engine was closed.' }
    },
  }
}

/** The choices of a guard that is so sure that a text is unsafe. */
export function guardChoices(unsafe: number): TokenChoice[] {
  const choices = [
    { text: 'safe', probability: 1 - unsafe },
    { text: 'unsafe', probability: unsafe },
  ]
  return choices.toSorted((one, other) => other.probability - one.probability)
}

const CAPABILITIES: EngineCapabilities = {
  model: MODEL,
  contextTokens: 8192,
  promptTokens: 4096,
  vision: true,
  picturesMax: 5,
  pictureTokens: 147,
  tilePixels: 336,
  pad: 'edge',
  schema: true,
  firstTokenChoices: true,
  sampling: { temperature: 0, topP: 1, topK: 0, minP: 0 },
  guard: 'demonstration',
  guardSeesPictures: false,
  guardThreshold: 0.5,
  controlMarks: [],
  areMarksComplete: false,
}

async function* played(
  answer: ScriptedAnswer,
  request: GenerateRequest,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  const { delayMs = 0, everyMs = 0, fail, stallAt, firstToken } = answer
  signal.throwIfAborted()
  if (delayMs > 0) await clock.sleep(delayMs, signal)
  yield { type: 'start', model: MODEL }
  if (request.firstTokenChoices !== undefined && firstToken) yield { type: 'first-token', choices: firstToken }
  let told = 0
  for (const text of piecesOf(answer)) {
    signal.throwIfAborted()
    if (fail?.at === told) throw new EngineError(fail.code, `The script fails here with ${fail.code}.`)
    if (stallAt === told) await aborted(signal)
    if (told > 0 && everyMs > 0) await clock.sleep(everyMs, signal)
    if (told >= request.tokensMax && !answer.endless)
      return yield* ending({ ...answer, finish: 'length' }, told, request)
    if (answer.restartAt === told) yield { type: 'restart' }
    yield { type: 'text-delta', text }
    told += 1
  }
  if (fail && fail.at >= told) throw new EngineError(fail.code, `The script fails here with ${fail.code}.`)
  if (stallAt !== undefined) await aborted(signal)
  yield* ending(answer, told, request)
}

function* ending(answer: ScriptedAnswer, told: number, request: GenerateRequest): Generator<GenerateEvent> {
  const { finish = 'stop', thoughtCharacters } = answer
  const texts = request.messages.flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')))
  yield { type: 'usage', promptTokens: estimatedTokens(texts.join('\n')), cachedTokens: 0, answerTokens: told }
  yield { type: 'end', finish, ...(thoughtCharacters !== undefined && { thoughtCharacters }) }
}

function* piecesOf({ text, endless }: ScriptedAnswer): Generator<string> {
  const pieces = typeof text === 'string' ? (text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) : text
  yield* pieces
  if (endless && pieces.length > 0) for (;;) yield* pieces
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
}
