import { z } from 'zod'
import { ROLES } from '../../roles.ts'
import { labelText } from './accounts.ts'

export const TOKEN_DAYS_MAX = 365

export const tokenRow = z.object({
  id: z.string(),
  name: z.string(),
  /** The name of the account that it is of, whose present role bounds it. */
  account: z.string(),
  role: z.enum(ROLES),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  /** Within a minute. Absent: it was never used. */
  usedAtMs: z.number().optional(),
})
export type TokenRow = z.output<typeof tokenRow>

/** GET /api/tokens: those of all accounts, of which there can be at most 100. DELETE /api/tokens/:id answers `{}`. */
export const tokensForm = z.object({ tokens: z.array(tokenRow) })
export type TokensForm = z.output<typeof tokensForm>

/** POST /api/tokens */
export const newTokenForm = z.strictObject({
  name: labelText,
  role: z.enum(ROLES),
  days: z.number().int().min(1).max(TOKEN_DAYS_MAX),
})
/** `Authorization: Bearer <token>`. It is shown this once. */
export const madeTokenForm = z.object({ token: z.string(), expiresAtMs: z.number() })
export type MadeToken = z.output<typeof madeTokenForm>
