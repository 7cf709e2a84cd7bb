import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { SETTINGS_OF } from '#engine/driver/setting-names.ts'
import { isAddressList } from '#http/network.ts'
import { didYouMean } from '#machine/nearest.ts'
import { NOT_BUILT_YET, OTHER_NAMES, SETTINGS } from '#setup/names.mjs'
import { cacheFolder } from '#setup/cache-folder.mjs'
import { GROUP_MODES } from '#core/contract/access.ts'
import { ConfigError } from './config-error.ts'

/** What `chasqui.yaml` may hold; every key is also named in docs/configuration.md. Times and sizes carry their unit. */
const schema = z.strictObject({
  server: section({
    host: z.string().min(1).default('127.0.0.1'),
    port: port().default(3000),
    /** Under which people reach the page and platforms reach webhooks. */
    publicUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Addresses of proxies in front of the page, which are believed where a visitor comes from. */
    trustProxy: z.string().refine(isAddressList, 'expected addresses such as 127.0.0.1, 10.0.0.0/8').optional(),
  }),
  /** The admin listener. */
  console: section({
    host: z.string().min(1).default('127.0.0.1'),
    port: port().default(3001),
    /** Under which operators open it; a path in it is a prefix. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** On a Postgres of the operator: the same database, for a role that reads. */
    databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    trustProxy: z.string().refine(isAddressList, 'expected addresses such as 127.0.0.1, 10.0.0.0/8').optional(),
  }),
  access: section({
    mode: z.enum(['open', 'pairing', 'allow-list']).default('open'),
    /** Identity ids, as the log shows them: `telegram:123456:987`. */
    allow: z.array(z.string().regex(/^[a-z-]+:.+:.+$/, 'an identity id looks like telegram:123456:987')).default([]),
    /** Of groups for which nobody has chosen another one. */
    groupMode: z.enum(GROUP_MODES).default('replies'),
  }),
  engine: section({
    model: z.string().min(1).default('tiny-scout'),
    llamaServer: z.string().min(1).optional(),
    url: httpUrl().optional(),
    remoteModel: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    /** Of prompt and answer together; default: what the host says, or the model's card. */
    contextTokens: count(512, 10_000_000).optional(),
    promptTokensMax: count(256, 8_000).default(4_000),
    answerTokensMax: count(16, 4_096).default(512),
    requestsMax: hostRequestsMax(),
  }),
  guard: section({
    mode: z.enum(['model', 'off']).default('model'),
    /** `off` is only taken together with this. */
    acknowledgeUnguarded: z.boolean().default(false),
    url: httpUrl().optional(),
    remoteModel: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    /** Of the first token "unsafe"; default: what the guard model's card says. */
    threshold: z.number().gt(0).lt(1).optional(),
    requestsMax: hostRequestsMax(),
  }),
  memory: section({
    enabled: z.boolean().default(true),
    /** Facts and profile that one person may have; the oldest learnt ones are then dropped. */
    itemsMax: count(10, 10_000).default(500),
    /** Turns that are learnt from, of one person in one day (UTC). */
    learntTurnsPerDay: count(0, 100_000).default(200),
    /** Of what was learnt or told; a profile stays until it is superseded or forgotten. */
    factsDays: count(1, 36_500).default(730),
    passagesDays: count(1, 36_500).default(365),
    /** `off`: recall by words alone. `english`: a small model in a worker. `model`: `embedModel` in llama-server. */
    embedder: z.enum(['off', 'english', 'model', 'host']).default('off'),
    embedModel: z.string().min(1).optional(),
    url: httpUrl().optional(),
    remoteModel: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    requestsMax: hostRequestsMax(),
  }),
  limits: section({
    person: section({ burst: count(0, 100_000).default(30), perMinute: count(0, 100_000).default(20) }),
    conversation: section({ burst: count(0, 100_000).default(60), perMinute: count(0, 100_000).default(40) }),
    /** Below it nothing new is taken; 0 lifts it. */
    diskFreeBytesMin: count(0, 2 ** 50).default(2 ** 30),
  }),
  retention: section({ turnsDays: count(1, 36_500).default(365), limitedDays: count(1, 36_500).default(1) }),
  messages: section({
    /** Messages that arrive later than this are not answered: nobody waits for it any more. */
    answerHours: count(1, 8_760).default(24),
  }),
  albums: section({
    /** Pictures of one sender that come within it are one album, where a platform does not mark them as one. */
    waitMs: count(0, 10_000).default(500),
  }),
  delivery: section({
    /** `off` sends as fast as the platforms take it: for measurements. */
    pacing: z.enum(['on', 'off']).default('on'),
  }),
  media: section({ keepDays: count(1, 3_650).default(30), picturesMax: count(1, 8).default(5) }),
  database: section({ url: z.url({ protocol: /^postgres(ql)?$/ }).optional() }),
  redis: section({ url: z.url({ protocol: /^rediss?$/ }).optional() }),
  telegram: section({
    token: z
      .string()
      .regex(/^\d+:[\w-]+$/, 'a bot token looks like 123456:ABC…, from @BotFather')
      .optional(),
    apiRoot: httpUrl().default('https://api.telegram.org'),
    webhookSecret: z
      .string()
      .regex(/^[\w-]{16,256}$/, '16 to 256 letters, digits, _ or -')
      .optional(),
  }),
  discord: section({
    token: secret().optional(),
    apiRoot: httpUrl().default('https://discord.com/api'),
    /** `auto`: as many gateway connections as Discord advises, all in this process. */
    shards: z.union([z.literal('auto'), count(1, 1_000)]).default(1),
  }),
  meta: section({
    /** Signs every webhook. */
    appSecret: secret().optional(),
    /** What Meta repeats when the webhook is set up. */
    verifyToken: secret().optional(),
    graphRoot: httpUrl().default('https://graph.facebook.com'),
    version: z
      .string()
      .regex(/^v\d+\.\d+$/, 'a version looks like v25.0')
      .default('v25.0'),
  }),
  messenger: section({ pageToken: secret().optional() }),
  instagram: section({ token: secret().optional() }),
  whatsappCloud: section({
    token: secret().optional(),
    phoneId: z.string().regex(/^\d+$/, 'the id of a phone number is a number, not the phone number itself').optional(),
    /** Meta forbids general-purpose assistants here in most countries: docs/channels/whatsapp-cloud.md. */
    acknowledgeTerms: z.boolean().default(false),
  }),
  /** WhatsApp from a linked phone. */
  whatsapp: section({
    enabled: z.boolean().default(false),
    /** A browser that is used instead of the one that set-up found. */
    chromium: z.string().min(1).optional(),
    /** For a double on this computer instead of web.whatsapp.com. */
    webRoot: httpUrl().optional(),
    access: z.enum(['open', 'pairing', 'allow-list']).default('pairing'),
    /** How long nothing is answered in a chat in which the phone's owner wrote. */
    ownerQuietMinutes: count(0, 10_080).default(30),
    /** At this hour of the computer's time the browser is started anew every day, because it grows; `off`: never. */
    restartHour: z.union([z.literal('off'), count(0, 23)]).default(4),
    /** Messages in any one minute, over all chats: many at once look like bulk messages, for which accounts are banned. */
    sendsPerMinute: count(1, 600).default(20),
    /** Of Chromium. `auto`: without it only where Chromium runs as root. */
    sandbox: z.enum(['auto', 'off']).default('auto'),
  }),
})

