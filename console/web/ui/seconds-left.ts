import { useEffect, useState } from 'react'
import { ApiError } from '../api.ts'

const STEP_MS = 250

/** Until the service lets the operator try again; 0 when it does. */
export function useSecondsLeft(error: Error | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const seconds = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0
    const untilMs = Date.now() + seconds * 1_000
    setLeft(seconds)
    if (seconds === 0) return
    const timer = setInterval(() => {
      const next = Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000))
      setLeft(next)
      if (next === 0) clearInterval(timer)
    }, STEP_MS)
    return () => clearInterval(timer)
  }, [error])
  return left
}
