import { useQueryClient } from '@tanstack/react-query'
import type { SettingForm, SettingsChangedForm, SettingsForm } from '../../../api/forms/settings.ts'
import { change, conflictIn } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { keep } from './asked.ts'
import { deletes, type Value } from './value.ts'

/** What the console had of its own before a change; null: nothing. */
export type Before = { readonly own: Value | null }

/** Changes a setting; null takes the console's own value away. What is there now is kept also where it was refused. */
export function useChange(setting: SettingForm): (value: Value | null) => Promise<void> {
  const queries = useQueryClient()
  const { key, form, revision, without } = setting
  const path = form.type === 'secret' ? '/api/settings/secrets' : '/api/settings'
  return async (value) => {
    if (deletes(setting, value ?? without)) await agreed()
    try {
      const changed = await change<SettingsChangedForm>('PUT', path, { changes: [{ key, value, revision }] })
      keep(queries, changed)
      showDone(text(changed.waitsForStart ? 'settings.savedForStart' : 'settings.saved'))
    } catch (error) {
      const now = conflictIn<SettingsForm>(error)?.now
      if (now !== undefined) keep(queries, now)
      throw error
    }
  }
}

async function agreed(): Promise<void> {
  const [title, body, action] = [text('settings.deletes'), text('settings.deletesBody'), text('settings.deletesAction')]
  if (!(await confirm({ title, body, action }))) throw new DOMException('The operator ended the change', 'AbortError')
}
