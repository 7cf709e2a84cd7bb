import type { Clock } from '#machine/clock.ts'
import type { Guard } from './guard.ts'
import { llamaGuard, type LlamaGuardDeps } from './llama-guard.ts'
import { rulesGuard } from './rules.ts'

/** What every guard may use, and what one of them brings along: it is not there without. */
export type GuardDeps = {
  readonly clock: Clock
  readonly llamaGuard?: Omit<LlamaGuardDeps, 'clock'> | undefined
}

/** A line a guard, by its name, in the order in which they judge: what costs nothing first. */
const GUARDS: Readonly<Record<string, (deps: GuardDeps) => Guard | undefined>> = {
  rules: ({ clock }) => rulesGuard({ clock }),
  'llama-guard': ({ clock, llamaGuard: own }) => own && llamaGuard({ ...own, clock }),
}

export const createGuards = (deps: GuardDeps): Guard[] => Object.values(GUARDS).flatMap((open) => open(deps) ?? [])
