import { z } from 'zod'
import { GROUP_MODES } from '#core/contract/access.ts'
import { isAddressList } from '#http/network.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** What is wrong with a value, for every language; zod takes its text alone. */
const SENTENCES = new Map<string, Sentence>()
export const sentenceOf = (text: string): Sentence | undefined => SENTENCES.get(text)

function inWords(sentence: Sentence): string {
  SENTENCES.set(sentence.english, sentence)
  return sentence.english
}

/** What `chasqui.yaml` may hold; every key is also named in docs/configuration.md. Times and sizes carry their unit. */
export const schema = z.strictObject({
  server: section({
    host: name().default('127.0.0.1'),
    port: port().default(3000),
    /** Under which people reach the page and platforms reach webhooks. */
    publicUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Addresses of proxies in front of the page, which are believed where a visitor comes from. */
    trustProxy: addressList().optional(),
  }),
  /** The admin listener. */
  console: section({
    host: name().default('127.0.0.1'),
    port: port().default(3001),
    /** Under which operators open it; a path in it is a prefix. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** On a Postgres of the operator: the same database, for a role that reads. */
    databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    trustProxy: addressList().optional(),
  }),
  access: section({
    mode: z.enum(['open', 'pairing', 'allow-list']).default('open'),
    /** Identity ids, as the log shows them: `telegram:123456:987`. */
    allow: z.array(textLike(/^[a-z-]+:.+:.+$/, say('value.identity'))).default([]),
    /** Of groups for which nobody has chosen another one. */
    groupMode: z.enum(GROUP_MODES).default('replies'),
  }),
  engine: section({
    model: name().default('tiny-scout'),
    llamaServer: name().optional(),
    url: httpUrl().optional(),
    remoteModel: name().optional(),
    key: headerText(1).optional(),
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
    remoteModel: name().optional(),
    key: headerText(1).optional(),
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
    embedModel: name().optional(),
    url: httpUrl().optional(),
    remoteModel: name().optional(),
    key: headerText(1).optional(),
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
    enabled: switchedOn(),
    token: textLike(/^\d+:[\w-]+$/, say('value.bot-token')).optional(),
    apiRoot: httpUrl().default('https://api.telegram.org'),
    webhookSecret: textLike(/^[\w-]{16,256}$/, say('value.webhook-secret')).optional(),
  }),
  discord: section({
    enabled: switchedOn(),
    token: headerText(8).optional(),
    apiRoot: httpUrl().default('https://discord.com/api'),
    /** `auto`: as many gateway connections as Discord advises, all in this process. */
    shards: wordOrCount('auto', 1, 1_000).default(1),
  }),
  meta: section({
    /** Signs every webhook. */
    appSecret: secret().optional(),
    /** What Meta repeats when the webhook is set up. */
    verifyToken: secret().optional(),
    graphRoot: httpUrl().default('https://graph.facebook.com'),
    version: textLike(/^v\d+\.\d+$/, say('value.version')).default('v25.0'),
  }),
  messenger: section({ enabled: switchedOn(), pageToken: headerText(8).optional() }),
  instagram: section({ enabled: switchedOn(), token: headerText(8).optional() }),
  whatsappCloud: section({
    enabled: switchedOn(),
    token: headerText(8).optional(),
    phoneId: textLike(/^\d+$/, say('value.phone-id')).optional(),
    /** Meta forbids general-purpose assistants here in most countries: docs/channels/whatsapp-cloud.md. */
    acknowledgeTerms: z.boolean().default(false),
  }),
  /** WhatsApp from a linked phone. */
  whatsapp: section({
    enabled: z.boolean().default(false),
    /** A browser that is used instead of the one that set-up found. */
    chromium: name().optional(),
    /** For a double on this computer instead of web.whatsapp.com. */
    webRoot: httpUrl().optional(),
    access: z.enum(['open', 'pairing', 'allow-list']).default('pairing'),
    /** How long nothing is answered in a chat in which the phone's owner wrote. */
    ownerQuietMinutes: count(0, 10_080).default(30),
    /** At this hour of the computer's time the browser is started anew every day, because it grows; `off`: never. */
    restartHour: wordOrCount('off', 0, 23).default(4),
    /** Messages in any one minute, over all chats: many at once look like bulk messages, for which accounts are banned. */
    sendsPerMinute: count(1, 600).default(20),
    /** Of Chromium. `auto`: without it only where Chromium runs as root. */
    sandbox: z.enum(['auto', 'off']).default('auto'),
  }),
})

export type Frozen<T> = { readonly [Key in keyof T]: T[Key] extends object ? Frozen<T[Key]> : T[Key] }

/** Of every key a value, or its default. */
export type Settings = Frozen<z.output<typeof schema>>

/** An absent section is one with all its defaults. */
function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => value ?? {}, z.strictObject(shape))
}

/** Of a channel whose token is set: `false` leaves it off, and keeps the token. */
function switchedOn() {
  return z.boolean().default(true)
}

function addressList() {
  return z.string().refine(isAddressList, inWords(say('value.addresses')))
}

function textLike(pattern: RegExp, expected: Sentence) {
  return z.string().regex(pattern, inWords(expected))
}

function port() {
  return z
    .int(inWords(say('value.port')))
    .min(0)
    .max(65_535)
}

/** Any text; none is said by leaving the setting out. */
function name() {
  return z.string().min(1, inWords(say('value.name')))
}

function wordOrCount<Word extends string>(word: Word, min: number, max: number) {
  return z.union([z.literal(word), count(min, max)], inWords(say('value.between-or', { min, max, word })))
}

function count(min: number, max: number) {
  const expected = inWords(say('value.between', { min, max }))
  return z.int().min(min, expected).max(max, expected)
}

/** Requests that a host is given at a time: the others wait with us, where they are scheduled fairly. */
function hostRequestsMax() {
  return count(1, 1_000).default(64)
}

function secret() {
  return z
    .string()
    .min(8, inWords(say('value.length', { min: 8 })))
    .regex(/^\S+$/, inWords(say('value.no-blanks')))
}

/** A secret that is sent in a header, where nothing else can stand. */
function headerText(lengthMin: number) {
  return z
    .string()
    .min(lengthMin, inWords(say('value.length', { min: lengthMin })))
    .regex(/^[\x21-\x7e]*$/, inWords(say('value.latin')))
}

function httpUrl() {
  return z.url({ protocol: /^https?$/, error: inWords(say('value.address')) })
}
