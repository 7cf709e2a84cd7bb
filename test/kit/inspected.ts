/** An error with everything that can be reached from it, also what is not enumerable. */
export function inspected(error: unknown): string {
  const seen = new Set<unknown>()
  const walk = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value)
    if (seen.has(value)) return ''
    seen.add(value)
    return Reflect.ownKeys(value)
      .map((key) => `${String(key)}: ${walk(Reflect.get(value, key))}`)
      .join('\n')
  }
  return walk(error)
}
