import { z } from 'zod'
import { pageOf, pageQuery } from './page.ts'

/** How a turn ended; `human`: an operator answered. `running`: it has not. */
export const OUTCOMES = [
  ...(['answered', 'blocked', 'apologised', 'commanded', 'noticed', 'limited', 'ignored'] as const),
  'human',
  'running',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export const KINDS = ['private', 'group'] as const

/** `telegram:123:987`, also with a thread: `telegram:123:-1005/42`. */
const conversationIdForm = z.string().regex(/^[a-z-]{1,32}:\P{Cc}{1,400}$/u)
export const conversationParams = z.strictObject({ id: conversationIdForm })

/** Postgres takes no NUL. */
const line = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u)
const timeMs = z.coerce.number().int().min(0).max(8_640_000_000_000_000)

/** GET /api/conversations. With `outcome` or `text` its rows are single turns, otherwise conversations. */
export const conversationsQuery = pageQuery.extend({
  /** `telegram`, or one bot of it: `telegram:123`. */
  channel: z
    .string()
    .regex(/^[a-z-]{1,32}(?::\P{Cc}{1,128})?$/u)
    .optional(),
  /** A person's id, or a part of a name. */
  person: line.min(1).max(128).optional(),
  kind: z.enum(KINDS).optional(),
  outcome: z.enum(OUTCOMES).exclude(['running']).optional(),
  /** Those in which a person answers now. */
  takenOver: z.literal('yes').optional(),
  sinceMs: timeMs.optional(),
  untilMs: timeMs.optional(),
  /** Part of what somebody wrote, or was answered. */
  text: line.min(2).max(200).optional(),
})
export type ConversationsQuery = z.output<typeof conversationsQuery>

const personName = z.object({ id: z.string(), name: z.string() })

const about = {
  id: z.string(),
  platform: z.string(),
  account: z.string(),
  kind: z.enum(KINDS),
  /** Of a group; people may have renamed it since. */
  title: z.string().optional(),
}

export const conversationRow = z.object({
  ...about,
  atMs: z.number(),
  /** A person answers there now. */
  isTakenOver: z.boolean(),
  /** The newest turn, or the one that was found. Absent: it is past its retention. */
  turn: z
    .object({
      number: z.number(),
      person: personName,
      outcome: z.enum(OUTCOMES),
      /** The beginning of what was asked, or the place that was found. */
      excerpt: z.string(),
      /** Until the first words of the answer, and until the end. */
      firstWordsMs: z.number().optional(),
      tookMs: z.number().optional(),
    })
    .optional(),
})
export type ConversationRow = z.output<typeof conversationRow>

export const conversationsPage = pageOf(conversationRow).extend({
  /** Of a search that goes on: turns before this have not been looked at. */
  searchedToMs: z.number().optional(),
})
export type ConversationsPage = z.output<typeof conversationsPage>

/** GET /api/conversations/:id */
export const conversationForm = z.object({
  ...about,
  threadId: z.string().optional(),
  /** Of a group. Absent: as the settings say. */
  groupMode: z.string().optional(),
  createdAtMs: z.number(),
  lastTurnAtMs: z.number().optional(),
  /** Who wrote, the newest first, and how many turns of theirs are kept. */
  people: z.array(personName.extend({ turns: z.number() })),
  /** There are more of them. */
  hasMorePeople: z.boolean(),
})
export type ConversationForm = z.output<typeof conversationForm>

/** Of one page of turns: each holds much. */
export const TURNS_MAX = 50

/** GET /api/conversations/:id/turns: the newest first. `after`: a turn's number; those before it are read. */
export const turnsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  rows: z.coerce.number().int().min(1).max(TURNS_MAX).default(15),
})

const step = z.object({ name: z.string(), fromMs: z.number(), tookMs: z.number() })
export const stepsForm = z.object({ firstWordsMs: z.number().optional(), steps: z.array(step) })

