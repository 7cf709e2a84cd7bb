import type { MemoryField, MemoryItemKind } from '../../contract/memory.ts'
import { statementClauses } from './clauses.ts'
import { FORMS, type Form } from './forms.ts'

/** Something that a text says about its writer, in the present. */
export type Stated = {
  readonly kind: MemoryItemKind
  readonly field?: MemoryField
  readonly value: string
  /** One sentence in the third person. */
  readonly text: string
}

/**
 * What a person states about themself, by the triggers of each field, in English: code decides, where a model's word is
 * not enough. "My wife is called Eva" is Eva the wife, and "my brother lives in Paris" says nothing of the writer.
 */
export const statedIn = (typed: string): Stated[] => statementClauses(typed).flatMap(statedInClause)

const NEGATION = /\b(?:not|never|no|none|nothing|cannot|[a-z]+n't)\b/i

function statedInClause(clause: string): Stated[] {
  for (const form of FORMS) {
    if (form.mayNegate !== true && NEGATION.test(clause)) continue
    const match = form.pattern.exec(clause)?.groups
    const values = match ? valuesOf(form, match) : []
    if (values.length > 0) return values.map((value) => statedAs(form, value, match ?? {}))
  }
  return []
}

type Groups = Readonly<Record<string, string>>

function valuesOf({ isList, accepts, ending }: Form, { value = '' }: Groups): string[] {
  const whole = ending === undefined ? value : value.replace(ending, '')
  const values = isList ? whole.split(/\s*,\s*(?:and\s+)?|\s+and\s+/) : [whole]
  const clean = values.map((each) => each.trim())
  return clean.every((each) => each !== '' && each.length <= VALUE_LENGTH_MAX && accepts(each)) ? clean : []
}

const VALUE_LENGTH_MAX = 120

function statedAs({ kind, field, isProper, says }: Form, value: string, { relation }: Groups): Stated {
  const written = isProper && value === value.toLowerCase() ? capitalised(value) : value
  const about = relation?.toLowerCase() ?? ''
  return {
    kind,
    ...(field !== undefined && { field }),
    value: field === 'people' ? `${about} ${written}` : written,
    text: says(written, about),
  }
}

const capitalised = (text: string) => text.replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase())
