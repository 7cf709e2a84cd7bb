import type pg from 'pg'

const WITHIN_MS = 20_000
const LOOK_AGAIN_S = 0.02

const UNSETTLED = `
  select 'event ' || kind || ' ' || state as what from event where state <> 'done' union all
  select concat_ws(' ', 'reply', state, attempts, next_attempt_at, fault)
    from outbox where state in ('live', 'ready') union all
  select concat_ws(' ', 'lease until', lease_until, 'fence', fence) from conversation where lease_owner is not null`

/** Resolves when every event is done, every reply is with the platform, and nobody holds a conversation. */
export const untilSettled = (database: pg.Client): Promise<void> => untilNone(database, UNSETTLED)

/** Resolves when a query finds nothing; rejects with what it still finds when the time is up. */
export async function untilNone(database: pg.Client, text: string): Promise<void> {
  const deadlineMs = performance.now() + WITHIN_MS
  for (;;) {
    const { rows } = await database.query(text)
    if (rows.length === 0) return
    const left = () => `left at ${new Date().toISOString()}: ${JSON.stringify(rows)} of ${text}`
    if (performance.now() > deadlineMs) throw new Error(left())
    await database.query('select pg_sleep($1)', [LOOK_AGAIN_S])
  }
}
