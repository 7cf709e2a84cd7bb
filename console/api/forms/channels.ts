import { z } from 'zod'
import { GROUP_MODES } from '#core/contract/access.ts'
import { OPERATOR_ID, PLATFORMS } from '#core/contract/ids.ts'
import { CHANNEL_NAMES, STEP_KINDS } from '../../channel-parts.ts'
import { pageOf, pageQuery } from './page.ts'
import { sentences } from './sentence.ts'

export const channelParams = z.strictObject({ channel: z.enum(CHANNEL_NAMES) })

const at = z.object({ atMs: z.number(), ms: z.number() })

/** What everybody with an account may know of a channel: nobody is named. */
const channelState = z.object({
  name: z.enum(PLATFORMS),
  /** Page and terminal are always there: nothing is set up. */
  isAlwaysThere: z.boolean(),
  /** `off`: its settings are not set. `faulty`: they are, and it could not be opened. */
  state: z.enum(['off', 'starting', 'ready', 'failed', 'faulty']),
  /** In the service's own words. Absent where it is off. */
  detail: z.string().optional(),
  sentences,
  lastInAtMs: z.number().optional(),
  lastOutAtMs: z.number().optional(),
  roundTrip: at.optional(),
  /** Since it was opened. */
  reconnects: z.number().optional(),
  newestFailure: z.object({ atMs: z.number(), detail: z.string(), sentences }).optional(),
})
export type ChannelState = z.output<typeof channelState>

/** GET /api/channels */
export const channelsForm = z.object({ channels: z.array(channelState) })
export type ChannelsForm = z.output<typeof channelsForm>

const settingForm = z.union([
  z.object({ type: z.enum(['text', 'switch', 'list', 'secret']) }),
  z.object({ type: z.literal('number'), min: z.number(), max: z.number(), or: z.string().optional() }),
  z.object({ type: z.literal('choice'), of: z.array(z.string()) }),
])

const settingState = z.object({
  key: z.string(),
  form: settingForm,
  source: z.enum(['default', 'file', 'console', 'environment']),
  lockedBy: z.string().optional(),
  /** Never of a secret. */
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  /** Of a secret. */
  isSet: z.boolean().optional(),
  revision: z.number(),
  waitsForStart: z.literal(true).optional(),
  fault: z.object({ message: z.string(), sentences }).optional(),
})
export type ChannelSetting = z.output<typeof settingState>

const step = z.object({
  id: z.string(),
  kind: z.enum(STEP_KINDS),
  setting: z.string().optional(),
  link: z.string().optional(),
  isOptional: z.boolean().optional(),
})
export type ChannelStep = z.output<typeof step>

const linkState = z.enum(['connecting', 'qr', 'pairing', 'ready', 'degraded', 'logged-out', 'off'])

/** GET /api/channels/:channel */
export const channelForm = channelState.extend({
  account: z.string().optional(),
  /** Of one that is linked to a phone. `off`: nothing can be linked, for which `detail` has the reason. */
  linkState: linkState.optional(),
  docs: z.string(),
  /** The setting that has it on or off. */
  switch: z.string(),
  /** It is set up, and was switched off. */
  isSwitchedOff: z.literal(true).optional(),
  steps: z.array(step),
  settings: z.array(settingState),
  /** Where the platform sends what people write; absent: it is asked by the service, or the public address is not set. */
  webhookUrl: z.string().optional(),
  /** When the newest of each kind came there, since it was opened. */
  webhook: z
    .object({
      verifiedAtMs: z.number().optional(),
      wrongTokenAtMs: z.number().optional(),
      forgedAtMs: z.number().optional(),
      takenAtMs: z.number().optional(),
    })
    .optional(),
  /** Somebody has written to it, now or before. */
  hasMessages: z.boolean(),
  /** Replies that wait to be sent. */
  repliesWaiting: z.number(),
})
export type ChannelForm = z.output<typeof channelForm>

const VALUE_CHARACTERS_MAX = 4_096
const VALUES_MAX = 20
const value = z.union([z.string().trim().min(1).max(VALUE_CHARACTERS_MAX), z.number(), z.boolean()])
const key = z.string().regex(/^[A-Za-z]{1,40}\.[A-Za-z]{1,40}$/)

/** POST /api/channels/:channel/check: what is not saved yet. */
export const checkBody = z.strictObject({ values: z.array(z.strictObject({ key, value })).max(VALUES_MAX) })

