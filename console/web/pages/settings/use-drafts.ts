import { skipToken, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type {
  SettingForm,
  SettingsChangedForm,
  SettingsConflictForm,
  SettingsForm,
  SettingsRefusalForm,
} from '../../../api/forms/settings.ts'
import { change, conflictIn, hasCode } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { showError } from '../../ui/fail.ts'
import { keep } from './asked.ts'
import { changeOf, changing, opened, rebased, reconciled, without, type Drafts, type SettingChange } from './drafts.ts'
import { deletes, faultOf } from './value.ts'
import { toldOr } from '../../texts/told.ts'

/** With what was typed elsewhere: it outlives another page, and ends with the session. */
const KEY = ['draft', 'settings'] as const
const NONE: Drafts = {}

/** A change that was saved, and what undoes it; nobody knows a secret that was there. */
type Saved = {
  readonly keys: readonly string[]
  readonly waitsForStart: boolean
  readonly undo: readonly SettingChange[] | undefined
}

export type Unsaved = ReturnType<typeof useDrafts>

/** What is typed into settings, saved together or not at all. */
export function useDrafts(settings: readonly SettingForm[]) {
  const queries = useQueryClient()
  const drafts =
    useQuery({ queryKey: KEY, queryFn: skipToken, initialData: NONE, staleTime: Infinity, gcTime: Infinity }).data ??
    NONE
  const [saved, setSaved] = useState<Saved>()
  /** Why the service has refused them, by setting. */
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({})
  const write = (next: (drafts: Drafts) => Drafts) => writeDrafts(queries, next)
  const changes = changing(drafts, settings)

  useEffect(() => writeDrafts(queries, (now) => reconciled(now, { settings: [...settings] })), [queries, settings])

  const saving = useMutation({
    async mutationFn() {
      const sent = changing(drafts, settings)
      const changed = await put(sent.map(changeOf), settings)
      return { sent, changed }
    },
    onSuccess({ sent, changed }) {
      const keys = sent.map(({ setting }) => setting.key)
      setRefused({})
      setSaved({ keys, waitsForStart: changed.waitsForStart, undo: undoOf(sent, changed) })
      // What was typed meanwhile stays, over what is there now.
      const done = sent.flatMap(({ setting: { key }, draft }) =>
        queries.getQueryData<Drafts>(KEY)?.[key]?.typed === draft.typed ? [key] : [],
      )
      write((now) => rebased(without(now, done), changed, keys))
      keep(queries, changed)
    },
    onError(error) {
      const conflict = conflictIn<SettingsConflictForm>(error)?.now
      if (conflict !== undefined) {
        // Marked, and shown as it is now: whoever saves once more has seen it.
        write((now) => rebased(reconciled(now, conflict), conflict, conflict.keys))
        keep(queries, conflict)
      }
      const refusal = hasCode(error, 'bad-request') ? (error.now as SettingsRefusalForm | undefined) : undefined
      setRefused(
        Object.fromEntries(
          refusal?.faults.map(({ key, message, sentences }) => [key, toldOr(message, sentences)]) ?? [],
        ),
      )
    },
  })
  const undoing = useMutation({
    mutationFn: (undo: readonly SettingChange[]) => put(undo, settings),
    onSuccess(changed) {
      setSaved(undefined)
      keep(queries, changed)
      showDone(text('settings.undone'))
    },
    onError(error) {
      const now = conflictIn<SettingsConflictForm>(error)?.now
      if (now !== undefined) {
        keep(queries, now)
        setSaved(undefined)
      }
      showError(error)
    },
  })

  return {
    drafts,
    changes,
    saving,
    undoing,
    saved,
    refused,
    /** Nothing that is known to be wrong is sent. */
    canSave:
      changes.length > 0 && changes.every(({ setting, draft }) => faultOf(draft.typed, setting.form) === undefined),
    open(setting: SettingForm) {
      if (changes.length === 0) saving.reset()
      write((now) => opened(now, setting))
    },
    type(key: string, typed: string | null) {
      setSaved(undefined)
      // What is said of several settings may be mended at any of them.
      const mended = [key, ...(settings.find((one) => one.key === key)?.goesWith ?? [])]
      setRefused((now) => Object.fromEntries(Object.entries(now).filter(([one]) => !mended.includes(one))))
      write((now) => (now[key] === undefined ? now : { ...now, [key]: { ...now[key], typed } }))
    },
    close(keys: readonly string[]) {
      saving.reset()
      setRefused({})
      write((now) => without(now, keys))
    },
  }
}

/** All of them, or none. @throws {ApiError} */
async function put(changes: readonly SettingChange[], settings: readonly SettingForm[]): Promise<SettingsChangedForm> {
  const of = (key: string) => settings.find((one) => one.key === key)
  const deleting = changes.filter(({ key, value }) => {
    const setting = of(key)
    return setting !== undefined && deletes(setting, value)
  })
  if (deleting.length > 0) await agreed(deleting.map(({ key }) => key))
  const hasSecret = changes.some(({ key }) => of(key)?.form.type === 'secret')
  return change('PUT', hasSecret ? '/api/settings/secrets' : '/api/settings', { changes })
}

async function agreed(keys: readonly string[]): Promise<void> {
  const [title, action] = [text('settings.deletes'), text('settings.deletesAction')]
  const body = `${keys.join(', ')}: ${text('settings.deletesBody')}`
  if (!(await confirm({ title, body, action }))) throw new DOMException('The operator ended the change', 'AbortError')
}

function undoOf(sent: ReturnType<typeof changing>, { settings }: SettingsForm): Saved['undo'] {
  if (sent.some(({ setting }) => setting.form.type === 'secret')) return undefined
  return sent.map(({ setting: { key, isOwn, value } }) => ({
    key,
    value: isOwn && value !== undefined ? value : null,
    revision: settings.find((one) => one.key === key)?.revision ?? 0,
  }))
}

const watched = new WeakSet<QueryClient>()

function writeDrafts(queries: QueryClient, next: (drafts: Drafts) => Drafts): void {
  queries.setQueryData<Drafts>(KEY, (now = NONE) => next(now))
  if (watched.has(queries)) return
  watched.add(queries)
  addEventListener('beforeunload', (event) => {
    if (Object.keys(queries.getQueryData<Drafts>(KEY) ?? NONE).length > 0) event.preventDefault()
  })
}
