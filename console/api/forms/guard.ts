import { z } from 'zod'
import { SPANS } from './overview.ts'
import { pageOf, pageQuery } from './page.ts'

export const DECISIONS = ['upheld', 'overturned', 'false-positive', 'missed'] as const
export type Decision = (typeof DECISIONS)[number]

const decision = z.enum(DECISIONS)
const direction = z.enum(['in', 'out'])

/** GET /api/guard/blocks: the newest first. */
export const blocksQuery = pageQuery.extend({
  /** Those that nobody has labelled yet; those that somebody has, also as missed; or every block. */
  decided: z.enum(['no', 'yes', 'all']).default('no'),
  decision: decision.optional(),
  hazard: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional(),
  direction: direction.optional(),
  /** `telegram`, or one bot of it: `telegram:123`. */
  channel: z
    .string()
    .regex(/^[a-z-]{1,32}(?::\P{Cc}{1,128})?$/u)
    .optional(),
  sinceMs: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
})
export type BlocksQuery = z.output<typeof blocksQuery>

const why = {
  hazards: z.array(z.string()),
  /** Absent of what was let through. */
  direction: direction.optional(),
  guard: z.string().optional(),
  /** Of "unsafe"; absent where a guard has none. */
  probability: z.number().optional(),
}

export const blockRow = z.object({
  ...why,
  turn: z.string(),
  atMs: z.number(),
  platform: z.string(),
  decision: decision.optional(),
})
export type BlockRow = z.output<typeof blockRow>

export const blocksPage = pageOf(blockRow)
export type BlocksPage = z.output<typeof blocksPage>

export const turnParams = z.strictObject({ turn: z.string().regex(/^[\w-]{1,64}$/) })

/** GET /api/guard/blocks/:turn */
export const blockForm = z.object({
  ...why,
  turn: z.string(),
  atMs: z.number(),
  platform: z.string(),
  model: z.string().optional(),
  policyVersion: z.string().optional(),
  person: z.object({ id: z.string(), name: z.string() }),
  conversation: z.string(),
  /** Of the turn in its conversation. */
  number: z.number(),
  /** `blocked`, or `answered`: then nothing was blocked. */
  outcome: z.string(),
  /** What was judged. Absent: it is no longer kept, or was blocked before it was. */
  text: z.string().optional(),
  /** What was asked, where the answer was blocked or nothing was. */
  asked: z.string().optional(),
  /** What the person read in place of the answer, where only the answer was blocked. */
  shown: z.string().optional(),
  /** Those of the question; false: not kept any more. */
  pictures: z.array(z.boolean()),
  label: z.object({ decision, note: z.string(), by: z.string(), atMs: z.number(), revision: z.string() }).optional(),
})
export type BlockForm = z.output<typeof blockForm>

/** `seen`: the revision of the label that the operator saw; absent: there was none. */
const seen = { seen: z.string().max(64).optional() }

/** PUT /api/guard/blocks/:turn/label */
export const labelForm = z.strictObject({ ...seen, decision, note: z.string().trim().max(2_000).default('') })

/** DELETE /api/guard/blocks/:turn/label */
export const unlabelForm = z.strictObject({ seen: z.string().max(64) })

/** GET /api/guard/labels.jsonl */
export const labelsQuery = z.strictObject({ texts: z.enum(['with', 'without']).default('without') })

/** GET /api/guard/plot */
export const guardPlotQuery = z.strictObject({ span: z.enum(SPANS).default('day') })
export const guardPlotForm = z.object({
  bucketMs: z.number(),
  /** Every bucket of the span, the oldest first: blocks by hazard. */
  buckets: z.array(z.object({ atMs: z.number(), blocks: z.record(z.string(), z.number().int()) })),
})
export type GuardPlotForm = z.output<typeof guardPlotForm>

export const aboutForm = z.object({
  level: z.enum(['full', 'demonstration', 'off', 'none']),
  seesPictures: z.boolean(),
  /** In what it is weaker than a guard that judges everything. */
  lost: z.array(z.enum(['judgement', 'pictures'])),
  /** In the order in which they judge. */
  guards: z.array(
    z.object({
      name: z.string(),
      model: z.string(),
      policyVersion: z.string(),
      /** From this probability of "unsafe" on a text is. */
      threshold: z.number().optional(),
      /** What it looks for; those that do not block are only noted with the verdict. */
      hazards: z.array(z.object({ name: z.string(), blocks: z.boolean() })),
    }),
  ),
})
export type AboutForm = z.output<typeof aboutForm>

export const TRIED_CHARACTERS_MAX = 20_000
export const TRIED_PICTURE_BYTES_MAX = 5_000_000
const base64Length = Math.ceil(TRIED_PICTURE_BYTES_MAX / 3) * 4

/** POST /api/guard/try */
export const tryForm = z
  .strictObject({
    direction: direction.default('in'),
    text: z.string().max(TRIED_CHARACTERS_MAX).default(''),
    /** As base64. */
    picture: z
      .string()
      .max(base64Length, `A picture has at most ${TRIED_PICTURE_BYTES_MAX / 1_000_000} MB.`)
      .regex(/^[\d+/A-Za-z]+={0,2}$/)
      .optional(),
  })
  .refine(({ text, picture }) => text.trim() !== '' || picture !== undefined, 'There is nothing to judge: type a text.')
export const TRY_BYTES_MAX = base64Length + 6 * TRIED_CHARACTERS_MAX + 1_000

export const triedForm = z.object({
  outcome: z.enum(['pass', 'block']),
  hazards: z.array(z.string()),
  verdicts: z.array(
    z.object({
      guard: z.string(),
      model: z.string(),
      outcome: z.enum(['pass', 'block']),
      hazards: z.array(z.string()),
      probability: z.number().optional(),
      tookMs: z.number(),
    }),
  ),
})
export type TriedForm = z.output<typeof triedForm>
