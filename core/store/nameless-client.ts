import pg from 'pg'

/**
 * Clients that drop the names of statements unless `names.areKept`. A named statement belongs to its session; a pooler
 * lends another session for each transaction, where the name is unknown or means another statement.
 */
export function clientWith(names: { readonly areKept: boolean }): typeof pg.Client {
  return class extends pg.Client {
    // Stands for all of its overloads, none of which it changes.
    override query(...given: never[]): never {
      const [first, ...rest] = given as unknown[]
      const statement = names.areKept ? first : withoutName(first)
      return super.query(...([statement, ...rest] as [string])) as never
    }
  }
}

function withoutName(statement: unknown): unknown {
  if (typeof statement !== 'object' || statement === null || !('name' in statement)) return statement
  const { name: _name, ...nameless } = statement
  return nameless
}
