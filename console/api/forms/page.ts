import { z } from 'zod'

export const ROWS_MAX = 100

/** What every list takes: `after` is the `next` of the page before. */
export const pageQuery = z.strictObject({
  after: z.string().max(512).optional(),
  rows: z.coerce.number().int().min(1).max(ROWS_MAX).default(50),
})

export const pageOf = <Row extends z.ZodType>(row: Row) => z.object({ rows: z.array(row), next: z.string().optional() })

export const nothing = z.strictObject({})

/** Of a route that takes nothing but its address; others replace what they take. */
export const takesNothing = { params: nothing, query: nothing, body: nothing }
