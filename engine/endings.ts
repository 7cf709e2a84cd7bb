import { EngineError } from './contract.ts'

/** What a request ends with when its own signal aborts. */
export const requestAborted = ({ reason }: AbortSignal): EngineError =>
  new EngineError('aborted', 'The request was aborted.', { cause: reason })

/** What requests end with when the service closes their engine. */
export const engineStopped = (): EngineError => new EngineError('unavailable', 'The engine was stopped.')
