import { z } from 'zod'
import { conversationParams } from './conversations.ts'

/** Of a message of an operator. */
export const MESSAGE_LENGTH_MAX = 4_000

/** GET /api/conversations/:id/state: numbers alone, so that an open page may ask every few seconds. */
export const stateForm = z.object({
  /** Another one whenever something has come, was answered or was delivered. */
  version: z.string(),
  /** Messages that wait to be answered. */
  waiting: z.number().int(),
  /** Absent: the model answers. */
  takenOver: z
    .object({
      /** The name of the account; empty: it is no more. */
      by: z.string(),
      isYours: z.boolean(),
      sinceMs: z.number(),
      /** Without an act until then it is handed back. */
      untilMs: z.number(),
      revision: z.string(),
    })
    .optional(),
  /** Until when the platform takes messages there, if nobody writes. Absent: always. */
  windowEndsMs: z.number().optional(),
})
export type StateForm = z.output<typeof stateForm>

/** GET /api/conversations/:id/waiting: what has not been answered yet, the oldest first. */
export const waitingForm = z.object({
  messages: z.array(
    z.object({
      seq: z.number().int(),
      atMs: z.number(),
      person: z.object({ id: z.string(), name: z.string() }),
      text: z.string(),
      /** Each by the message that it came with, or its edit, and its place there. */
      pictures: z.array(z.object({ event: z.string(), part: z.number().int() })),
      /** Kinds that the bot cannot use. */
      others: z.array(z.string()),
    }),
  ),
  /** There are more. */
  hasMore: z.boolean(),
})
export type WaitingForm = z.output<typeof waitingForm>

/** GET /api/conversations/:id/waiting/:event/:part: a picture of a message that waits. */
export const waitingPictureParams = conversationParams.extend({
  event: z.string().regex(/^[\w-]{1,64}$/),
  part: z.coerce.number().int().min(0).max(99),
})

/** POST /api/conversations/:id/take-over. `seen`: the revision by which somebody else has it; then it is taken from them. */
export const takeForm = z.strictObject({ seen: z.string().max(64).optional() })

/** POST /api/conversations/:id/messages. `key`: sent twice with one, a message is delivered once. */
export const writeForm = z.strictObject({
  text: z.string().trim().min(1).max(MESSAGE_LENGTH_MAX),
  key: z.string().regex(/^[\w-]{16,64}$/),
  /** `seq` of the newest message that was read: what came later still waits. */
  seenSeq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
})
