import type { Clock } from '#machine/clock.ts'
import type { DescribedGuard } from './guard.ts'
import { llamaGuard, type LlamaGuardDeps } from './llama-guard.ts'
import { rulesGuard } from './rules.ts'

/** Dependencies of all guards, and of single ones: a guard whose own dependencies are missing is left out. */
export type GuardDeps = {
  readonly clock: Clock
  readonly llamaGuard?: Omit<LlamaGuardDeps, 'clock'> | undefined
}

/** One line per guard, in the order in which they judge: the cheapest first. */
const GUARDS: Readonly<Record<string, (deps: GuardDeps) => DescribedGuard | undefined>> = {
  rules: ({ clock }) => rulesGuard({ clock }),
  'llama-guard': ({ clock, llamaGuard: own }) => own && llamaGuard({ ...own, clock }),
}

export const createGuards = (deps: GuardDeps): DescribedGuard[] =>
  Object.values(GUARDS).flatMap((open) => open(deps) ?? [])