const verdictForm = z.object({
  direction: z.enum(['in', 'out']),
  guard: z.string(),
  model: z.string(),
  policyVersion: z.string(),
  outcome: z.enum(['pass', 'block']),
  hazards: z.array(z.string()),
  /** Of "unsafe"; absent where a guard has none. */
  probability: z.number().optional(),
  tookMs: z.number(),
})

const memoryForm = z.object({
  ref: z.string(),
  /** Absent: forgotten since. */
  text: z.string().optional(),
  /** `item`: a remembered sentence. `passage`: what the person once typed. */
  kind: z.enum(['item', 'passage']),
  saidAtMs: z.number().optional(),
})

const pictureForm = z.object({
  isQuoted: z.boolean(),
  /** Absent: it is not kept, or no longer. */
  kept: z.object({ width: z.number(), height: z.number() }).optional(),
})

/** What the platform sent for this turn. */
const messageForm = z.object({
  kind: z.string(),
  atMs: z.number(),
  outcome: z.string().optional(),
  /** Why, as the outcome has it. */
  detail: z.string().optional(),
  forwardedFrom: z.string().optional(),
  /** Of an edit: what it says now. */
  text: z.string().optional(),
  /** Only its key is kept. */
  isBlanked: z.boolean(),
})

const sendForm = z.object({
  state: z.enum(['sending', 'sent']),
  /** Sent with the label that it may be a repetition. */
  isLabelled: z.boolean(),
  atMs: z.number().optional(),
  /** What the platform said of it later. */
  platformState: z.string().optional(),
  fault: z.string().optional(),
})

const replyForm = z.object({
  kind: z.string(),
  state: z.enum(['live', 'ready', 'sent', 'failed']),
  text: z.string(),
  /** Sent into the person's private chat. */
  isElsewhere: z.boolean(),
  attempts: z.number(),
  fault: z.string().optional(),
  createdAtMs: z.number(),
  sentAtMs: z.number().optional(),
  sends: z.array(sendForm),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), isSent: z.boolean() })),
})

const askedForm = z.object({
  /** Of a command; its argument is `text`. */
  command: z.string().optional(),
  text: z.string(),
  quote: z.object({ fromBot: z.boolean(), text: z.string() }).optional(),
  pictures: z.array(pictureForm),
  /** Kinds that the bot cannot use. */
  others: z.array(z.string()),
})

export const turnForm = z.object({
  id: z.string(),
  number: z.number(),
  person: personName,
  outcome: z.enum(OUTCOMES),
  /** The reason of an apology or a notice, the rule that ignored it. */
  detail: z.string().optional(),
  hazards: z.array(z.string()),
  asked: askedForm,
  /** What a later prompt knows; the reply has what was sent. */
  answer: z.string().optional(),
  startedAtMs: z.number(),
  finishedAtMs: z.number().optional(),
  attempts: z.number(),
  /** A `/reset`: what was said before is no longer known. */
  opensWindow: z.boolean(),
  isOutOfHistory: z.boolean(),
  tokens: z.object({ prompt: z.number(), answer: z.number() }).optional(),
  /** Absent: of a time when this was not kept. */
  steps: stepsForm.optional(),
  verdicts: z.array(verdictForm),
  memories: z.array(memoryForm),
  messages: z.array(messageForm),
  replies: z.array(replyForm),
  /** That something harmful was let through, as somebody found. */
  label: z.object({ revision: z.string() }).optional(),
  feedback: z.array(z.object({ value: z.enum(['good', 'bad']), person: personName })),
})
export type TurnForm = z.output<typeof turnForm>
export type StepsForm = z.output<typeof stepsForm>

export const turnsPage = pageOf(turnForm)
export type TurnsPage = z.output<typeof turnsPage>

/** GET /api/conversations/:id/pictures/:turn/:n: the nth picture of a turn, from 0. */
export const pictureParams = conversationParams.extend({
  turn: z.string().regex(/^[\w-]{1,64}$/),
  n: z.coerce.number().int().min(0).max(99),
})
