import type { KeptSetting } from '#core/settings/settings-store.ts'
import type { Said, Sentence } from '#machine/sentence.ts'
import { checkedLayers, type Config, type ConsoleValues, type Layers } from '../config.ts'
import { settingForms } from '../config/keys.ts'
import { byKey } from '../config/rules.ts'
import { say } from '../sentences.ts'
import { settingsTable } from './table.ts'

export type Usable = {
  readonly values: ConsoleValues
  /** Why the others are not used, by setting. Without their values. */
  readonly faults: ReadonlyMap<string, Said>
  /** With the values. */
  readonly config: Config
}

/**
 * What the console's values make of the layers. One that cannot be used, alone or together with others, is left out:
 * after an upgrade, or a change of the file, the service must start all the same.
 */
export function usableValues(layers: Layers, kept: Iterable<KeptSetting>): Usable {
  const values = new Map<string, unknown>()
  const faults = new Map<string, Said>()
  for (const { key, state, value } of kept) {
    const fault = state === 'unreadable' ? say('value.unreadable') : faultOf(key, value)
    if (fault !== undefined) faults.set(key, fault)
    else if (state === 'set') values.set(key, value)
  }
  for (;;) {
    const checked = checkedLayers(layers, values, byKey)
    if ('config' in checked) return { values, faults, config: checked.config }
    const atFault = checked.faults.flatMap(({ keys, said }) =>
      keys.filter((key) => values.has(key) && !layers.environment.values.has(key)).map((key) => [key, said] as const),
    )
    // Without the console's values the layers have no fault: readLayers looked.
    if (atFault.length === 0) throw new Error('settings without a value of the console are not valid')
    for (const [key, said] of atFault) {
      values.delete(key)
      faults.set(key, said)
    }
  }
}

/** Neither control characters, nor marks that reverse what is read after them, nor half a character. */
const isWritable = (text: string) => text.isWellFormed() && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text)

/** Of the value alone, beside what the schema says. */
export function faultOf(key: string, value: unknown): Sentence | undefined {
  const row = Object.hasOwn(settingsTable, key) ? settingsTable[key] : undefined
  if (row === undefined) return say('setting.unknown')
  if (row.applies === 'elsewhere') return say('setting.elsewhere')
  if (row.takes && typeof value === 'string' && !row.takes.pattern.test(value)) return row.takes.fault
  const isText = ['text', 'list'].includes(settingForms.get(key)?.type ?? '')
  const texts = Array.isArray(value) ? value : [value]
  if (isText && texts.some((text) => typeof text === 'string' && !isWritable(text))) return say('value.unwritable')
  return undefined
}
