import { ApiError } from '../api.ts'

const STEP_MS = 250

/** Tells the seconds until the service lets the operator try again after this error, down to 0. Returns how to stop. */
export function countDown(error: unknown, tell: (secondsLeft: number) => void): () => void {
  const seconds = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0
  const untilMs = Date.now() + seconds * 1_000
  tell(seconds)
  if (seconds === 0) return () => undefined
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000))
    tell(left)
    if (left === 0) clearInterval(timer)
  }, STEP_MS)
  return () => clearInterval(timer)
}
