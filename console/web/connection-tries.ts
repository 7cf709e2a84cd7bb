import { read } from './api.ts'

const FIRST_TRY_MS = 1_000
const TRY_MS_MAX = 10_000
/** How long it is said that the service answers again. */
export const BACK_SHOWN_MS = 4_000

/** The answer itself tells that the service is back. */
export function tryUntilAnswered(): () => void {
  const ended = new AbortController()
  let waitMs = FIRST_TRY_MS
  let timer: ReturnType<typeof setTimeout>
  const again = () => {
    timer = setTimeout(() => void attempt(), waitMs)
    waitMs = Math.min(TRY_MS_MAX, waitMs * 1.5)
  }
  const attempt = () => read('/api/session', {}, ended.signal).catch(() => ended.signal.aborted || again())
  again()
  return () => {
    ended.abort()
    clearTimeout(timer)
  }
}
