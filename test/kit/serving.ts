import type { Guard } from '#core/guard/guard.ts'
import type { Lease, Serving } from '#core/serving.ts'
import type { Engine } from '#engine/contract.ts'

/** One set of an engine and guards, which is never replaced. */
export function servingOf(engine: Engine, guards: readonly Guard[]): Serving {
  const never = new AbortController().signal
  const lease: Lease = { set: { chat: engine, photo: engine, guards }, closed: never, release: () => undefined }
  return { take: () => Promise.resolve(lease) }
}
