import { skipToken, useQuery, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { reconciled, type Drafts } from './drafts.ts'

/** With what was typed elsewhere: it outlives another page, and ends with the session. */
const KEY = ['draft', 'settings'] as const
const NONE: Drafts = {}

/** What is typed and not saved, over the settings as they are now. */
export function useKeptDrafts(queries: QueryClient, settings: readonly SettingForm[]): Drafts {
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: skipToken,
    initialData: NONE,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  useEffect(() => writeDrafts(queries, (now) => reconciled(now, { settings: [...settings] })), [queries, settings])
  return data ?? NONE
}

export const draftsIn = (queries: QueryClient): Drafts => queries.getQueryData<Drafts>(KEY) ?? NONE

const watched = new WeakSet<QueryClient>()

export function writeDrafts(queries: QueryClient, next: (drafts: Drafts) => Drafts): void {
  queries.setQueryData<Drafts>(KEY, (now = NONE) => next(now))
  if (watched.has(queries)) return
  watched.add(queries)
  addEventListener('beforeunload', (event) => {
    if (Object.keys(draftsIn(queries)).length > 0) event.preventDefault()
  })
}
