import { DELETE_ME, DELETE_PERSON } from '#core/forget/names.ts'
import type { Counts } from '#core/forget/receipts.ts'
import type { ServiceParts } from '../../deps.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import { cursorIn, pageFrom } from '../cursor.ts'
import type { ReceiptForm } from '../forms/privacy.ts'
import { say } from '../sentences.ts'

/** The newest first. */
export async function receiptsOf(
  pool: ConsolePool,
  { after, rows: count }: { after?: string | undefined; rows: number },
) {
  const cursor = after === undefined ? undefined : cursorIn(after)
  const values = [cursor ? new Date(cursor.atMs) : null, cursor?.id ?? null, count + 1]
  const { rows } = await pool.query<Row>(PAGE, values)
  const page = pageFrom(rows, count, ({ asked_at: at, id }) => ({ atMs: at.getTime(), id }))
  return { ...page, rows: page.rows.map(formOf) }
}

/** @throws {ConsoleError} when there is none */
export async function receiptOf(pool: ConsolePool, id: string): Promise<ReceiptForm> {
  const [row] = (await pool.query<Row>(ONE, [id])).rows
  if (row !== undefined) return formOf(row)
  throw new ConsoleError('not-found', say('receipt.gone'))
}

type Retrying = { readonly pool: ConsolePool; readonly service: Pick<ServiceParts, 'retryDeletion'> }

/** @throws {ConsoleError} where there is none, or nothing of it can be tried again */
export async function retryReceipt({ pool, service }: Retrying, id: string): Promise<ReceiptForm> {
  const isRetried = await service.retryDeletion(id)
  const now = await receiptOf(pool, id)
  if (isRetried) return now
  const message = now.state === 'failed' ? say('receipt.unknown') : say('receipt.not-failed')
  throw new ConsoleError('conflict', message, { now })
}

type Row = {
  id: string
  asked_by: ReceiptForm['askedBy']
  asked_at: Date
  done_at: Date | null
  counts: Counts | null
  job: string | null
  tries: number | null
  is_due: boolean | null
  is_leased: boolean | null
}

const formOf = (row: Row): ReceiptForm => ({
  id: row.id,
  askedBy: row.asked_by,
  askedAtMs: row.asked_at.getTime(),
  ...(row.done_at !== null && { doneAtMs: row.done_at.getTime() }),
  state: stateOf(row),
  counts: flat(row.counts ?? {}),
})

function stateOf({ done_at: done, job, tries, is_due: isDue, is_leased: isLeased }: Row): ReceiptForm['state'] {
  if (done !== null) return 'done'
  if (job === null) return 'failed'
  if (isLeased) return job === DELETE_PERSON ? 'deleting' : 'waiting'
  if (!isDue) return 'failed'
  return job === DELETE_PERSON && (tries ?? 0) > 0 ? 'retrying' : 'waiting'
}

/** What is nought is left out. */
function flat(counts: Counts, prefix = ''): ReceiptForm['counts'] {
  return Object.entries(counts).flatMap(([what, count]) => {
    if (typeof count === 'object') return flat(count, `${what}.`)
    return count === 0 ? [] : [{ what: `${prefix}${what}`, count }]
  })
}

/** With the job that is to do it, of which there are few at a time: its key ends with the receipt. */
const RECEIPTS = `
  select r.id, asked_by, asked_at, done_at, counts, j.name as job, tries,
    run_after is not null as is_due, lease_until is not null as is_leased
  from deletion_receipt r left join lateral (
    select * from job where name in ('${DELETE_ME}', '${DELETE_PERSON}') and split_part(key, '/', 2) = r.id
    order by name = '${DELETE_PERSON}' desc limit 1) j on r.done_at is null`

const PAGE = `
  ${RECEIPTS} where $1::timestamptz is null or (asked_at, r.id) < ($1, $2) order by asked_at desc, r.id desc limit $3`

const ONE = `${RECEIPTS} where r.id = $1`
