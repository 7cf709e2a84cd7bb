import type { Store } from './store.ts'

export type RunStatement<Name extends string> = ReturnType<typeof statementsOn<Name>>

/** Statements are named: planning the larger ones each time would take longer than running them. */
export function statementsOn<Name extends string>({ pool }: Store, room: string, texts: Record<Name, string>) {
  const query = (name: Name, values: unknown[]) => pool.query({ name: `${room}-${name}`, text: texts[name], values })
  return {
    rows: async <Row extends object>(name: Name, values: unknown[]) => (await query(name, values)).rows as Row[],
    /** Whether anything was changed or found. */
    did: async (name: Name, values: unknown[]) => ((await query(name, values)).rowCount ?? 0) > 0,
  }
}
