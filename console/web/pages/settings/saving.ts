import { useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  SettingForm,
  SettingsChangedForm,
  SettingsConflictForm,
  SettingsForm,
  SettingsRefusalForm,
} from '../../../api/forms/settings.ts'
import { change, conflictIn, hasCode } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { toldOr } from '../../texts/told.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { showError } from '../../ui/fail.ts'
import { keep } from './asked.ts'
import { changeOf, changing, rebased, reconciled, without, type SettingChange } from './drafts.ts'
import { draftsIn, writeDrafts } from './kept-drafts.ts'
import { deletes } from './value.ts'

/** A change that was saved, and what undoes it; nobody knows a secret that was there. */
export type Saved = {
  readonly keys: readonly string[]
  readonly waitsForStart: boolean
  readonly undo: readonly SettingChange[] | undefined
}

/** Why the service has refused them, by setting. */
export type Refused = Readonly<Record<string, string>>

type Saving = {
  readonly settings: readonly SettingForm[]
  readonly onSaved: (saved: Saved | undefined) => void
  readonly onRefused: (refused: Refused) => void
}

/** Saves all drafts that change something, or none of them. */
export function useSaving({ settings, onSaved, onRefused }: Saving) {
  const queries = useQueryClient()
  return useMutation({
    async mutationFn() {
      const sent = changing(draftsIn(queries), settings)
      const changed = await put(sent.map(changeOf), settings)
      return { sent, changed }
    },
    onSuccess({ sent, changed }) {
      const keys = sent.map(({ setting }) => setting.key)
      onRefused({})
      onSaved({ keys, waitsForStart: changed.waitsForStart, undo: undoOf(sent, changed) })
      // What was typed meanwhile stays, over what is there now.
      const isSent = ({ setting: { key }, draft }: (typeof sent)[number]) =>
        draftsIn(queries)[key]?.typed === draft.typed
      const done = sent.filter(isSent).map(({ setting }) => setting.key)
      writeDrafts(queries, (now) => rebased(without(now, done), changed, keys))
      keep(queries, changed)
    },
    onError(error) {
      const conflict = conflictIn<SettingsConflictForm>(error)?.now
      if (conflict !== undefined) {
        // Marked, and shown as it is now: whoever saves once more has seen it.
        writeDrafts(queries, (now) => rebased(reconciled(now, conflict), conflict, conflict.keys))
        keep(queries, conflict)
      }
      onRefused(refusedIn(error))
    },
  })
}

function refusedIn(error: unknown): Refused {
  const refusal = hasCode(error, 'bad-request') ? (error.now as SettingsRefusalForm | undefined) : undefined
  const faults = refusal?.faults ?? []
  return Object.fromEntries(faults.map(({ key, message, sentences }) => [key, toldOr(message, sentences)]))
}

/** Takes back what was saved last. */
export function useUndoing({ settings, onSaved }: Pick<Saving, 'settings' | 'onSaved'>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (undo: readonly SettingChange[]) => put(undo, settings),
    onSuccess(changed) {
      onSaved(undefined)
      keep(queries, changed)
      showDone(text('settings.undone'))
    },
    onError(error) {
      const now = conflictIn<SettingsConflictForm>(error)?.now
      if (now !== undefined) {
        keep(queries, now)
        onSaved(undefined)
      }
      showError(error)
    },
  })
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
