import { z } from 'zod'
import { sentences } from './sentence.ts'

const GUARD_LEVELS = ['full', 'demonstration', 'none', 'off'] as const

const health = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready'), model: z.string() }),
  z.object({ state: z.literal('starting'), detail: z.string(), sentences }),
  z.object({ state: z.literal('failed'), detail: z.string(), sentences }),
])

const visionFault = z.object({ detail: z.string(), sentences }).optional()

const selfTest = z.object({
  atMs: z.number(),
  outcome: z.enum(['passed', 'failed']),
  why: z.string().optional(),
  sentences,
  loadMs: z.number().optional(),
  testMs: z.number().optional(),
  contextTokens: z.number().optional(),
  vision: z.boolean().optional(),
  visionFault,
  guardCanary: z.enum(['passed', 'answers', 'none']).optional(),
  guardSeesPictures: z.boolean().optional(),
})
export type SelfTestForm = z.output<typeof selfTest>

const licence = z.object({
  name: z.string(),
  url: z.string().optional(),
  notice: z.string().optional(),
  gate: z.string().optional(),
})

const fit = z.object({ fits: z.boolean(), why: z.string(), sentences, lacks: z.array(z.enum(['memory', 'cores'])) })
const way = z.enum(['beside', 'messages-wait'])

const switching = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('checking'), model: z.string(), by: z.string(), sinceMs: z.number() }),
  z.object({
    state: z.enum(['waiting', 'loading', 'testing', 'swapping']),
    model: z.string(),
    by: z.string(),
    sinceMs: z.number(),
    way,
    canCancel: z.boolean(),
  }),
  z.object({ state: z.literal('done'), model: z.string(), atMs: z.number(), tookMs: z.number() }),
  z.object({
    state: z.enum(['failed', 'cancelled']),
    model: z.string(),
    atMs: z.number(),
    why: z.string(),
    sentences,
    /** What answers now. */
    serves: z.string(),
  }),
])
export type SwitchStateForm = z.output<typeof switching>

const progress = { model: z.string(), receivedBytes: z.number(), totalBytes: z.number() }
const installing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    ...progress,
    state: z.literal('running'),
    file: z.string(),
    bytesPerSecond: z.number(),
    leftSeconds: z.number().optional(),
  }),
  z.object({ ...progress, state: z.literal('paused') }),
  z.object({ ...progress, state: z.literal('failed'), why: z.string(), sentences }),
  z.object({ state: z.literal('done'), model: z.string(), atMs: z.number() }),
])
export type InstallStateForm = z.output<typeof installing>

/** GET /api/models/now: as often as a page likes. */
export const modelsNowForm = z.object({
  serving: z.object({
    kind: z.enum(['embedded', 'host']),
    model: z.string(),
    host: z.string().optional(),
    health,
    /** Requests that run, those that wait for a permit, and the permits. */
    load: z.object({ running: z.number(), waiting: z.number(), permits: z.number() }).optional(),
    contextTokens: z.number(),
    vision: z.boolean(),
    visionFault,
    picturesMax: z.number(),
    guard: z.object({
      level: z.enum(GUARD_LEVELS),
      model: z.string().optional(),
      seesPictures: z.boolean(),
      health: health.optional(),
    }),
    tested: selfTest.optional(),
    /** A setting or variable that says which model answers: none can be chosen here. */
    lockedBy: z.string().optional(),
  }),
  switching,
  installing,
})
export type ModelsNowForm = z.output<typeof modelsNowForm>

/** GET /api/models: from the least able to the most able. */
export const modelsForm = z.object({
  rows: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      source: z.enum(['bundled', 'hub', 'folder']),
      licence,
      bytes: z.number().optional(),
      seesPictures: z.boolean(),
      guard: z.enum(GUARD_LEVELS),
      contextTokens: z.number(),
      fit,
      installed: z.enum(['yes', 'no', 'partly']),
      receivedBytes: z.number().optional(),
      serves: z.boolean(),
      judges: z.boolean(),
      tested: selfTest.optional(),
    }),
  ),
})
export type ModelsForm = z.output<typeof modelsForm>
export type ModelRow = ModelsForm['rows'][number]

/** Of a model folder, the settings may name a path. */
const name = z
  .string()
  .max(256)
  .regex(/^\P{Cc}{1,256}$/u)

/** GET and POST /api/models/switch */
export const switchForm = z.strictObject({ model: name })

export const switchPlanForm = z.object({
  model: z.string(),
  way,
  why: z.string(),
  sentences,
  /** How long messages wait, roughly. */
  waitSecondsAbout: z.number(),
  fit,
  /** In what the guard is weaker afterwards: with it a switch needs a fresh proof. */
  lost: z.array(z.enum(['judgement', 'pictures'])),
})
export type SwitchPlanForm = z.output<typeof switchPlanForm>

export const modelParams = z.strictObject({ model: z.string().regex(/^[a-z\d][\w.-]{0,63}$/) })

/** GET /api/models/:model/install */
export const installPlanForm = z.object({
  model: z.string(),
  title: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
  bytes: z.number(),
  receivedBytes: z.number(),
  freeBytes: z.number(),
  hasRoom: z.boolean(),
  licence,
  repository: z.string(),
  revision: z.string(),
})
export type InstallPlanForm = z.output<typeof installPlanForm>

/** POST /api/models/:model/install: what was shown, and is accepted. */
export const acceptForm = z.strictObject({
  licence: z.string().min(1).max(128),
  revision: z.string().regex(/^[0-9a-f]{40}$/),
})
