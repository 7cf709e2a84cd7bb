import type { randomFrom } from '../../core/random.ts'
import type { Slot } from './concepts.ts'
import { en } from './en.ts'
import type { LanguageTable } from './language-table.ts'
import { names } from './names.ts'

const SLOT = /\{(\w+)\}/g

/** A value for every slot, in the language of the person and in English. */
export class Values {
  readonly #indexes: ReadonlyMap<Slot, number>
  readonly #table: LanguageTable

  constructor(table: LanguageTable, indexes: ReadonlyMap<Slot, number>) {
    this.#table = table
    this.#indexes = indexes
  }

  of(slot: Slot): string {
    return listOf(this.#table, slot)[this.#indexes.get(slot)!]!
  }

  inEnglish(slot: Slot): string {
    return listOf(en, slot)[this.#indexes.get(slot)!]!
  }

  /** With another thing in this slot. */
  at(slot: Slot, index: number): Values {
    return new Values(this.#table, new Map(this.#indexes).set(slot, index % listOf(this.#table, slot).length))
  }

  /** With the thing `steps` further in the list of this slot: never the same. */
  after(slot: Slot, steps: number): Values {
    return this.at(slot, this.#indexes.get(slot)! + steps)
  }
}

/** Any value for every slot. */
export function valuesFor(table: LanguageTable, random: ReturnType<typeof randomFrom>): Values {
  const indexes = slots.map((slot) => [slot, random.upTo(listOf(table, slot).length - 1)] as const)
  return new Values(table, new Map(indexes))
}

/** The text in the language of the person, with a capital at its beginning. */
export const filled = (text: string, values: Values) =>
  capital(text.replaceAll(SLOT, (_, slot: Slot) => values.of(slot)))

/** The text of an item, which is English. */
export const labelled = (text: string, values: Values) =>
  capital(text.replaceAll(SLOT, (_, slot: Slot) => values.inEnglish(slot)))

const slots = [...Object.keys(en.words), ...Object.keys(names)] as Slot[]

export const listOf = (table: LanguageTable, slot: Slot): readonly string[] =>
  slot in names ? names[slot as keyof typeof names] : table.words[slot as keyof LanguageTable['words']]

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
