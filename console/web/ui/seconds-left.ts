import { useEffect, useState } from 'react'
import { countDown } from './count-down.ts'

/** Until the service lets the operator try again; 0 when it does. */
export function useSecondsLeft(error: Error | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => countDown(error, setLeft), [error])
  return left
}
