import type { Store } from '../store/store.ts'
import { statements } from './statements.ts'

type Name = keyof typeof statements

export type RunStatement = ReturnType<typeof statementsOn>

/** Statements are named: planning the larger ones anew each time would take longer than running them. */
export function statementsOn({ pool }: Store) {
  const query = (name: Name, values: unknown[]) =>
    pool.query({ name: `mailbox-${name}`, text: statements[name], values })
  return {
    rows: async <Row extends object>(name: Name, values: unknown[]) => (await query(name, values)).rows as Row[],
    /** Whether anything was changed or found. */
    did: async (name: Name, values: unknown[]) => ((await query(name, values)).rowCount ?? 0) > 0,
  }
}
