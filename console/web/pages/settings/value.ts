import type { SettingForm } from '../../../api/forms/settings.ts'
import type { TextKey } from '../../texts/en.ts'
import { listOf, numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'

export type Value = NonNullable<SettingForm['value']>
type Form = SettingForm['form']

/** As a reader sees it. */
export function inWords(value: Value | undefined, form?: Form): string {
  if (value === undefined) return text('settings.unset')
  if (typeof value === 'boolean') return text(value ? 'settings.on' : 'settings.off')
  if (typeof value === 'object') return value.length === 0 ? text('settings.empty') : listOf(value)
  return form?.type === 'choice' ? choiceInWords(String(value)) : String(value)
}

/** With the word that stands in chasqui.yaml. */
export function choiceInWords(value: string): string {
  const words = CHOICES[value]
  return words === undefined ? value : `${text(words)} (${value})`
}

const CHOICES: Readonly<Partial<Record<string, TextKey>>> = {
  open: 'channels.access.open',
  pairing: 'channels.access.pairing',
  'allow-list': 'channels.access.allow-list',
  mention: 'groups.mode.mention',
  replies: 'groups.mode.replies',
  thread: 'groups.mode.thread',
  all: 'groups.mode.all',
  on: 'settings.on',
  off: 'settings.off',
  auto: 'settings.choice.auto',
  model: 'settings.choice.model',
  host: 'settings.choice.host',
  english: 'settings.choice.english',
}

/** As it is typed in: a line each of a list. */
export function typedFrom({ form, value }: SettingForm): string {
  if (form.type === 'secret' || value === undefined) return ''
  return typeof value === 'object' ? value.join('\n') : String(value)
}

/** What was typed, of the form's type; what it cannot be stays a text, which the service refuses in words. */
export function valueFrom(typed: string, { type }: Form): Value {
  const trimmed = typed.trim()
  if (type === 'switch') return trimmed === 'true'
  if (type === 'number') return /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
  if (type !== 'list') return trimmed
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

export const isSame = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other)

/** What can be said before it is sent; the service looks again, at all settings together. */
export function faultOf(typed: string | null, form: Form): string | undefined {
  if (typed === null || form.type === 'list') return undefined
  if (typed.trim() === '') return text('settings.emptyValue')
  if (form.type !== 'number' || typed.trim() === form.or) return undefined
  const value = valueFrom(typed, form)
  const isWithin = typeof value === 'number' && value >= form.min && value <= form.max
  return isWithin ? undefined : text('settings.outOfRange', { range: rangeOf(form) })
}

export function rangeOf({ min, max, or: word }: Extract<Form, { type: 'number' }>): string {
  const range = { min: numberOf(min), max: numberOf(max) }
  return word === undefined ? text('settings.range', range) : text('settings.rangeOr', { ...range, word })
}

/** What is older, or too much, then goes. */
export const deletes = ({ lessDeletes, value, without }: SettingForm, next: Value | null): boolean =>
  lessDeletes === true && Number(next ?? without) < Number(value)
