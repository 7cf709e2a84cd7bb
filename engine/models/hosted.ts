import type { ModelCard } from './card.ts'
import { llama4Scout } from './llama-4.ts'

const LLAMA_4 = /llama-?4/i
const GUARD = /guard/i

/**
 * The card of a model that a host serves under its own name (`meta-llama/Llama-4-Maverick-17B-128E-Instruct`): the
 * Llama 4 family shares sampling, marks and picture size. Undefined for others, which get cautious values.
 */
export function hostedCard(name: string): ModelCard | undefined {
  return LLAMA_4.test(name) && !GUARD.test(name) ? llama4Scout : undefined
}
