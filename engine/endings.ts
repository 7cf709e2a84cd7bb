import { EngineError } from './contract.ts'

/** The error of a request whose own signal aborted. */
export const requestAborted = ({ reason }: AbortSignal): EngineError =>
  new EngineError('aborted', 'The request was aborted.', { cause: reason })

/** The error of requests when the service closes their engine. */
export const engineStopped = (): EngineError => new EngineError('unavailable', 'The engine was stopped.')
