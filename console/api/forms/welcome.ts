import { z } from 'zod'
import { PLATFORMS } from '#core/contract/ids.ts'
import { sentences } from './sentence.ts'

/** What the first run leads through, after the owner's account. `message` is the end of it. */
export const WELCOME_STEPS = ['model', 'channel', 'message'] as const
export type WelcomeStep = (typeof WELCOME_STEPS)[number]

/** GET /api/welcome */
export const welcomeForm = z.object({
  /** Something of it is left to do, nobody has dismissed it, and people can write only on the web page or at a terminal. */
  isOpen: z.boolean(),
  /** Where it goes on; the last one also when it is over. */
  step: z.enum(WELCOME_STEPS),
  /** Where people can write to the service, beside the terminal. */
  channels: z.array(
    z.object({
      platform: z.enum(PLATFORMS),
      state: z.enum(['ready', 'starting', 'failed']),
      detail: z.string(),
      sentences,
      /** To be opened by whoever wants to write there. */
      url: z.string().optional(),
    }),
  ),
  /** The first message since this console has accounts: one that was answered, where there is one. */
  first: z
    .object({
      platform: z.string(),
      state: z.enum(['arrived', 'answered', 'blocked', 'failed']),
      arrivedAtMs: z.number(),
      /** Until its first words were shown, and until the whole answer was there. */
      firstWordsMs: z.number().optional(),
      tookMs: z.number().optional(),
    })
    .optional(),
})
export type WelcomeForm = z.output<typeof welcomeForm>

/** POST /api/welcome: the step that is done or skipped; `all` ends the first run for everybody. */
export const passedBody = z.strictObject({ step: z.enum([...WELCOME_STEPS, 'all']) })
