import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { ConsoleError } from './console-error.ts'
import { prepared, type ConsolePool } from './console-pool.ts'
import type { Asked, Noted, Route } from './route.ts'
import type { Session } from './sessions.ts'

const TARGET_LENGTH_MAX = 200

export type AuditRows = {
  /** Rejects where nothing can be written: then nothing may be shown or changed. Undefined where no row is needed. */
  begin(entry: Entry): Promise<AuditRow | undefined>
  /** Never rejects: a row that stays as it began says that it may have been done. */
  end(row: AuditRow | undefined, outcome: 'done' | 'refused' | 'failed', noted: Noted): Promise<void>
}

type AuditRow = { readonly id: number; readonly outcome: 'begun' | 'done' }

type Entry = {
  readonly route: Route
  readonly session: Session | undefined
  readonly asked: Asked<unknown, unknown, unknown>
}

type AuditDeps = { readonly pool: ConsolePool; readonly clock: Clock; readonly log: Logger }

/** A row of the audit is there before what it is about begins, and learns then how that went. */
export function createAuditRows({ pool, clock, log }: AuditDeps): AuditRows {
  return {
    async begin({ route: { audit, method }, session, asked }) {
      if (audit === undefined) return undefined
      const { account, token } = session ?? {}
      // A look is nearly always granted, and then takes one write in place of two.
      const outcome = method === 'GET' ? 'done' : 'begun'
      const values = [
        new Date(clock.now()),
        account?.id ?? null,
        `${account?.name ?? ''}${token === undefined ? '' : ` (token ${token.name})`}`,
        audit.action,
        audit.target?.(asked)?.slice(0, TARGET_LENGTH_MAX) ?? null,
        audit.person?.(asked) ?? null,
        asked.network ?? 'unknown',
        audit.conversation?.(asked) ?? null,
        outcome,
      ]
      const { rows } = await pool.query<{ id: string }>(prepared('audit', BEGIN, values))
      return { id: Number(rows[0]?.id), outcome }
    },
    async end(row, outcome, noted) {
      if (row === undefined || (row.outcome === outcome && Object.keys(noted).length === 0)) return
      const { account, target, person } = noted
      const { id } = row
      await pool
        .query(END, [
          id,
          outcome,
          account?.id ?? null,
          account?.name ?? null,
          target?.slice(0, TARGET_LENGTH_MAX) ?? null,
          person ?? null,
        ])
        .catch((error: unknown) =>
          log.error({ error, audit: id, outcome }, 'failed to write how it went into the audit'),
        )
    },
  }
}

export const outcomeOf = (error: unknown) => (error instanceof ConsoleError ? 'refused' : 'failed')

/** Of whom nothing is left, nothing is written anew. */
const BEGIN = `
  insert into console_audit (at, account_id, account_name, action, target, about_person, outcome, network)
  values ($1, $2, $3, $4, coalesce($5, (select id from conversation where id = $8)),
    (select id from person where id = $6), $9, $7) returning id`

const END = `
  update console_audit set outcome = $2, account_id = coalesce($3, account_id), account_name = coalesce($4, account_name),
    target = coalesce($5, target), about_person = coalesce((select id from person where id = $6), about_person)
  where id = $1`
