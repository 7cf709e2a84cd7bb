import { startTransition, useEffect, useState } from 'react'

/** For the first frame, and a press that comes right after it. */
const AFTER_MS = 100

/** False until what a page shows first can be seen and used. */
export function useDrawn(): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setDrawn(true)), AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return isDrawn
}