const EARLY_NAMES = Object.values(NOT_BUILT_YET).flat()

type File = z.output<typeof schema>
type Frozen<T> = { readonly [Key in keyof T]: T[Key] extends object ? Frozen<T[Key]> : T[Key] }

export type Config = Frozen<File> & {
  readonly dataFolder: string
  readonly cacheFolder: string
  /** The files that secrets were read from, by setting: `messenger.pageToken`. */
  readonly secretFiles: Readonly<Record<string, string>>
  /** Environment names that are accepted although their part is not built yet. */
  readonly ignoredNames: readonly string[]
}

/** Every default, then the file, then the environment; one frozen object. */
export async function readConfig(from: { env: NodeJS.ProcessEnv; file?: string | undefined }): Promise<Config> {
  const { env } = from
  refuseUnknownNames(env)
  const dataFolder = path.resolve(env.CHASQUI_DATA || './data')
  const fromFile = await readConfigFile(from.file ?? path.join(dataFolder, 'chasqui.yaml'), from.file !== undefined)
  const { values, sources, secretFiles } = await fromEnvironment(env)
  const parsed = schema.safeParse(merged(fromFile, values))
  if (!parsed.success) throw new ConfigError(explained(parsed.error, sources))
  const ignoredNames = EARLY_NAMES.filter((name) => env[name])
  const config = { ...parsed.data, dataFolder, cacheFolder: cacheFolder(env), secretFiles, ignoredNames }
  refuseUnsafe(config)
  return deepFrozen(config)
}

