import { sql } from 'drizzle-orm'
import {
  bigint, boolean, customType, doublePrecision, index, integer, jsonb, pgTable, primaryKey, real, text, timestamp, unique,
} from 'drizzle-orm/pg-core'
import type { Receipt, ReplyKind } from '../contract/channel.ts'
import type { Chat, ChatEvent } from '../contract/message.ts'
import type { AccountId, ConversationId, EventId, IdentityId, PersonId, ReplyId, TurnId } from '../contract/ids.ts'
import type { Asked } from '../contract/asked.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const at = () => timestamp({ withTimezone: true, mode: 'date' })

/** Someone who writes; owns one or more identities. */
export const person = pgTable('person', {
  id: text().$type<PersonId>().primaryKey(),
  createdAt: at().notNull(),
})

/** A person on one platform, as one of our bots knows them. */
export const identity = pgTable('identity', {
  id: text().$type<IdentityId>().primaryKey(),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  displayName: text().notNull(),
  locale: text(),
  createdAt: at().notNull(),
}, (table) => [index().on(table.personId)])

/** A chat or thread; also the mailbox: its row lock orders events, its lease says who may answer. */
export const conversation = pgTable('conversation', {
  id: text().$type<ConversationId>().primaryKey(),
  account: text().$type<AccountId>().notNull(),
  chat: jsonb().$type<Chat>().notNull(),
  /** Number of the newest event. */
  lastSeq: bigint({ mode: 'number' }).notNull().default(0),
  lastTurnNumber: integer().notNull().default(0),
  leaseOwner: text(),
  leaseUntil: at(),
  /** Fencing token: grows with every claim; what an older claim writes is refused. */
  fence: bigint({ mode: 'number' }).notNull().default(0),
  /** The same for what is sent into it: who holds this lease delivers. */
  deliveryOwner: text(),
  deliveryUntil: at(),
  deliveryFence: bigint({ mode: 'number' }).notNull().default(0),
  /** Group messages that did not address the bot: counted, not stored. */
  unaddressedCount: bigint({ mode: 'number' }).notNull().default(0),
  createdAt: at().notNull(),
})

/**
 * What a platform sent, unchanged. State and outcome are ours. What is no longer needed is reduced to its key, by which
 * a repetition by the platform is recognised.
 */
export const event = pgTable('event', {
  id: text().$type<EventId>().primaryKey(),
  conversationId: text().$type<ConversationId>().notNull().references(() => conversation.id),
  seq: bigint({ mode: 'number' }).notNull(),
  account: text().$type<AccountId>().notNull(),
  chatId: text().notNull(),
  messageId: text().notNull(),
  kind: text().$type<ChatEvent['type']>().notNull(),
  revision: bigint({ mode: 'number' }).notNull(),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  /** Null where only the key is kept: ignored, covered by a limit notice at once, or its turn is past its retention. */
  body: jsonb().$type<ChatEvent>(),
  raw: bytes(),
  receivedAt: at().notNull(),
  state: text().$type<'pending' | 'taken' | 'done'>().notNull(),
  turnId: text().$type<TurnId>(),
  outcome: text().$type<EventOutcome>(),
  /** The rule that ignored it, or the limit period that covers it. */
  outcomeDetail: text(),
}, (table) => [
  unique('event_once').on(table.account, table.chatId, table.messageId, table.kind, table.revision),
  unique('event_order').on(table.conversationId, table.seq),
  index('event_pending').on(table.conversationId, table.seq).where(sql`state <> 'done'`),
  index('event_raw').on(table.receivedAt).where(sql`raw is not null`),
  index('event_of_no_turn').on(table.receivedAt).where(sql`state = 'done' and turn_id is null`),
  index().on(table.turnId),
  index().on(table.personId),
])

export type EventOutcome = 'reply' | 'block' | 'apology' | 'joined' | 'ignored' | 'limited'

