import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  InstallStateForm,
  ModelRow,
  ModelsForm,
  ModelsNowForm,
  SwitchStateForm,
} from '../../../api/forms/models.ts'
import { change, read } from '../../api.ts'
import { isolated } from '../../ui/bidi.tsx'
import { showError } from '../../ui/fail.ts'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'

const MODELS = ['models'] as const

export type Models = ModelsNowForm & { readonly models: readonly ModelRow[] }
export type Moving = Extract<SwitchStateForm, { by: string }>
/** It is not over: it is shown until somebody goes on with it, or discards it. */
export type Begun = Extract<InstallStateForm, { receivedBytes: number }>

export const isSwitching = (switching: SwitchStateForm): switching is Moving => 'by' in switching
export const isBegun = (installing: InstallStateForm): installing is Begun => 'receivedBytes' in installing

/** What answers, what there is, and what goes on. */
export function useModels() {
  const now = useQuery({
    queryKey: [...MODELS, 'now'],
    queryFn: ({ signal }) => read<ModelsNowForm>('/api/models/now', {}, signal),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (data.installing.state === 'running' || isSwitching(data.switching))
        ? LOOK_AGAIN_MS.awaited
        : LOOK_AGAIN_MS.still,
  })
  const list = useQuery({
    // The list is another one when something has come to its end.
    queryKey: [...MODELS, 'list', now.data?.serving.model, now.data?.switching.state, now.data?.installing.state],
    queryFn: ({ signal }) => read<ModelsForm>('/api/models', {}, signal),
    enabled: now.data !== undefined,
    placeholderData: keepPreviousData,
  })
  const data: Models | undefined = now.data && list.data && { ...now.data, models: list.data.rows.map(withTitle) }
  return { data, error: now.error ?? list.error, refetch: () => Promise.all([now.refetch(), list.refetch()]) }
}

/** An operator's own model has the title that somebody has written into its card; of the bundled one badges say the rest. */
function withTitle(row: ModelRow): ModelRow {
  if (row.source === 'bundled') return { ...row, title: row.name }
  return row.source === 'folder' ? { ...row, title: isolated(row.title) } : row
}

type Act = { readonly method: 'POST' | 'DELETE'; readonly path: `/api/models/${string}`; readonly body?: object }

/** One act at a time; what is shown is read anew after it, also when it was refused. */
export function useAct(onDone: () => void = () => undefined) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: Act) => change<ModelsNowForm>(method, path, body),
    onSuccess(now) {
      queries.setQueryData([...MODELS, 'now'], now)
      onDone()
    },
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: MODELS }),
  })
}

export const pathOf = (model: string, rest = '') => `/api/models/${encodeURIComponent(model)}${rest}` as const

/** The most able one that this machine runs well, where it is more able than the one that answers. */
export function offerOf({ serving, models }: Pick<Models, 'serving' | 'models'>): ModelRow | undefined {
  const now = models.findIndex(({ serves }) => serves)
  if (serving.kind === 'host' || now < 0) return undefined
  return models
    .slice(now + 1)
    .findLast(({ source, fit, tested }) => source === 'hub' && fit.fits && tested?.outcome !== 'failed')
}