function refuseUnsafe(config: Config): void {
  const { guard, engine, memory, telegram, server, database } = config
  refuseNeedlessNames(config)
  if (guard.mode === 'off' && !guard.acknowledgeUnguarded) {
    throw new ConfigError(
      'CHASQUI_GUARD=off lets every message and answer through unjudged. Where that is wanted, also write\n' +
        'guard:\n  acknowledgeUnguarded: true\ninto chasqui.yaml.',
    )
  }
  const hosts = [
    ['chat', engine, 'model'],
    ['guard', guard, 'guard model'],
    ['embed', memory, 'model for embeddings'],
  ] as const
  for (const [role, host, kind] of hosts) {
    if (host.url === undefined || host.remoteModel !== undefined) continue
    const { url, model } = SETTINGS_OF[role]
    throw new ConfigError(`${url} is set: also set ${model} to the name of a ${kind} that this host serves.`)
  }
  refuseHalfEmbedder(memory)
  if (config.console.databaseUrl !== undefined && database.url === undefined) {
    throw new ConfigError(
      'CHASQUI_CONSOLE_DATABASE_URL is set: also set DATABASE_URL, to the same database. With the Postgres of its own the ' +
        'service makes a role for the console by itself.',
    )
  }
  if (telegram.webhookSecret !== undefined && server.publicUrl === undefined) {
    throw new ConfigError(
      'TELEGRAM_WEBHOOK_SECRET is set: also set CHASQUI_PUBLIC_URL to the https address under which Telegram reaches ' +
        'this service.',
    )
  }
}

function refuseNeedlessNames({ access, whatsapp }: Config): void {
  const isOfWhatsApp = (id: string) => id.startsWith('whatsapp:')
  const places = [
    { setting: 'access.mode', also: ' (CHASQUI_ACCESS)', mode: access.mode, isHere: (id: string) => !isOfWhatsApp(id) },
    { setting: 'whatsapp.access', also: '', mode: whatsapp.access, isHere: isOfWhatsApp },
  ]
  for (const { setting, also, mode, isHere } of places) {
    if (mode !== 'open' || !access.allow.some(isHere)) continue
    throw new ConfigError(
      `access.allow names who may write, but ${setting} is open to everybody. Set ${setting}${also} to allow-list, or ` +
        'take the names out.',
    )
  }
}

function refuseHalfEmbedder({ embedder, embedModel, url }: Config['memory']): void {
  if (embedder === 'model' && embedModel === undefined) {
    throw new ConfigError(
      'CHASQUI_EMBEDDER=model needs CHASQUI_EMBED_MODEL: the name of an embedding model that npm run models lists, or a ' +
        'folder with one.',
    )
  }
  if (embedder === 'host' && url === undefined) {
    throw new ConfigError(
      `CHASQUI_EMBEDDER=host needs ${SETTINGS_OF.embed.url}: the address of a host that answers /v1/embeddings.`,
    )
  }
  if (embedder !== 'model' && embedModel !== undefined) {
    throw new ConfigError('CHASQUI_EMBED_MODEL is set: also set CHASQUI_EMBEDDER=model, or take it out.')
  }
  if (embedder !== 'host' && url !== undefined) {
    throw new ConfigError(`${SETTINGS_OF.embed.url} is set: also set CHASQUI_EMBEDDER=host, or take it out.`)
  }
}

async function readConfigFile(file: string, mustExist: boolean): Promise<object> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // A file in place of the data folder is reported when the data folder is opened.
    if (!mustExist && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return ''
    const fault = `The config file ${file} cannot be read (${cause.code}).`
    throw new ConfigError(`${fault} Give --config the path of a readable file.`)
  })
  try {
    const value: unknown = parse(text) ?? {}
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (cause) {
    // After its first line the message quotes the file, which may hold a secret.
    const [where = ''] = cause instanceof Error ? cause.message.split('\n') : []
    throw new ConfigError(`${file} is not YAML: ${where.replace(/:$/, '.')}`)
  }
  throw new ConfigError(`${file} should hold settings such as\nserver:\n  port: 3000`)
}