export const checkForm = z.object({
  ok: z.boolean(),
  account: z.string().optional(),
  name: z.string().optional(),
  lines: z.array(z.object({ result: z.enum(['ok', 'warn', 'fail']), text: z.string(), sentences })),
  installLink: z.string().optional(),
  roundTripMs: z.number().optional(),
})
export type CheckForm = z.output<typeof checkForm>

/** PUT /api/channels/:channel. `revision`: of the setting that the operator saw. */
export const channelBody = z.strictObject({
  changes: z
    .array(z.strictObject({ key, value: value.nullable(), revision: z.int().min(0) }))
    .min(1)
    .max(VALUES_MAX),
})

/** What WhatsApp Web is linked to, with the codes for whoever links. */
export const linkForm = z.object({
  state: linkState,
  detail: z.string(),
  sentences,
  /** As the path of an SVG, whose unit is one module. */
  qr: z.object({ size: z.number(), path: z.string() }).optional(),
  /** In two groups of four. */
  pairingCode: z.string().optional(),
  phoneNumber: z.string().optional(),
})
export type LinkForm = z.output<typeof linkForm>

/** POST /api/whatsapp/link */
export const linkBody = z.strictObject({
  /** That whoever asks has read the warning. */
  acknowledged: z.literal(true),
  /** With its country code, digits alone: a pairing code is then shown in place of a QR code. */
  phoneNumber: z
    .string()
    .regex(/^[1-9]\d{6,14}$/)
    .optional(),
})

const groupMode = z.enum(GROUP_MODES)
/** Null: as the settings say. */
const chosenMode = groupMode.nullable()

/** GET /api/groups: the newest first. */
export const groupsQuery = pageQuery
const groupRow = z.object({ group: z.string(), title: z.string(), platform: z.string(), mode: chosenMode })
export type GroupRow = z.output<typeof groupRow>
export const groupsPage = pageOf(groupRow)

/** PUT /api/groups/mode. `seen`: what the operator saw. */
export const groupBody = z.strictObject({
  group: z.string().max(256).regex(OPERATOR_ID),
  mode: chosenMode,
  seen: chosenMode,
})
export const groupForm = z.object({ mode: chosenMode })
export type GroupForm = z.output<typeof groupForm>

/** GET /api/groups/default: the mode of groups for which none was chosen. */
export const groupDefaultForm = settingState.extend({ modes: z.array(groupMode) })
export type GroupDefaultForm = z.output<typeof groupDefaultForm>
/** PUT /api/groups/default */
export const groupDefaultBody = z.strictObject({ mode: groupMode, revision: z.int().min(0) })

const milliseconds = z.number().optional()
const capabilities = z.object({
  streaming: z.enum(['edit', 'none']),
  editIntervalMs: z.number(),
  editWindowMs: milliseconds,
  textMax: z.object({ length: z.number(), unit: z.enum(['utf16', 'characters', 'bytes']) }),
  typingLifetimeMs: milliseconds,
  repeatedSend: z.enum(['key', 'unknowable']),
  keyTrustedMs: milliseconds,
  reconciledBy: z.enum(['read-back', 'status', 'none']),
  marksFinal: z.boolean(),
  replyTo: z.boolean(),
  reactions: z.boolean(),
  threads: z.boolean(),
  albumIn: z.enum(['parts', 'unmarked', 'message', 'none']),
  edits: z.boolean(),
  deletions: z.boolean(),
  buttons: z.enum(['below', 'quick', 'none']),
  receipts: z.enum(['sent', 'delivered', 'read']),
  catchUp: z.enum(['platform', 'read-back', 'none']),
  replyWindowMs: milliseconds,
  markup: z.enum(['entities', 'discord', 'whatsapp', 'page', 'none']),
  sendRate: z.object({ count: z.number(), perMs: z.number() }).optional(),
  files: z.enum(['send', 'link', 'none']),
  fileBytesMax: z.number(),
})
export type CapabilitiesForm = z.output<typeof capabilities>

/** GET /api/channels/capabilities */
export const allCapabilitiesForm = z.object({
  channels: z.array(z.object({ channel: z.enum(PLATFORMS), dm: capabilities, group: capabilities.optional() })),
})
export type AllCapabilitiesForm = z.output<typeof allCapabilitiesForm>
