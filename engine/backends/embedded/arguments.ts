import { join } from 'node:path'
import type { LoadedModel } from '../../models/load.ts'

export type ServerPlan = {
  model: LoadedModel
  /** Must end in `.sock`, else llama-server takes it for a host name. */
  socketPath: string
  keyPath: string
  /** All of them, the guard's included. */
  slots: number
  slotTokens: number
  cores: number
}

/** Tokens that an answer may have beside a full prompt, when nobody says otherwise. */
const ANSWER_TOKENS = 1024
const TOKENS_STEP = 256

/** Room for what the model reads well and an answer, no more: memory is set aside for all of it. */
export function slotTokensFor(card: LoadedModel['card'], wanted?: number): number {
  const tokens = wanted ?? card.promptTokens + ANSWER_TOKENS
  return Math.min(card.contextTokens, Math.ceil(tokens / TOKENS_STEP) * TOKENS_STEP)
}

/**
 * One core is left to the service. Threads of one computation wait for each other by spinning: with the bundled model
 * on two cores that others used too, two threads took up to 30 times as long as one, and alone they gained little.
 */
export const threadsFor = (cores: number): number => Math.max(1, cores - 1)

export function serverArguments({ model, socketPath, keyPath, slots, slotTokens, cores }: ServerPlan): string[] {
  const { card, folder } = model
  const pathOf = ({ path }: { path: string }) => join(folder, path)
  const [weights] = card.weights
  return [
    ...['--model', weights ? pathOf(weights) : folder],
    ...(card.projector ? ['--mmproj', pathOf(card.projector)] : ['--no-mmproj']),
    ...['--alias', card.name, '--host', socketPath, '--api-key-file', keyPath],
    ...['--ctx-size', String(slots * slotTokens), '--parallel', String(slots)],
    ...['--threads', String(threadsFor(cores))],
    // Between computations they sleep: spinning, photos took 4 times as long on two cores.
    ...['--poll', '0'],
    // Its cache of prompts in memory would hold what people said long after it was forgotten.
    ...['--cache-ram', '0'],
    ...['--jinja', '--no-webui', '--offline', '--no-context-shift', '--log-verbosity', '2'],
    ...card.serverArguments,
  ]
}
