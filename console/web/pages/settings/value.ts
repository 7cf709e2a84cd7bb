import type { SettingForm } from '../../../api/forms/settings.ts'
import { listOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'

export type Value = NonNullable<SettingForm['value']>

/** As a reader sees it. */
export function inWords(value: Value | undefined): string {
  if (value === undefined) return text('settings.unset')
  if (typeof value === 'boolean') return text(value ? 'settings.on' : 'settings.off')
  if (typeof value === 'object') return value.length === 0 ? text('settings.empty') : listOf(value)
  return String(value)
}

/** As it is typed in: a line each of a list. */
export function typedFrom({ form, value }: SettingForm): string {
  if (form.type === 'secret' || value === undefined) return ''
  return typeof value === 'object' ? value.join('\n') : String(value)
}

/** What was typed, of the form's type; what it cannot be stays a text, which the service refuses in words. */
export function valueFrom(typed: string, { type }: SettingForm['form']): Value {
  const trimmed = typed.trim()
  if (type === 'switch') return trimmed === 'true'
  if (type === 'number') return /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
  if (type !== 'list') return trimmed
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** What is older, or too much, then goes. */
export const deletes = ({ lessDeletes, value }: SettingForm, next: Value | undefined): boolean =>
  lessDeletes === true && Number(next) < Number(value)
