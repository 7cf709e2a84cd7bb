import { createHash } from 'node:crypto'
import type { QueryConfig } from 'pg'
import { prepared } from './console-pool.ts'

/** Conditions of one statement, with the values that they name by number. */
export class Conditions {
  readonly values: unknown[] = []
  readonly #texts: string[] = []

  /** `text` is given the place of each value, such as `$3`. */
  add(text: (...places: readonly string[]) => string, ...values: readonly unknown[]): this {
    this.#texts.push(text(...values.map((value) => this.place(value))))
    return this
  }

  /** Undefined: there is no such filter. */
  addIf(value: unknown, text: (place: string) => string): this {
    return value === undefined ? this : this.add((place) => text(place), value)
  }

  /** Of a value outside of the conditions, such as a limit. */
  place(value: unknown): string {
    return `$${this.values.push(value)}`
  }

  get text(): string {
    return this.#texts.length === 0 ? 'true' : this.#texts.map((text) => `(${text})`).join(' and ')
  }

  /**
   * Without values there is one plan, and each connection makes it once. With values it depends on them. Named by its
   * text: conditions without a value make another statement, too.
   */
  statement(text: string): QueryConfig {
    return this.values.length === 0 ? prepared(nameOf(text), text, []) : { text, values: this.values }
  }
}

const nameOf = (text: string) => createHash('sha1').update(text).digest('base64url')

/** What `like` finds anywhere in a text, in small letters; no character of `part` has a meaning of its own. */
export const anywhere = (part: string) => `%${part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

export const dateOf = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms))
