import { z } from 'zod'
import { pageOf } from './page.ts'
import { sentences } from './sentence.ts'

const count = z.number()

/** How much is remembered; never what. */
const memoryCounts = z.object({
  people: count,
  /** Less than `people` where counting took too long: the contents are then counted of these alone. */
  peopleCounted: count,
  items: z.object({ profile: count, fact: count, event: count }),
  superseded: count,
  passages: count,
  vectors: count,
  forgotten: count,
  off: count,
  learntToday: count,
  turnsWaiting: count,
  peopleGivenUp: count,
})

/** GET /api/memory */
export const privacyForm = z.object({
  /** Absent while they are counted for the first time. */
  counts: memoryCounts.extend({ countedAtMs: z.number() }).optional(),
  isCounting: z.boolean(),
  settings: z.object({
    memory: z.object({ isOn: z.boolean(), itemsMax: count, factsDays: count, passagesDays: count }),
    turnsDays: count,
    limitedDays: count,
    picturesDays: count,
    payloadsDays: count,
    keysDays: count,
  }),
  embedder: z.object({
    kind: z.enum(['off', 'english', 'model', 'host']),
    /** As doctor tells it; absent where it is off. */
    state: z.string().optional(),
    detail: z.string().optional(),
    sentences,
  }),
})
export type PrivacyForm = z.output<typeof privacyForm>

const DELETION_STATES = ['waiting', 'deleting', 'retrying', 'failed', 'done'] as const

/** How much was deleted; not of whom. */
export const receiptForm = z.object({
  id: z.string(),
  askedBy: z.enum(['person', 'console']),
  askedAtMs: z.number(),
  doneAtMs: z.number().optional(),
  /**
   * `waiting`: for its turn, or for replies that the person is owed. `failed`: it was given up, and is tried again when
   * it is asked for again.
   */
  state: z.enum(DELETION_STATES),
  /** `table.turn: 3`, `pictures: 1`: what there was of each. */
  counts: z.array(z.object({ what: z.string(), count: z.number() })),
})
export type ReceiptForm = z.output<typeof receiptForm>
export const receiptsPage = pageOf(receiptForm)
export const receiptParams = z.strictObject({ receipt: z.string().regex(/^[\w-]{1,64}$/) })
