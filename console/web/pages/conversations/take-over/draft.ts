import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

const DRAFT = ['draft'] as const

/** What was typed into a conversation: it outlives looking at another one, and ends with the session. */
export function useDraft(id: string): readonly [string, (draft: string) => void] {
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => queries.getQueryData<string>([...DRAFT, id]) ?? '')
  const write = (next: string) => {
    setDraft(next)
    queries.setQueryDefaults(DRAFT, { gcTime: Infinity })
    queries.setQueryData([...DRAFT, id], next)
  }
  return [draft, write]
}
