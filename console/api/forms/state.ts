import { z } from 'zod'

/** Whether people are answered. `attention`: they are, and something else does not work. */
export const SERVICE_STATES = ['ready', 'attention', 'starting', 'failed'] as const

/** GET /api/state */
export const stateForm = z.object({
  state: z.enum(SERVICE_STATES),
  /** Its people are invented: `npm run seed`. */
  isDemo: z.boolean(),
})
export type StateForm = z.output<typeof stateForm>
