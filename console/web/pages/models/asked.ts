import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { InstallForm, ModelForm, ModelsForm, SwitchForm } from '../../../api/forms/models.ts'
import { change, read } from '../../api.ts'
import { showError } from '../../ui/fail.ts'

const MODELS = ['models'] as const
/** While something is downloaded or loaded, and otherwise: a colleague may begin it. */
const LOOK_MS = { moving: 700, still: 10_000 }

export type Moving = Extract<SwitchForm, { by: string }>
/** That is not over: it is shown until somebody goes on with it, or discards it. */
export type Begun = Extract<InstallForm, { receivedBytes: number }>

export const isSwitching = (switching: SwitchForm): switching is Moving => 'by' in switching
export const isBegun = (installing: InstallForm): installing is Begun => 'receivedBytes' in installing

/** What answers, what there is, and what goes on. */
export const useModels = () =>
  useQuery({
    queryKey: MODELS,
    queryFn: ({ signal }) => read<ModelsForm>('/api/models', {}, signal),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (data.installing.state === 'running' || isSwitching(data.switching))
        ? LOOK_MS.moving
        : LOOK_MS.still,
  })

type Act = { readonly method: 'POST' | 'DELETE'; readonly path: `/api/models/${string}`; readonly body?: object }

/** One act at a time; what is shown is read anew after it, also when it was refused. */
export function useAct(onDone: () => void = () => undefined) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: Act) => change(method, path, body),
    onSuccess: onDone,
    onError: showError,
    onSettled: () => queries.invalidateQueries({ queryKey: MODELS }),
  })
}

export const pathOf = (model: string, rest = '') => `/api/models/${encodeURIComponent(model)}${rest}` as const

/** The most able one that this machine runs well, where it is more able than the one that answers. */
export function offerOf({ serving, models }: Pick<ModelsForm, 'serving' | 'models'>): ModelForm | undefined {
  const now = models.findIndex(({ serves }) => serves)
  if (serving.kind === 'host' || now < 0) return undefined
  return models.slice(now + 1).findLast(({ source, fit }) => source === 'hub' && fit.fits)
}
