import { z } from 'zod'
import { ROLES } from '../../roles.ts'

/** Who is signed in in this browser. */
export const sessionForm = z.object({
  /** Absent: nobody is signed in. */
  account: z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), provedAtMs: z.number() }).optional(),
  /** Sent back as the header `x-chasqui-csrf` with everything that changes something. */
  csrf: z.string().optional(),
})

export type SessionForm = z.output<typeof sessionForm>
