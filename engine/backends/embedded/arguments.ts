import { dirname, join } from 'node:path'
import type { Downloadable } from '../../models/card.ts'
import type { LoadedModel } from '../../models/load.ts'

export type CommonPlan = {
  model: LoadedModel<Downloadable>
  /** Must end in `.sock`, else llama-server takes it for a host name. */
  socketPath: string
  keyPath: string
  cores: number
}

export type ServerPlan = CommonPlan & {
  model: LoadedModel
  /** All slots, including the guard's. */
  slots: number
  slotTokens: number
}

/** Tokens for an answer beside a full prompt, unless the operator sets another context. */
const ANSWER_TOKENS = 1024
const TOKENS_STEP = 256

/** Room for the longest prompt that the model reads well and an answer; more would only take memory. */
export function slotTokensFor(card: LoadedModel['card'], wanted?: number): number {
  const tokens = wanted ?? card.promptTokens + ANSWER_TOKENS
  return Math.min(card.contextTokens, Math.ceil(tokens / TOKENS_STEP) * TOKENS_STEP)
}

/**
 * One core is left to the service. The threads of one computation wait for each other by spinning: on two cores that
 * were busy, two threads took up to 30 times as long as one (bundled model), and on idle cores it gained little.
 */
export const threadsFor = (cores: number): number => Math.max(1, cores - 1)

export function serverArguments(plan: ServerPlan): string[] {
  const { model, slots, slotTokens } = plan
  const { card, folder } = model
  return [
    ...commonArguments(plan),
    ...(card.projector ? ['--mmproj', join(folder, card.projector.path)] : ['--no-mmproj']),
    ...['--ctx-size', String(slots * slotTokens), '--parallel', String(slots)],
    // Without a folder for saved slots the server refuses to erase one. Nothing is ever saved.
    ...['--slot-save-path', dirname(plan.socketPath)],
    ...['--jinja', '--no-context-shift'],
    ...card.serverArguments,
  ]
}

/** Of every llama-server, whatever it serves. */
export function commonArguments({ model, socketPath, keyPath, cores }: CommonPlan): string[] {
  const { card, folder } = model
  const [weights] = card.weights
  return [
    ...['--model', weights ? join(folder, weights.path) : folder],
    ...['--alias', card.name, '--host', socketPath, '--api-key-file', keyPath],
    ...['--threads', String(threadsFor(cores))],
    // Threads sleep between computations: when they spin, photos take 4 times as long on two cores.
    ...['--poll', '0'],
    // The server's prompt cache would keep what people wrote after their data was deleted.
    ...['--cache-ram', '0'],
    ...['--no-webui', '--offline', '--log-verbosity', '2'],
  ]
}
