import type { Clock } from '#machine/clock.ts'
import { regularly } from '#machine/regularly.ts'

/** Also those that expired, or that `npm run console` ended, are noticed after so long. */
const CHECK_EVERY_MS = 30_000

export type SessionEnds = {
  on(id: string, listener: () => void): () => void
  /** What is open for these is to end. */
  tell(ids: readonly string[]): void
  /** Looks which have ended. Never rejects: while the database is away nobody is thrown out, the next look decides. */
  check(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

type EndsDeps = { readonly isLive: (ids: readonly string[]) => Promise<readonly string[]>; readonly clock: Clock }

/** Whoever holds something open for a session, such as a stream, learns here that it has ended. */
export function createSessionEnds({ isLive, clock }: EndsDeps): SessionEnds {
  const listeners = new Map<string, Set<() => void>>()
  let watching: { readonly over: AbortController; readonly done: Promise<void> } | undefined
  const tell = (ids: readonly string[]) => {
    for (const id of ids) {
      const told = listeners.get(id)
      listeners.delete(id)
      for (const listener of told ?? []) listener()
    }
    if (listeners.size === 0) rest()
  }
  const check = async () => {
    const ids = [...listeners.keys()]
    if (ids.length === 0) return
    const live = await isLive(ids).catch(() => ids)
    tell(ids.filter((id) => !live.includes(id)))
  }
  const watch = () => {
    if (watching !== undefined) return
    const over = new AbortController()
    const interval = { everyMs: CHECK_EVERY_MS, clock, failed: () => undefined }
    watching = { over, done: regularly(check, interval, over.signal) }
  }
  const rest = () => {
    watching?.over.abort()
    watching = undefined
  }
  return {
    on(id, listener) {
      const own = () => listener()
      listeners.set(id, (listeners.get(id) ?? new Set()).add(own))
      watch()
      return () => {
        const of = listeners.get(id)
        of?.delete(own)
        if (of?.size === 0) listeners.delete(id)
        if (listeners.size === 0) rest()
      }
    },
    tell,
    check,
    async [Symbol.asyncDispose]() {
      const { done } = watching ?? {}
      tell([...listeners.keys()])
      rest()
      await done
    },
  }
}
