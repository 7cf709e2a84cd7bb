import { useSyncExternalStore } from 'react'
import { serverNow } from '../api.ts'

const STEP_MS = 30_000

/** The service's time, anew every half minute: one timer for the whole page. */
export const useNow = () => useSyncExternalStore(watch, snapshot)

const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = 0

const snapshot = () => (nowMs ||= serverNow())

function watch(tell: () => void): () => void {
  watchers.add(tell)
  // What has just been drawn need not be drawn again.
  if (Math.abs(serverNow() - nowMs) > 1_000) nowMs = serverNow()
  timer ??= setInterval(() => {
    nowMs = serverNow()
    for (const each of watchers) each()
  }, STEP_MS)
  return () => {
    watchers.delete(tell)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
