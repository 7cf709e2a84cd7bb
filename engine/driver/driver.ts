import type { IncomingMessage } from 'node:http'
import { EngineError, isPassing, type GenerateEvent, type GenerateRequest } from '../contract.ts'
import { requestAborted } from '../endings.ts'
import type { Clock } from '#machine/clock.ts'
import { UNMISTAKABLE_MARKS } from '../models/control-marks.ts'
import { placeOf, type Address } from './address.ts'
import { chatBody, type Dialect } from './chat-body.ts'
import { answerEvents } from './answer-events.ts'
import type { TextTraits } from './answer-text.ts'
import { connectionFault, faultOf, retryAfterMs, retryAfterOf } from './faults.ts'
import { agentFor, send, textOf } from './http.ts'
import { DRIVER_LIMITS, type DriverLimits } from './limits.ts'
import { StallWatch } from './stall-watch.ts'

export type DriverOptions = {
  address: Address
  key?: string | undefined
  dialect: Dialect
  limits?: Partial<DriverLimits> | undefined
  clock: Clock
  /** Told of every failure that is not the request's own fault, before it is thrown. */
  onFault?: (fault: EngineError, about: { retryAfterMs: number | undefined }) => void
}

/** Speaks to one OpenAI-compatible server, and keeps no state but connections: its caller decides when and whether. */
export class Driver {
  readonly #options: DriverOptions
  readonly #limits: DriverLimits
  readonly #agent
  readonly #place: string
  #dialect: Dialect
  #traits: TextTraits = { controlMarks: UNMISTAKABLE_MARKS, startsInThought: false }

  constructor(options: DriverOptions) {
    this.#options = options
    this.#dialect = options.dialect
    this.#limits = { ...DRIVER_LIMITS, ...options.limits }
    this.#agent = agentFor(options.address)
    this.#place = placeOf(options.address)
  }

  /** The events of the contract. Leaving the loop early, or the signal, closes the request at once. */
  async *generate(request: GenerateRequest, signal: AbortSignal, slot?: number): AsyncGenerator<GenerateEvent> {
    if (signal.aborted) throw requestAborted(signal)
    const cut = new AbortController()
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
      const body = chatBody(request, this.#dialect, slot)
      answer = await this.#send('POST', '/v1/chat/completions', body, AbortSignal.any([signal, cut.signal]))
      if (answer.statusCode !== 200) throw await this.#fault(answer, this.#options.onFault)
      const named = this.#dialect.type === 'llama-server' ? this.#dialect.model : undefined
      const context = { request, traits: this.#traits, model: named, limits: this.#limits, watch }
      for await (const event of answerEvents(answer, context)) {
        // What had arrived before the abort is not told after it.
        if (signal.aborted) throw requestAborted(signal)
        isComplete = event.type === 'end' && event.finish !== 'repeated'
        yield event
      }
    } catch (error) {
      if (signal.aborted) throw requestAborted(signal)
      const hasAnswer = answer !== undefined
      const fault = stalled ?? (error instanceof EngineError ? error : connectionFault(this.#place, error, hasAnswer))
      // The answer to a bad status was reported with its Retry-After already.
      const isNews = !hasAnswer || answer?.statusCode === 200
      if (isNews && isPassing(fault)) this.#options.onFault?.(fault, { retryAfterMs: undefined })
      throw fault
    } finally {
      watch.stop()
      if (isComplete && answer) this.#drain(answer)
      else cut.abort()
    }
  }

  /** The body of a short question, as JSON. */
  async question(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const { answer, over } = await this.#ask(method, path, signal, body)
    try {
      if (answer.statusCode !== 200) throw await this.#fault(answer)
      return JSON.parse(await textOf(answer, this.#limits.bodyBytesMax)) as unknown
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw error instanceof EngineError ? error : connectionFault(this.#place, error, true)
    } finally {
      over.abort()
      answer.destroy()
    }
  }

  /** What was found out of how the model writes. */
  setTextTraits(traits: Partial<TextTraits>): void {
    this.#traits = { ...this.#traits, ...traits }
  }

  /** For hosts that refuse fields which OpenAI itself does not know. */
  leaveOutExtensions(): void {
    this.#dialect = { ...this.#dialect, hasExtensions: false }
  }

  dispose(): void {
    this.#agent.destroy()
  }

  async #ask(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: object) {
    const over = new AbortController()
    const { clock } = this.#options
    void clock.sleep(this.#limits.questionMs, over.signal).then(() => over.abort(), () => undefined)
    try {
      const text = body && JSON.stringify(body)
      const answer = await this.#send(method, path, text, AbortSignal.any([signal, over.signal]))
      return { answer, over }
    } catch (error) {
      const isLate = over.signal.aborted
      over.abort()
      if (signal.aborted) throw signal.reason
      throw isLate ? this.#lateError() : connectionFault(this.#place, error, false)
    }
  }

  #send(method: 'GET' | 'POST', path: string, body: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
    const { address, key } = this.#options
    return send({ address, agent: this.#agent, key, method, path, ...(body !== undefined && { body }) }, signal)
  }

  /** The few bytes after the last event are read, so that the connection can be used again. */
  #drain(answer: IncomingMessage): void {
    const isOver = new AbortController()
    answer.once('close', () => isOver.abort()).resume()
    void this.#options.clock.sleep(DRAIN_MS, isOver.signal).then(() => answer.destroy(), () => undefined)
  }

  async #fault(answer: IncomingMessage, onFault?: DriverOptions['onFault']): Promise<EngineError> {
    const body = await textOf(answer, this.#limits.bodyBytesMax).catch(() => '')
    const retryAfter = retryAfterOf(answer)
    const fault = faultOf(this.#place, { status: answer.statusCode ?? 0, retryAfter, body })
    const waitMs = retryAfterMs(retryAfter, this.#options.clock.now())
    if (isPassing(fault)) onFault?.(fault, { retryAfterMs: waitMs })
    return fault
  }

  #stallError(was: 'no-first-token' | 'stall'): EngineError {
    const { firstTokenMs, stallMs } = this.#limits
    return was === 'stall'
      ? new EngineError('interrupted', `${this.#place} fell silent for ${stallMs / 1000} s in the middle of an answer.`)
      : new EngineError('unavailable', `${this.#place} did not begin to answer within ${firstTokenMs / 1000} s.`)
  }

  #lateError(): EngineError {
    return new EngineError('unavailable', `${this.#place} did not answer within ${this.#limits.questionMs / 1000} s.`)
  }
}

const DRAIN_MS = 1_000
