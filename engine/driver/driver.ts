import type { IncomingMessage } from 'node:http'
import { EngineError, type GenerateEvent, type GenerateRequest } from '../contract.ts'
import { requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import { openDeadline } from '#machine/deadline.ts'
import { jsonIn } from '#machine/json-in.ts'
import { UNMISTAKABLE_MARKS } from '../models/control-marks.ts'
import { locationOf, type Address } from './address.ts'
import { chatBody, OPTIONAL_FIELDS, type Dialect, type OptionalField } from './chat-body.ts'
import { answerEvents } from './answer-events.ts'
import type { TextTraits } from './answer-text.ts'
import { connectionFault, faultOf, retryAfterOf, StatusError } from './faults.ts'
import { agentFor, send, textOf } from './http.ts'
import { DRIVER_LIMITS, type DriverLimits } from './limits.ts'
import { ENGINE_SETTINGS, type SettingNames } from './setting-names.ts'
import { StallWatch } from './stall-watch.ts'
import { say } from '../sentences.ts'

export type DriverOptions = {
  address: Address
  key?: string | undefined
  dialect: Dialect
  /** Setting names for error messages. */
  settings?: SettingNames | undefined
  limits?: Partial<DriverLimits> | undefined
  clock: Clock
}

/**
 * Client of one OpenAI-compatible server. Its only state is its connections and what it learnt about the server: where
 * its paths begin and which fields it refuses. The caller decides when to send a request.
 */
export class Driver {
  readonly #options: DriverOptions
  readonly #limits: DriverLimits
  readonly #agent
  readonly #location: string
  #leftOut: ReadonlySet<OptionalField> = new Set()
  #traits: TextTraits = { controlMarks: UNMISTAKABLE_MARKS, startsInThought: false }
  /** The prefix of all paths but the tokenizer's. */
  apiPath: '/v1' | '' = '/v1'

  constructor(options: DriverOptions) {
    this.#options = options
    this.#limits = { ...DRIVER_LIMITS, ...options.limits }
    this.#agent = agentFor(options.address)
    this.#location = locationOf(options.address)
  }

  /** Fields that are not sent to this server. A field that the server names in a refusal is added. */
  get leftOut(): ReadonlySet<OptionalField> {
    return this.#leftOut
  }

  leaveOut(fields: Iterable<OptionalField>): void {
    this.#leftOut = new Set(fields)
  }

  /** How the model writes, found by trials. */
  setTextTraits(traits: Partial<TextTraits>): void {
    this.#traits = { ...this.#traits, ...traits }
  }

  /** The events of the contract. The request is closed at once when the loop ends early or the signal aborts. */
  async *generate(request: GenerateRequest, signal: AbortSignal, slot?: number): AsyncGenerator<GenerateEvent> {
    for (;;) {
      try {
        return yield* this.#attempt(request, signal, slot)
      } catch (error) {
        // A refusal comes before the first event, so no event is repeated. Each field is left out at most once.
        if (!this.#learnsFrom(error)) throw error
      }
    }
  }

  /** Sends a short request and returns the JSON of its answer. */
  async question(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const { answer, deadline } = await this.#ask(method, path, signal, body)
    try {
      if (answer.statusCode !== 200) throw await this.#fault(answer, { body: body ?? {} })
      const json = jsonIn(await textOf(answer, this.#limits.bodyBytesMax))
      if (json !== undefined) return json
      throw new EngineError('failed', say('host.no-json', { host: this.#location }))
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw error instanceof EngineError ? error : connectionFault(this.#location, error, true)
    } finally {
      deadline.end()
      answer.destroy()
    }
  }

  dispose(): void {
    this.#agent.destroy()
  }

  async *#attempt(request: GenerateRequest, signal: AbortSignal, slot?: number): AsyncGenerator<GenerateEvent> {
    if (signal.aborted) throw requestAborted(signal)
    const cut = new AbortController()
    const over = new AbortController()
    let stalled: EngineError | undefined
    let answer: IncomingMessage | undefined
    let isComplete = false
    const watch = new StallWatch({
      clock: this.#options.clock,
      firstMs: this.#limits.firstTokenMs,
      stallMs: this.#limits.stallMs,
      onStall: (was) => {
        stalled = this.#stallError(was)
        cut.abort(stalled)
      },
    })
    try {
      const body = chatBody(request, { dialect: this.#options.dialect, leftOut: this.#leftOut, slot })
      const stop = AbortSignal.any([signal, cut.signal])
      answer = await this.#send('POST', `${this.apiPath}/chat/completions`, JSON.stringify(body), stop)
      if (answer.statusCode !== 200) throw await this.#fault(answer, { body, request })
      if (/html/i.test(answer.headers['content-type'] ?? '')) throw this.#pageError()
      for await (const event of answerEvents(answer, this.#context(request, { watch, cut, over }))) {
        // Events that arrived before the abort are not delivered after it.
        if (signal.aborted) throw requestAborted(signal)
        isComplete = event.type === 'end'
        yield event
      }
    } catch (error) {
      if (signal.aborted) throw requestAborted(signal)
      const hasAnswer = answer !== undefined
      throw stalled ?? (error instanceof EngineError ? error : connectionFault(this.#location, error, hasAnswer))
    } finally {
      watch.stop()
      if (isComplete && answer && !cut.signal.aborted) drain(answer, over)
      else {
        over.abort()
        cut.abort()
      }
    }
  }

  #context(request: GenerateRequest, { watch, cut, over }: Ends) {
    const { dialect, clock } = this.#options
    return {
      request,
      watch,
      traits: this.#traits,
      model: dialect.type === 'llama-server' ? dialect.model : undefined,
      limits: this.#limits,
      hangUp: () => cut.abort(),
      onFinish: () => {
        watch.stop()
        void clock.sleep(this.#limits.afterFinishMs, over.signal).then(
          () => cut.abort(),
          () => undefined,
        )
      },
    }
  }

  #learnsFrom(error: unknown): boolean {
    if (!(error instanceof StatusError) || error.code !== 'refused') return false
    const field = OPTIONAL_FIELDS.find((optional) => optional === error.field)
    if (field === undefined || this.#leftOut.has(field)) return false
    this.leaveOut([...this.#leftOut, field])
    return true
  }

  async #ask(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: object) {
    const deadline = openDeadline({ limitMs: this.#limits.questionMs, clock: this.#options.clock }, signal)
    try {
      const answer = await this.#send(method, path, body && JSON.stringify(body), deadline.signal)
      return { answer, deadline }
    } catch (error) {
      deadline.end()
      if (signal.aborted) throw signal.reason
      throw deadline.hasPassed ? this.#lateError() : connectionFault(this.#location, error, false)
    }
  }

  #send(method: 'GET' | 'POST', path: string, body: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
    const { address, key } = this.#options
    return send({ address, agent: this.#agent, key, method, path, ...(body !== undefined && { body }) }, signal)
  }

  async #fault(answer: IncomingMessage, asked: { body: object; request?: GenerateRequest }): Promise<StatusError> {
    const body = await textOf(answer, this.#limits.bodyBytesMax).catch(() => '')
    const { settings = ENGINE_SETTINGS, clock } = this.#options
    return faultOf(
      { status: answer.statusCode ?? 0, retryAfter: retryAfterOf(answer), body },
      {
        location: this.#location,
        settings,
        fields: Object.keys(asked.body),
        isQuoted: (words) => asked.request !== undefined && isIn(asked.request, words),
        nowMs: clock.now(),
      },
    )
  }

  #stallError(was: 'no-first-token' | 'stall'): EngineError {
    const { firstTokenMs, stallMs } = this.#limits
    return was === 'stall'
      ? new EngineError('failed', say('host.fell-silent', { host: this.#location, seconds: stallMs / 1000 }))
      : new EngineError('failed', say('host.did-not-begin', { host: this.#location, seconds: firstTokenMs / 1000 }))
  }

  #lateError(): EngineError {
    return new EngineError(
      'unavailable',
      say('host.late', { host: this.#location, seconds: this.#limits.questionMs / 1000 }),
    )
  }

  #pageError(): EngineError {
    const { url } = this.#options.settings ?? ENGINE_SETTINGS
    return new EngineError('failed', say('host.web-page', { host: this.#location, setting: url }))
  }
}

/** What can end one request: a stalled server, a closed connection, and the end of the answer. */
type Ends = { readonly watch: StallWatch; readonly cut: AbortController; readonly over: AbortController }

/** Reads the few bytes after the last event, so that the connection can be reused. */
function drain(answer: IncomingMessage, over: AbortController): void {
  if (answer.closed) over.abort()
  else answer.once('close', () => over.abort()).resume()
}

const isIn = ({ messages }: GenerateRequest, words: string): boolean =>
  messages.some(({ parts }) => parts.some((part) => part.type === 'text' && part.text.includes(words)))