/** The names that are set, put where the file would have them; `NAME_FILE` names a file that holds a secret. */
async function fromEnvironment(env: NodeJS.ProcessEnv) {
  const values: Record<string, unknown> = {}
  const sources = new Map<string, string>()
  const secretFiles: Record<string, string> = {}
  for (const { name, key, type } of SETTINGS) {
    if (env[name] === '' && NEVER_EMPTY.includes(name)) {
      throw new ConfigError(`${name} is set and empty. Give it a value, or take it out of the environment.`)
    }
    const text = env[name] || (await secretFile(env, name))
    if (!text) continue
    const [group = '', field = ''] = key.split('.')
    const value = valueOf(type, text)
    values[group] = { ...(values[group] as object), [field]: value }
    sources.set(key, name)
    const file = env[`${name}_FILE`]
    if (!env[name] && file) secretFiles[key] = file
  }
  return { values, sources, secretFiles }
}

/** Empty means not set, but not for these: somebody who set them would have less protection than they think. */
const NEVER_EMPTY = ['CHASQUI_ACCESS', 'TELEGRAM_WEBHOOK_SECRET']

/** Anything else stays a text, which the schema then refuses by its name. */
function valueOf(type: (typeof SETTINGS)[number]['type'], text: string): unknown {
  if (type === 'number' && /^\d+$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true'
  return text
}

async function secretFile(env: NodeJS.ProcessEnv, name: string): Promise<string | undefined> {
  const file = env[`${name}_FILE`]
  if (!file) return undefined
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(`${name}_FILE names ${file}, which cannot be read (${cause.code}).`)
  })
  if (text.trim() === '') throw new ConfigError(`${name}_FILE names ${file}, which is empty.`)
  return text.trim()
}

function refuseUnknownNames(env: NodeJS.ProcessEnv): void {
  const known = [...SETTINGS.map(({ name }) => name), ...OTHER_NAMES, ...EARLY_NAMES]
  const isKnown = (name: string) => known.includes(name.replace(/_FILE$/, ''))
  const unknown = Object.keys(env).find((name) => name.startsWith('CHASQUI_') && !isKnown(name))
  if (unknown === undefined) return
  throw new ConfigError(`The environment has ${unknown}, which is no setting.${didYouMean(unknown, known)}`)
}

function explained(error: z.ZodError, sources: ReadonlyMap<string, string>): string {
  return error.issues
    .map((issue) => {
      const key = issue.path.join('.')
      const where = sources.get(key) ?? `${key} in chasqui.yaml`
      if (issue.code === 'invalid_type' && issue.expected === 'boolean') return `${where}: expected true or false.`
      if (issue.code !== 'unrecognized_keys') return `${where}: ${issue.message}.`
      return issue.keys.map((wrong) => unknownKey(wrong, issue.path.map(String))).join('\n')
    })
    .join('\n')
}

function unknownKey(wrong: string, at: string[]): string {
  const before = at.map((key) => `${key}.`).join('')
  const suggestion = didYouMean(wrong, keysAt(at), before)
  return `chasqui.yaml has ${before}${wrong}, which is no setting.${suggestion}`
}

function keysAt(at: string[]): string[] {
  let value: unknown = schema.parse({})
  for (const key of at) value = (value as Record<string, unknown>)[key]
  const below = SETTINGS.filter(({ key }) => key.startsWith(`${at.join('.')}.`))
  const named = below.map(({ key }) => key.slice(key.lastIndexOf('.') + 1))
  return [...new Set([...Object.keys(value as object), ...named])]
}

function merged(file: object, environment: Record<string, unknown>): object {
  const all: Record<string, unknown> = { ...file }
  for (const [group, fields] of Object.entries(environment)) {
    all[group] = { ...(all[group] as object), ...(fields as object) }
  }
  return all
}

function deepFrozen<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === 'object' && inner !== null) deepFrozen(inner)
  }
  return Object.freeze(value)
}

/** An absent section is one with all its defaults. */
function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => value ?? {}, z.strictObject(shape))
}

function port() {
  return z.int('a port is a number from 0 to 65535').min(0).max(65_535)
}

function count(min: number, max: number) {
  return z.int().min(min, `expected ${min} to ${max}`).max(max, `expected ${min} to ${max}`)
}

/** Requests that a host is given at a time: the others wait with us, where they are scheduled fairly. */
function hostRequestsMax() {
  return count(1, 1_000).default(64)
}

function secret() {
  return z.string().min(8, 'expected at least 8 characters').regex(/^\S+$/, 'expected no blanks')
}

function httpUrl() {
  return z.url({ protocol: /^https?$/, error: 'expected an address such as http://host:8000/v1' })
}
