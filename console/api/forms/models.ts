import { z } from 'zod'

/** Of the catalogue, or of a folder of the operator. */
const modelName = z
  .string()
  .max(128)
  .regex(/^[a-z0-9][a-z0-9.-]{0,127}$/)
export const modelParams = z.strictObject({ model: modelName })

export const GUARD_LEVELS = ['full', 'demonstration', 'off', 'none'] as const

/** What its self-test found when it was last loaded. */
const selfTest = z.object({
  atMs: z.number(),
  tookMs: z.number().optional(),
  /** It reads what stands on a test picture; false with `visionFault`, or where it has no eyes. */
  seesPictures: z.boolean(),
  visionFault: z.string().optional(),
  /** Whether its guard tells a harmful text from a harmless one; absent: it is no guard. */
  guardCanary: z.enum(['passed', 'failed']).optional(),
})
export type SelfTestForm = z.output<typeof selfTest>

/** What answers now. Everybody with an account may see it. */
const serving = z.object({
  model: z.string(),
  title: z.string(),
  /** `host`: another computer answers, at `host` (its name and port). */
  from: z.enum(['bundled', 'catalogue', 'folder', 'host']),
  host: z.string().optional(),
  state: z.enum(['ready', 'starting', 'failed']),
  detail: z.string(),
  load: z.object({ running: z.number(), waiting: z.number(), permits: z.number() }).optional(),
  contextTokens: z.number().optional(),
  seesPictures: z.boolean(),
  guard: z.object({ level: z.enum(GUARD_LEVELS), model: z.string().optional(), seesPictures: z.boolean() }),
  selfTest: selfTest.optional(),
})
export type ServingForm = z.output<typeof serving>

const licence = z.object({
  name: z.string(),
  url: z.string().optional(),
  notice: z.string().optional(),
  /** Where it must be accepted before the hub gives out the files. */
  gate: z.string().optional(),
})

const model = z.object({
  name: z.string(),
  title: z.string(),
  /** `embedder`: it finds memories, and answers nobody. */
  kind: z.enum(['chat', 'embedder']),
  licence,
  bytes: z.number().optional(),
  state: z.enum(['bundled', 'installed', 'partial', 'absent']),
  isServing: z.boolean(),
  /** The best one that this machine runs well. */
  isOffered: z.boolean(),
  fits: z.object({ isFitting: z.boolean(), why: z.string() }),
  contextTokens: z.number().optional(),
  seesPictures: z.boolean(),
  guardLevel: z.enum(GUARD_LEVELS),
  selfTest: selfTest.optional(),
})
export type ModelForm = z.output<typeof model>

const install = z.object({
  model: z.string(),
  state: z.enum(['running', 'paused', 'failed', 'done']),
  receivedBytes: z.number(),
  totalBytes: z.number(),
  bytesPerSecond: z.number().optional(),
  leftMs: z.number().optional(),
  /** Why it failed, and what to do. */
  message: z.string().optional(),
})
export type InstallForm = z.output<typeof install>

const switching = z.object({
  model: z.string(),
  from: z.string(),
  state: z.enum(['checking', 'loading', 'testing', 'swapping', 'done', 'failed']),
  sinceMs: z.number(),
  /** It is loaded while the one before still answers; otherwise messages wait. */
  isBeside: z.boolean(),
  /** Why it failed. */
  message: z.string().optional(),
  /** What answers again after it failed. */
  restored: z.string().optional(),
})
export type SwitchForm = z.output<typeof switching>

/** GET /api/models */
export const modelsForm = z.object({
  serving,
  /** `8 cores, 16 GB of memory` */
  machine: z.string(),
  catalogue: z.array(model),
  install: install.optional(),
  switching: switching.optional(),
})
export type ModelsForm = z.output<typeof modelsForm>

/** GET /api/models/:model/plan: asks the hub, and downloads nothing. */
export const planForm = z.object({
  model: z.string(),
  repository: z.string(),
  revision: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
  bytes: z.number(),
  freeBytes: z.number(),
  licence,
})
export type PlanForm = z.output<typeof planForm>

/** POST /api/models/:model/install: the licence and the revision that were shown are accepted. */
export const installBody = z.strictObject({ licence: z.string().max(256), revision: z.string().max(128) })
/** GET /api/models/:model/switch: what will happen. */
export const switchPlanForm = z.object({ isBeside: z.boolean(), waitMs: z.number(), why: z.string() })
export type SwitchPlanForm = z.output<typeof switchPlanForm>
/*
 * POST /api/models/install/pause | resume | cancel, POST /api/models/:model/switch, POST /api/models/switch/cancel,
 * DELETE /api/models/:model (an installed one that is not in use).
 */
