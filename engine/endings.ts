import { EngineError } from './contract.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from './sentences.ts'

/** The error of a request whose own signal aborted. */
export const requestAborted = ({ reason }: AbortSignal): EngineError =>
  new EngineError('aborted', 'The request was aborted.', { cause: reason })

/** The error of requests when the service closes their engine. */
export const engineStopped = (): EngineError => new EngineError('unavailable', say('engine.stopped'))

/** `why`: as set-up says it. */
export const programMissing = (why: string): Sentence => say('engine.no-program', { why: { quote: why } })
