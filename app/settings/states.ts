import type { SettingForm, SettingSource, SettingState, SettingValue } from '#core/contract/settings.ts'
import type { KeptSetting } from '#core/settings/settings-store.ts'
import { toldAs } from '#machine/sentence.ts'
import type { Config, Layers } from '../config.ts'
import { settingForms } from '../config/keys.ts'
import { rules } from '../config/rules.ts'
import { valueAt } from '../config/values.ts'
import { settingsTable } from './table.ts'
import type { Usable } from './usable.ts'

type Of = {
  readonly layers: Layers
  readonly kept: ReadonlyMap<string, KeptSetting>
  readonly usable: Usable
  /** Without the console's values. */
  readonly base: Config
  /** At work. */
  readonly current: Config
}

/** Each setting as operators see it, and what is kept although there is no such setting any more. */
export function settingStates(of: Of): readonly SettingState[] {
  const gone = [...of.usable.faults.keys()].filter((key) => !settingForms.has(key))
  const forms = [...settingForms, ...gone.map((key) => [key, { type: 'text' }] as const)]
  return forms.map(([key, form]) => stateOf(key, form, of))
}

function stateOf(key: string, form: SettingForm, of: Of): SettingState {
  const { layers, kept, usable, base, current } = of
  const { applies, isSecret, lessDeletes } = settingsTable[key] ?? { applies: 'elsewhere' }
  const lockedBy = layers.environment.names.get(key)
  const fault = usable.faults.get(key)
  const own = kept.get(key)
  const partners = partnersOf(key, layers)
  const wanted = valueAt(usable.config, key)
  const values = { value: shown(wanted), without: shown(valueAt(base, key)) }
  return {
    key,
    applies,
    form: isSecret ? { type: 'secret' } : form,
    source: sourceOf(key, of),
    revision: own?.revision ?? 0,
    ...(lockedBy !== undefined && { lockedBy }),
    ...(isSecret ? { isSet: wanted !== undefined } : defined(values)),
    ...(valueAt(layers.file, key) !== undefined && { isInFile: true }),
    ...(own !== undefined && own.state !== 'none' && { isOwn: true }),
    ...(!isSame(wanted, valueAt(current, key)) && { waitsForStart: true }),
    ...(lessDeletes && { lessDeletes }),
    ...(partners.length > 0 && { goesWith: partners }),
    ...(fault !== undefined && { fault: toldAs('message', fault) }),
  }
}

function partnersOf(key: string, { environment }: Layers): readonly string[] {
  const together = rules.filter(({ keys }) => keys.includes(key)).flatMap(({ keys }) => keys)
  const isOurs = (one: string) => settingsTable[one]?.applies !== 'elsewhere' && !environment.names.has(one)
  return [...new Set(together)].filter((one) => one !== key && isOurs(one))
}

function sourceOf(key: string, { layers, usable }: Of): SettingSource {
  if (layers.environment.values.has(key)) return 'environment'
  if (usable.values.has(key)) return 'console'
  return valueAt(layers.file, key) === undefined ? 'default' : 'file'
}

/** Of an address without the password that may be in it. */
function shown(value: unknown): SettingValue | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return value as SettingValue | undefined
  const url = new URL(value)
  if (url.username === '' && url.password === '') return value
  return value.replace(/\/\/[^@/]*@/, '//…@')
}

type Values = { readonly value: SettingValue | undefined; readonly without: SettingValue | undefined }

const defined = ({ value, without }: Values) => ({
  ...(value !== undefined && { value }),
  ...(without !== undefined && { without }),
})

/** They are texts, numbers, and lists of texts. */
export const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
