import { z } from 'zod'
import { pageOf, pageQuery } from './page.ts'

export const AUDIT_OUTCOMES = ['begun', 'done', 'refused', 'failed'] as const

/** GET /api/audit, for owners; the newest first. */
export const auditQuery = pageQuery.extend({
  account: z.string().min(1).max(64).optional(),
  action: z.string().min(1).max(64).optional(),
  person: z.string().min(1).max(64).optional(),
})

export const auditRow = z.object({
  id: z.string(),
  atMs: z.number(),
  /** Absent: nobody was signed in, or it was asked for in the terminal. */
  accountId: z.string().optional(),
  accountName: z.string(),
  /** As in `/api/audit/actions`. */
  action: z.string(),
  /** What it was done to. */
  target: z.string().optional(),
  person: z.string().optional(),
  /** `begun`: it runs, or the service ended meanwhile. `refused`: not allowed, or not possible. */
  outcome: z.enum(AUDIT_OUTCOMES),
  network: z.string(),
})
export type AuditRow = z.output<typeof auditRow>

export const auditPage = pageOf(auditRow)
export type AuditPage = z.output<typeof auditPage>

/** GET /api/audit/actions: for the filter. */
export const auditActionsForm = z.object({ actions: z.array(z.string()) })
export type AuditActions = z.output<typeof auditActionsForm>
