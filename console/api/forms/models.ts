import { z } from 'zod'

const health = z.object({ state: z.enum(['ready', 'starting', 'failed']), detail: z.string().optional() })
const guardLevel = z.enum(['full', 'demonstration', 'none'])
const count = z.number().int()

const selfTest = z.object({
  atMs: z.number(),
  outcome: z.enum(['passed', 'failed']),
  why: z.string().optional(),
  loadMs: z.number().optional(),
  testMs: z.number().optional(),
  contextTokens: z.number().optional(),
  vision: z.boolean().optional(),
  visionFault: z.string().optional(),
  guardCanary: z.enum(['passed', 'answers', 'none']).optional(),
  guardSeesPictures: z.boolean().optional(),
})
export type SelfTestForm = z.output<typeof selfTest>

const serving = z.object({
  kind: z.enum(['embedded', 'host']),
  model: z.string(),
  host: z.string().optional(),
  health,
  load: z.object({ running: count, waiting: count, permits: count }).optional(),
  contextTokens: z.number(),
  vision: z.boolean(),
  visionFault: z.string().optional(),
  picturesMax: z.number(),
  guard: z.object({
    level: z.enum(['full', 'demonstration', 'none', 'off']),
    model: z.string().optional(),
    seesPictures: z.boolean(),
    health: health.optional(),
  }),
  tested: selfTest.optional(),
  lockedBy: z.string().optional(),
})
export type ServingForm = z.output<typeof serving>

const fit = z.object({ fits: z.boolean(), why: z.string() })
const licence = z.object({
  name: z.string(),
  url: z.string().optional(),
  notice: z.string().optional(),
  gate: z.string().optional(),
})
export type LicenceForm = z.output<typeof licence>

const model = z.object({
  name: z.string(),
  title: z.string(),
  source: z.enum(['bundled', 'hub', 'folder']),
  licence,
  bytes: z.number().optional(),
  seesPictures: z.boolean(),
  guard: guardLevel,
  contextTokens: z.number(),
  fit,
  installed: z.enum(['yes', 'no', 'partly']),
  receivedBytes: z.number().optional(),
  serves: z.boolean(),
  judges: z.boolean(),
  tested: selfTest.optional(),
})
export type ModelForm = z.output<typeof model>

const way = z.enum(['beside', 'messages-wait'])
const about = { model: z.string(), by: z.string(), sinceMs: z.number() }
const switching = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('checking'), ...about }),
  z.object({
    state: z.enum(['waiting', 'loading', 'testing', 'swapping']),
    ...about,
    way,
    canCancel: z.boolean(),
  }),
  z.object({ state: z.literal('done'), model: z.string(), atMs: z.number(), tookMs: z.number() }),
  z.object({
    state: z.enum(['failed', 'cancelled']),
    model: z.string(),
    atMs: z.number(),
    why: z.string(),
    serves: z.string(),
  }),
])
export type SwitchForm = z.output<typeof switching>

const progress = { model: z.string(), receivedBytes: z.number(), totalBytes: z.number() }
const installing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('running'),
    ...progress,
    file: z.string(),
    bytesPerSecond: z.number(),
    leftSeconds: z.number().optional(),
  }),
  z.object({ state: z.literal('paused'), ...progress }),
  z.object({ state: z.literal('failed'), ...progress, why: z.string() }),
  z.object({ state: z.literal('done'), model: z.string(), atMs: z.number() }),
])
export type InstallForm = z.output<typeof installing>

/** GET /api/models */
export const modelsForm = z.object({ serving, switching, installing, models: z.array(model) })
export type ModelsForm = z.output<typeof modelsForm>

/** GET /api/models/:model/switch */
export const switchPlanForm = z.object({ model: z.string(), way, why: z.string(), waitSecondsAbout: z.number(), fit })
export type SwitchPlanForm = z.output<typeof switchPlanForm>

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
