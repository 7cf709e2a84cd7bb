import { z } from 'zod'
import { sentences } from './sentence.ts'

const key = z
  .string()
  .regex(/^[a-zA-Z]+(?:\.[a-zA-Z]+){1,3}$/, 'expected the name of a setting')
  .max(100)
/** Of a text; none of the settings is longer. */
const LENGTH_MAX = 4_096
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
const form = z.union([
  z.object({ type: z.enum(['text', 'switch', 'list', 'secret']) }),
  z.object({ type: z.literal('choice'), of: z.array(z.string()) }),
  z.object({ type: z.literal('number'), min: z.number(), max: z.number(), or: z.string().optional() }),
])

/** As `SettingState`. */
export const settingForm = z.object({
  key: z.string(),
  applies: z.enum(['now', 'next-start', 'elsewhere']),
  form,
  source: z.enum(['default', 'file', 'console', 'environment']),
  lockedBy: z.string().optional(),
  value: value.optional(),
  isSet: z.boolean().optional(),
  without: value.optional(),
  isInFile: z.literal(true).optional(),
  revision: z.number(),
  isOwn: z.literal(true).optional(),
  waitsForStart: z.literal(true).optional(),
  lessDeletes: z.literal(true).optional(),
  goesWith: z.array(z.string()).optional(),
  fault: z.object({ message: z.string(), sentences }).optional(),
})
export type SettingForm = z.output<typeof settingForm>

/** GET /api/settings */
export const settingsForm = z.object({ settings: z.array(settingForm) })
export type SettingsForm = z.output<typeof settingsForm>

/** PUT /api/settings, and with secrets among them PUT /api/settings/secrets: all or nothing. Null takes the console's own value away. */
export const settingsChangeForm = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        key,
        value: z.union([
          z.string().max(LENGTH_MAX),
          z.number(),
          z.boolean(),
          z.array(z.string().max(300)).max(1_000),
          z.null(),
        ]),
        /** The one that was seen. */
        revision: z
          .int()
          .min(0)
          .max(2 ** 31 - 2),
      }),
    )
    .min(1)
    .max(50),
})

export const settingsChangedForm = settingsForm.extend({ waitsForStart: z.boolean() })
export type SettingsChangedForm = z.output<typeof settingsChangedForm>

/** Of a conflict: what it is now, and which of the changed settings somebody else has changed. */
export type SettingsConflictForm = SettingsForm & { readonly keys: readonly string[] }

/** Of a refusal: why, for each setting. */
export const settingsRefusalForm = z.object({
  faults: z.array(z.object({ key: z.string(), message: z.string(), sentences })),
})
export type SettingsRefusalForm = z.output<typeof settingsRefusalForm>

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** GET /api/log: the newest lines first. */
export const logQuery = z.strictObject({
  /** And those above it. */
  level: z.enum(LOG_LEVELS).default('debug'),
  /** `core`, or one part of it: `core:turn`. */
  part: z
    .string()
    .regex(/^[\w:.-]{1,64}$/)
    .optional(),
  /** Anywhere in the line, in capitals or not. */
  text: z.string().max(200).optional(),
  rows: z.coerce.number().int().min(1).max(500).default(200),
})
export type LogQuery = z.output<typeof logQuery>

export const logForm = z.object({
  lines: z.array(
    z.object({
      number: z.number(),
      atMs: z.number(),
      level: z.string(),
      part: z.string(),
      message: z.string(),
      /** As JSON; empty where there are none. */
      fields: z.string(),
    }),
  ),
  /** Of the parts that have logged, for the filter. */
  parts: z.array(z.string()),
  /** There are more than were asked for. */
  isCut: z.boolean(),
})
export type LogForm = z.output<typeof logForm>

const licensed = z.object({ name: z.string(), version: z.string(), licence: z.string() })

/** GET /api/about */
export const aboutServiceForm = z.object({
  versions: z.array(z.object({ name: z.string(), version: z.string() })),
  model: z.object({
    name: z.string(),
    title: z.string(),
    licence: z.string().optional(),
    licenceUrl: z.string().optional(),
    /** Has to be shown wherever the model is used. */
    notice: z.string().optional(),
  }),
  /** The file NOTICE. */
  notice: z.string(),
  /** Of the packages that the service and the console's pages are made of. */
  packages: z.array(licensed),
})
export type AboutServiceForm = z.output<typeof aboutServiceForm>