/** What is answered as one. */
export const turn = pgTable('turn', {
  id: text().$type<TurnId>().primaryKey(),
  conversationId: text().$type<ConversationId>().notNull().references(() => conversation.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  number: integer().notNull(),
  replyId: text().$type<ReplyId>().notNull(),
  asked: jsonb().$type<Asked>().notNull(),
  state: text().$type<TurnState>().notNull(),
  /** Claims that ran it; a turn that crashed its worker again and again gets an apology. */
  attempts: integer().notNull(),
  /** A `/reset` of this person: what they said here before is no longer part of their history. */
  opensWindow: boolean().notNull().default(false),
  answer: text(),
  hazards: jsonb().$type<string[]>(),
  promptTokens: integer(),
  answerTokens: integer(),
  startedAt: at().notNull(),
  finishedAt: at(),
}, (table) => [
  unique('turn_order').on(table.conversationId, table.number),
  index('turn_running').on(table.conversationId).where(sql`state = 'running'`),
  index('turn_of_person').on(table.personId, table.conversationId, table.number),
  index('turn_finished').on(table.finishedAt).where(sql`finished_at is not null`),
  index('turn_refused').on(table.finishedAt).where(sql`state in ('limited', 'ignored')`),
])

export type TurnState =
  | 'running'
  | 'answered'
  | 'blocked'
  | 'apologised'
  | 'commanded'
  | 'noticed'
  | 'limited'
  | 'ignored'

/** One reply: written before anything of it is sent, kept with the platform's receipts. */
export const outbox = pgTable('outbox', {
  id: text().$type<ReplyId>().primaryKey(),
  turnId: text().$type<TurnId>().notNull().references(() => turn.id),
  conversationId: text().$type<ConversationId>().notNull().references(() => conversation.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  /** Replies of a conversation are delivered in this order: its turn's number. */
  turnNumber: integer().notNull(),
  kind: text().$type<ReplyKind>().notNull(),
  /** The platform's id of the message this answers, in groups. */
  replyTo: text(),
  /** Final text; empty while `live`. */
  text: text().notNull().default(''),
  /** `live`: growing, the turn runs. `ready`: to be delivered. `sent`: receipts for all of it. `failed`: given up. */
  state: text().$type<'live' | 'ready' | 'sent' | 'failed'>().notNull(),
  sends: jsonb().$type<Send[]>().notNull().default([]),
  attempts: integer().notNull().default(0),
  nextAttemptAt: at(),
  fault: text(),
  createdAt: at().notNull(),
  sentAt: at(),
}, (table) => [
  index('outbox_open').on(table.conversationId, table.turnNumber).where(sql`state in ('live', 'ready')`),
  index().on(table.turnId),
  index().on(table.personId),
])

/** One message of a reply on its platform. `sending` is stored before the call: after a crash it may be there. */
export type Send =
  | { readonly state: 'sending'; readonly index: number }
  | {
      readonly state: 'sent'
      readonly index: number
      readonly receipt: Receipt
      readonly labelled: boolean
      readonly text: string
      readonly final: boolean
    }

/** A guard's answer about one text, in or out. The text itself is not here. */
export const verdict = pgTable('verdict', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  turnId: text().$type<TurnId>().notNull().references(() => turn.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  direction: text().$type<'in' | 'out'>().notNull(),
  guard: text().notNull(),
  model: text().notNull(),
  policyVersion: text().notNull(),
  outcome: text().$type<'pass' | 'block'>().notNull(),
  hazards: jsonb().$type<string[]>().notNull(),
  /** Of the first token "unsafe"; null where a guard has none (rules). */
  probability: real(),
  tookMs: doublePrecision().notNull(),
  createdAt: at().notNull(),
}, (table) => [index().on(table.turnId), index().on(table.personId)])

/** A prepared picture of one person: (event, part) to a content hash; the file is `media/<person>/<sha256>.<ext>`. */
export const media = pgTable('media', {
  eventId: text().$type<EventId>().notNull(),
  /** Position among the event's parts; quoted media count on from 1000. */
  part: integer().notNull(),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  conversationId: text().$type<ConversationId>().notNull().references(() => conversation.id),
  turnId: text().$type<TurnId>(),
  sha256: text().notNull(),
  mime: text().$type<'image/jpeg' | 'image/png'>().notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  bytes: integer().notNull(),
  createdAt: at().notNull(),
}, (table) => [
  primaryKey({ columns: [table.eventId, table.part] }),
  index().on(table.personId),
  index().on(table.turnId),
  index().on(table.createdAt),
])

/** How far a channel has read on its platform; moves in the transaction that stores the events. */
export const channelCursor = pgTable('channel_cursor', {
  account: text().$type<AccountId>().primaryKey(),
  cursor: text().notNull(),
  movedAt: at().notNull(),
})

/** One row: which service works on this database, and until when nobody else may. */
export const serviceLease = pgTable('service_lease', {
  id: text().primaryKey(),
  /** The id of its data folder; null after an orderly stop. */
  owner: text(),
  until: at(),
  fence: bigint({ mode: 'number' }).notNull(),
  hostName: text().notNull(),
  dataFolder: text().notNull(),
  since: at().notNull(),
})

/** Token buckets: `person:<id>` and `conversation:<id>`. */
export const limitBucket = pgTable('limit_bucket', {
  key: text().primaryKey(),
  tokens: doublePrecision().notNull(),
  filledAt: at().notNull(),
  /** Until then the notice that was given covers further messages. */
  noticeUntil: at(),
  /** The turn that carried the notice. */
  noticeTurnId: text().$type<TurnId>(),
})

/**
 * Background work; the row is deleted when it is done. Waiting: no lease. Running: a lease, and `run_after` only when
 * it was enqueued again meanwhile. Given up: neither.
 */
export const job = pgTable('job', {
  name: text().notNull(),
  /** What it is about: an id, or nothing. */
  key: text().notNull(),
  runAfter: at(),
  /** Runs since one ended well, counted when they begin: a job that crashes the process is counted, too. */
  tries: integer().notNull().default(0),
  /** Kind and code of the last failure. Without its message, which may quote a person. */
  lastError: text(),
  leaseUntil: at(),
  /** Fencing token: grows with every claim; what an older claim writes is refused. */
  fence: bigint({ mode: 'number' }).notNull().default(0),
  createdAt: at().notNull(),
}, (table) => [
  primaryKey({ columns: [table.name, table.key] }),
  index('job_due').on(table.runAfter),
  index('job_leased').on(table.leaseUntil).where(sql`lease_until is not null`),
])
