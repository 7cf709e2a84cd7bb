import type { MemoryCounts } from '#core/memory/counts.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { ServiceParts } from '../../deps.ts'

/** Counting reads one person after the other, so it is not repeated for every look at the page. */
const FRESH_MS = 60_000
const ANSWER_MS_MAX = 1_000

export type Counted = {
  readonly counts: (MemoryCounts & { readonly countedAtMs: number }) | undefined
  readonly isCounting: boolean
}

export type MemoryCounter = {
  /** At once or within a second; what takes longer goes on, and is there at a later look. */
  look(): Promise<Counted>
  [Symbol.asyncDispose](): Promise<void>
}

type Deps = { readonly service: Pick<ServiceParts, 'countMemory'>; readonly clock: Clock; readonly log: Logger }

export function createMemoryCounter({ service, clock, log }: Deps): MemoryCounter {
  const stopping = new AbortController()
  let counts: Counted['counts']
  let counting: Promise<void> | undefined
  const count = async () => {
    try {
      const found = await service.countMemory(stopping.signal)
      if (!stopping.signal.aborted) counts = { ...found, countedAtMs: clock.now() }
    } catch (error) {
      log.warn({ error }, 'failed to count memories')
    } finally {
      counting = undefined
    }
  }
  return {
    async look() {
      if (counts === undefined || clock.now() - counts.countedAtMs > FRESH_MS) counting ??= count()
      if (counting !== undefined) {
        await Promise.race([counting, clock.sleep(ANSWER_MS_MAX, stopping.signal).catch(() => undefined)])
      }
      return { counts, isCounting: counting !== undefined }
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await counting
    },
  }
}
