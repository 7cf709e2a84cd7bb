import { auditActionsForm, auditPage, auditQuery, type AuditRow } from '../forms/audit.ts'
import { cursorIn, NUMBER_ID, pageFrom } from '../cursor.ts'
import { takesNothing } from '../forms/page.ts'
import { route, type Route } from '../route.ts'

/** What `npm run console` writes. */
const OF_COMMANDS = ['link.setup', 'link.recover']

/** What was done in the console, and who looked at what. `routes`: all there are. */
export const auditRoutes = (routes: () => readonly Route[]): Route[] => [
  route({
    method: 'GET',
    path: '/api/audit',
    needs: 'owner',
    shows: 'numbers',
    ...takesNothing,
    query: auditQuery,
    answer: auditPage,
    async handle({ query: { after, rows: count, account, action, person } }, { pool }) {
      const { atMs, id } = after === undefined ? { atMs: undefined, id: undefined } : cursorIn(after, NUMBER_ID)
      const values = [account ?? null, action ?? null, person ?? null, atMs === undefined ? null : new Date(atMs), id]
      const { rows } = await pool.query<Row>(LIST, [...values, count + 1])
      return pageFrom(rows.map(auditRowOf), count, (row) => row)
    },
  }),
  route({
    method: 'GET',
    path: '/api/audit/actions',
    needs: 'owner',
    shows: 'numbers',
    ...takesNothing,
    answer: auditActionsForm,
    async handle() {
      const ofRoutes = routes().flatMap(({ audit }) => audit?.action ?? [])
      return { actions: [...new Set([...ofRoutes, ...OF_COMMANDS])].toSorted() }
    },
  }),
]

type Row = {
  id: string
  at: Date
  account_id: string | null
  account_name: string
  action: string
  target: string | null
  about_person: string | null
  outcome: AuditRow['outcome']
  network: string
}

const auditRowOf = (row: Row): AuditRow => ({
  id: row.id,
  atMs: row.at.getTime(),
  ...(row.account_id !== null && { accountId: row.account_id }),
  accountName: row.account_name,
  action: row.action,
  ...(row.target !== null && { target: row.target }),
  ...(row.about_person !== null && { person: row.about_person }),
  outcome: row.outcome,
  network: row.network,
})

/** Rows are written in the order of time; of one time, in the order of their ids. */
const LIST = `
  select id, at, account_id, account_name, action, target, about_person, outcome, network from console_audit
  where ($1::text is null or account_id = $1) and ($2::text is null or action = $2)
    and ($3::text is null or about_person = $3)
    and ($4::timestamptz is null or (at, id) < ($4, $5::bigint))
  order by at desc, id desc limit $6`
