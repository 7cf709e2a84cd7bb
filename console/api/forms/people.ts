import { z } from 'zod'
import { MEMORY_FIELDS } from '#core/contract/memory.ts'
import { OPERATOR_ID, PLATFORMS } from '#core/contract/ids.ts'
import { TOLD_CHARACTERS_MAX } from '#core/memory/told.ts'
import { pageOf, pageQuery } from './page.ts'
import { sentences } from './sentence.ts'

export const personParams = z.strictObject({ person: z.string().regex(/^[\w-]{1,64}$/) })
const identityId = z.string().max(256).regex(OPERATOR_ID)

/** `open`: everybody may write there. `allowed`: by the settings. `stranger`: they are not answered. */
export const STANDINGS = ['blocked', 'approved', 'allowed', 'open', 'stranger'] as const
export type Standing = (typeof STANDINGS)[number]

/** GET /api/people */
export const peopleQuery = pageQuery.extend({
  /** Part of a name, part of an identity's id, or a person's id. */
  search: z
    .string()
    .trim()
    .regex(/^\P{Cc}*$/u)
    .min(1)
    .max(128)
    .optional(),
  platform: z.enum(PLATFORMS).optional(),
  access: z.enum(['blocked', 'waiting']).optional(),
})
export type PeopleQuery = z.output<typeof peopleQuery>

const identityRow = z.object({
  id: z.string(),
  platform: z.string(),
  name: z.string(),
  standing: z.enum(STANDINGS),
  /** A code of theirs waits to be approved. */
  isWaiting: z.boolean(),
})

export const personRow = z.object({
  id: z.string(),
  /** Of their newest turn, or of when they first wrote. */
  atMs: z.number(),
  /** The oldest first. */
  identities: z.array(identityRow),
})
export type PersonRow = z.output<typeof personRow>

export const peoplePage = pageOf(personRow)

/** GET /api/access */
export const accessForm = z.object({
  /** Codes that wait, and those that have just expired. */
  codes: z.array(
    z.object({
      code: z.string(),
      identity: z.string(),
      platform: z.string(),
      name: z.string(),
      person: z.string(),
      untilMs: z.number(),
    }),
  ),
  /** Blocked ids that belong to nobody who has written, or to somebody who was deleted (`identity` absent). */
  blockedOthers: z.array(z.object({ identity: z.string().optional(), sinceMs: z.number() })),
  mode: z.string(),
  /** Of platforms that have one of their own. */
  modes: z.array(z.object({ platform: z.string(), mode: z.string() })),
  /** Let in by the settings. */
  allow: z.array(z.string()),
})
export type AccessForm = z.output<typeof accessForm>

export const approveBody = z.strictObject({ code: z.string().trim().min(1).max(64) })
export const identityBody = z.strictObject({ identity: identityId })

/** What an approval, a block or an unblock came to. Nobody is named where nobody has written yet. */
export const accessDone = z.object({
  outcome: z.enum(['approved', 'blocked', 'was-blocked', 'unblocked', 'not-blocked']),
  name: z.string().optional(),
  /** The person, where there is one. */
  person: z.string().optional(),
})
export type AccessDone = z.output<typeof accessDone>

/** Absent: as the settings say. 0 lifts the limit. */
const ownLimit = z.object({ burst: z.number().optional(), perMinute: z.number().optional(), changedAtMs: z.number() })
export type OwnLimitForm = z.output<typeof ownLimit>

/** GET /api/people/:person */
export const personForm = z.object({
  id: z.string(),
  createdAtMs: z.number(),
  lastTurnAtMs: z.number().optional(),
  identities: z.array(
    identityRow.extend({
      language: z.string().optional(),
      firstSeenMs: z.number(),
      lastSeenMs: z.number().optional(),
    }),
  ),
  counts: z.object({
    turns: z.number(),
    blocked: z.number(),
    feedbackGood: z.number(),
    feedbackBad: z.number(),
  }),
  memory: z.object({ isOff: z.boolean(), privateChats: z.number() }),
  limits: z.object({
    own: ownLimit.optional(),
    settings: z.object({ burst: z.number(), perMinute: z.number() }),
  }),
  /** Of a deletion that waits or runs. */
  deletion: z.string().optional(),
})
export type PersonForm = z.output<typeof personForm>

const LIMIT_MAX = 100_000
const limitNumber = z.number().int().min(0).max(LIMIT_MAX).nullable()

/** PUT /api/people/:person/limits. Null: as the settings say. */
export const limitsBody = z.strictObject({
  burst: limitNumber,
  perMinute: limitNumber,
  /** `changedAtMs` of the limits that were looked at; null where there were none. */
  seenAtMs: z.number().int().min(0).max(8_640_000_000_000_000).nullable(),
})
export const limitsForm = z.object({ own: ownLimit.optional() })
export type LimitsForm = z.output<typeof limitsForm>

export const MEMORY_CHARACTERS_MAX = TOLD_CHARACTERS_MAX

/** GET /api/people/:person/memories: the newest first. `after`: an item's number. */
export const memoriesQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  rows: z.coerce.number().int().min(1).max(100).default(50),
  /** `past`: those that a later one replaced. */
  which: z.enum(['current', 'past']).default('current'),
})
export type MemoriesQuery = z.output<typeof memoriesQuery>

export const memoryForm = z.object({
  number: z.number(),
  kind: z.enum(['profile', 'fact', 'event']),
  field: z.enum(MEMORY_FIELDS).optional(),
  text: z.string(),
  /** Said in a group: it is recalled there, and in private. */
  isOfGroup: z.boolean(),
  origin: z.enum(['told', 'learnt']),
  saidAtMs: z.number(),
  supersededBy: z.number().optional(),
  /** An operator changed its words then. */
  editedAtMs: z.number().optional(),
})
export type MemoryForm = z.output<typeof memoryForm>

export const memoriesPage = pageOf(memoryForm).extend({
  /** Of all pages. */
  counts: z.object({ current: z.number(), past: z.number(), passages: z.number() }),
})
export type MemoriesPage = z.output<typeof memoriesPage>

export const memoryParams = personParams.extend({ number: z.coerce.number().int().min(1).max(1_000_000_000) })
const seen = z.string().max(20_000)
export const memoryBody = z.strictObject({ text: z.string().trim().min(1).max(MEMORY_CHARACTERS_MAX), seen })
export const forgetBody = z.strictObject({ seen })
/** Messages that no later prompt knows. */
export const forgottenForm = z.object({ memories: z.number(), messages: z.number() })
export type ForgottenForm = z.output<typeof forgottenForm>

/** GET /api/people/:person/export */
export const exportForm = z.object({
  state: z.enum(['none', 'making', 'ready', 'failed']),
  sinceMs: z.number().optional(),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
  /** Why it failed. */
  message: z.string().optional(),
  sentences,
})
export type ExportForm = z.output<typeof exportForm>
export const exportFileParams = personParams.extend({ n: z.coerce.number().int().min(0).max(999) })

export const deletionForm = z.object({ receipt: z.string() })
export type DeletionForm = z.output<typeof deletionForm>
