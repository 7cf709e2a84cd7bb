import type { z } from 'zod'
import { didYouMean } from '#machine/nearest.ts'
import type { Said, Sentence } from '#machine/sentence.ts'
import { SETTINGS } from '#setup/names.mjs'
import { say } from '../sentences.ts'
import { byEnvironmentName, rules, type Naming } from './rules.ts'
import { schema, sentenceOf, type Settings } from './schema.ts'
import { isNested, valueAt, type Nested } from './values.ts'

/** Why settings cannot be used. */
export type Fault = {
  /** Those that it is about; none where a name is no setting. */
  readonly keys: readonly string[]
  /** For a value of the wrong form it goes on after the setting's name: `expected 1 to 100`. */
  readonly said: Said
  readonly isOfForm: boolean
}

type Validated = { readonly settings: Settings } | { readonly faults: readonly Fault[] }

/** `as`: how settings are called in what is said of several of them. */
export function validated(nested: Nested, as: Naming = byEnvironmentName): Validated {
  const parsed = schema.safeParse(nested)
  if (!parsed.success) return { faults: parsed.error.issues.map(ofForm) }
  const settings = parsed.data
  for (const { keys, faultOf } of rules) {
    const said = faultOf(settings, as)
    if (said !== undefined) return { faults: [{ keys, said, isOfForm: false }] }
  }
  return { settings }
}

function ofForm(issue: z.core.$ZodIssue): Fault {
  if (issue.code === 'unrecognized_keys') {
    const at = issue.path.map(String)
    return { keys: [], said: issue.keys.map((wrong) => unknownKey(wrong, at)).join('\n'), isOfForm: false }
  }
  // In a list it is about the list.
  const key = issue.path.filter((name) => typeof name === 'string').join('.')
  return { keys: [key], said: saidOf(issue), isOfForm: true }
}

function saidOf(issue: z.core.$ZodIssue): Said {
  // A sentence of the schema's own says more.
  const own = sentenceOf(issue.message)
  if (own !== undefined) return own
  if (issue.code === 'invalid_value') return say('value.one-of', { values: { list: issue.values.map(String) } })
  return (issue.code === 'invalid_type' ? EXPECTED[issue.expected] : undefined) ?? issue.message
}

const EXPECTED: Readonly<Partial<Record<string, Sentence>>> = {
  boolean: say('value.boolean'),
  number: say('value.number'),
  int: say('value.int'),
  string: say('value.text'),
  array: say('value.list'),
}

function unknownKey(wrong: string, at: string[]): string {
  const before = at.map((key) => `${key}.`).join('')
  const suggestion = didYouMean(wrong, keysAt(at), before)
  return `chasqui.yaml has ${before}${wrong}, which is no setting.${suggestion}`
}

function keysAt(at: string[]): string[] {
  const value = at.length === 0 ? schema.parse({}) : valueAt(schema.parse({}), at.join('.'))
  const below = SETTINGS.filter(({ key }) => key.startsWith(`${at.join('.')}.`))
  const named = below.map(({ key }) => key.slice(key.lastIndexOf('.') + 1))
  return [...new Set([...(isNested(value) ? Object.keys(value) : []), ...named])]
}
