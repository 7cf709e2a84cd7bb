import { z } from 'zod'
import type { SettingForm } from '#core/contract/settings.ts'
import { schema } from './schema.ts'

/** Every setting by its key, with the form of its value. */
export const settingForms: ReadonlyMap<string, SettingForm> = new Map(formsIn(schema, ''))

function formsIn(type: unknown, key: string): (readonly [string, SettingForm])[] {
  const inner = unwrapped(type)
  if (!(inner instanceof z.ZodObject)) return [[key, formOf(inner)]]
  const shape: Readonly<Record<string, unknown>> = inner.shape
  return Object.entries(shape).flatMap(([name, of]) => formsIn(of, key === '' ? name : `${key}.${name}`))
}

/** Without its default, and without what an absent section becomes. */
function unwrapped(type: unknown): unknown {
  if (type instanceof z.ZodDefault || type instanceof z.ZodOptional) return unwrapped(type.def.innerType)
  return type instanceof z.ZodPipe ? unwrapped(type.def.out) : type
}

function formOf(type: unknown): SettingForm {
  if (type instanceof z.ZodBoolean) return { type: 'switch' }
  if (type instanceof z.ZodEnum) return { type: 'choice', of: type.options.map(String) }
  if (type instanceof z.ZodArray) return { type: 'list' }
  if (type instanceof z.ZodNumber) return { type: 'number', min: type.minValue ?? 0, max: type.maxValue ?? Infinity }
  if (type instanceof z.ZodUnion) return wordOrNumber(type.options)
  return { type: 'text' }
}

/** `off`, or an hour. */
function wordOrNumber(options: readonly unknown[]): SettingForm {
  const [word] = options.filter((option) => option instanceof z.ZodLiteral).map(({ value }) => String(value))
  const number = options.map(formOf).find((form) => form.type === 'number')
  if (word === undefined || number === undefined) throw new Error('a setting has a form that the console cannot show')
  return { ...number, or: word }
}
