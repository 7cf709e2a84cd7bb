/** Settings as they are written: by group, then by name. */
export type Nested = { readonly [name: string]: unknown }

/** The value of `limits.person.burst`; undefined where there is none. */
export function valueAt(nested: unknown, key: string): unknown {
  let value: unknown = nested
  for (const name of key.split('.')) {
    if (!isNested(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

/** With this value. What stands in the place of a group and is none stays, and is refused as such. */
export function withValue(nested: Nested, key: string, value: unknown): Nested {
  const [name = '', ...rest] = key.split('.')
  if (rest.length === 0) return { ...nested, [name]: value }
  const group = nested[name] ?? {}
  return isNested(group) ? { ...nested, [name]: withValue(group, rest.join('.'), value) } : nested
}

export const isNested = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function deepFrozen<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === 'object' && inner !== null) deepFrozen(inner)
  }
  return Object.freeze(value)
}
