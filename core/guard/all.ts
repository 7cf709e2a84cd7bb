import type { Guard } from './guard.ts'
import { llamaGuard, type LlamaGuardParts } from './llama-guard.ts'
import { rulesGuard } from './rules.ts'

/**
 * What guards are made of; without an engine there is no guard model (`guard.mode: off`, acknowledged by the
 * operator).
 */
export type GuardParts = Omit<LlamaGuardParts, 'engine'> & { readonly engine?: LlamaGuardParts['engine'] | undefined }

/** The guards, in the order in which they judge: what costs nothing first. */
const GUARDS: readonly ((parts: GuardParts) => Guard | undefined)[] = [
  (parts) => rulesGuard(parts),
  ({ engine, ...parts }) => engine && llamaGuard({ ...parts, engine }),
]

export function createGuards(parts: GuardParts): Guard[] {
  return GUARDS.map((make) => make(parts)).filter((guard) => guard !== undefined)
}
