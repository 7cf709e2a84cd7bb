import type { TakeOverDeps } from '#core/takeover/deps.ts'
import { createTakeOvers, type TakeOvers } from '#core/takeover/take-overs.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'

/** Operators who answer in place of the model; looked after while the service runs. */
export function openTakeOvers({
  opened,
  ...deps
}: Omit<TakeOverDeps, 'log'> & { readonly opened: Disposer }): TakeOvers {
  const takeOvers = createTakeOvers({ ...deps, log: logFor('core:takeover') })
  opened.defer('take-overs', () => takeOvers[Symbol.asyncDispose]())
  return takeOvers
}
