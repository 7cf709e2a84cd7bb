import { sql } from 'drizzle-orm'
import {
  bigint, boolean, customType, doublePrecision, index, integer, jsonb, pgTable, primaryKey, real, text, timestamp, unique,
} from 'drizzle-orm/pg-core'
import type { Receipt, ReplyFile, ReplyKind } from '../contract/channel.ts'
import type { Chat, ChatEvent, DeliveryState } from '../contract/message.ts'
import type { GroupMode } from '../contract/access.ts'
import type { AccountId, ConversationId, EventId, IdentityId, PersonId, ReplyId, TurnId } from '../contract/ids.ts'
import type { Asked } from '../contract/asked.ts'
import type { MemoryField, MemoryItemKind, MemoryOrigin, MemoryRef, MemoryScope } from '../contract/memory.ts'
import type { TurnSteps } from '../contract/turn-steps.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const searchTerms = customType<{ data: string }>({ dataType: () => 'tsvector' })
const at = () => timestamp({ withTimezone: true, mode: 'date' })

/** Someone who writes; owns one or more identities. */
export const person = pgTable('person', {
  id: text().$type<PersonId>().primaryKey(),
  createdAt: at().notNull(),
  /** When their newest turn began; null before the first. */
  lastTurnAt: at(),
}, (table) => [index('person_active').on(sql`coalesce(last_turn_at, created_at)`, table.id)])

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
  /** The platform's rate limit: nothing is sent before. */
  sendAfter: at(),
  /** Null: as the settings say. */
  groupMode: text().$type<GroupMode>(),
  /** A person answers here in place of the model. Null: the model does. */
  takeOver: jsonb().$type<TakenOver>(),
  /** Group messages that did not address the bot: counted, not stored. */
  unaddressedCount: bigint({ mode: 'number' }).notNull().default(0),
  /** When its newest turn began; null before the first. */
  lastTurnAt: at(),
  createdAt: at().notNull(),
}, (table) => [
  index('conversation_active').on(table.lastTurnAt, table.id).where(sql`last_turn_at is not null`),
  index('conversation_taken_over').on(table.id).where(sql`take_over is not null`),
])

export type TakenOver = {
  /** The account of the console. */
  readonly by: string
  readonly sinceMs: number
  /** When that account last did something here: after half an hour of silence the conversation is handed back. */
  readonly actMs: number
  /** Another one whenever it is taken: who has not seen the newest one does not take it from somebody. */
  readonly revision: string
  /** People there have read that a person answers. */
  readonly isTold: boolean
}

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
  /** Whether memory has learnt from it. Null where there is nothing to learn. */
  learning: text().$type<'pending' | 'learnt'>(),
  /** The memories in its prompt. */
  memoriesUsed: jsonb().$type<MemoryRef[]>(),
  /** Forgotten, or said in private mode that has ended: no later prompt knows it, and nothing is learnt from it. */
  outOfHistory: boolean().notNull().default(false),
  /** How long each step took, as the console draws it: at most 1 KB. Null of turns from before this was kept. */
  steps: jsonb().$type<TurnSteps>(),
  startedAt: at().notNull(),
  finishedAt: at(),
}, (table) => [
  unique('turn_order').on(table.conversationId, table.number),
  index('turn_running').on(table.conversationId).where(sql`state = 'running'`),
  index('turn_of_person').on(table.personId, table.conversationId, table.number),
  index('turn_unlearnt').on(table.personId, table.finishedAt).where(sql`learning = 'pending'`),
  index('turn_finished').on(table.finishedAt).where(sql`finished_at is not null`),
  index('turn_refused').on(table.finishedAt).where(sql`state in ('limited', 'ignored')`),
  index('turn_stopped').on(table.finishedAt).where(sql`state in ('blocked', 'apologised')`),
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
  /** An operator answered, or wrote without being asked. */
  | 'human'

/** One reply: written before anything of it is sent, kept with the platform's receipts. */
export const outbox = pgTable('outbox', {
  id: text().$type<ReplyId>().primaryKey(),
  turnId: text().$type<TurnId>().notNull().references(() => turn.id),
  conversationId: text().$type<ConversationId>().notNull().references(() => conversation.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  /** Replies of a conversation are delivered in this order: its turn's number. */
  turnNumber: integer().notNull(),
  kind: text().$type<ReplyKind>().notNull(),
  /** The platform's id of the newest message this answers; null where it answers none in its conversation. */
  replyTo: text(),
  /** Final text; empty while `live`. */
  text: text().notNull().default(''),
  /** `live`: growing, the turn runs. `ready`: to be delivered. `sent`: receipts for all of it. `failed`: given up. */
  state: text().$type<'live' | 'ready' | 'sent' | 'failed'>().notNull(),
  sends: jsonb().$type<Send[]>().notNull().default([]),
  /** Sent after the text, each as a message of its own. */
  files: jsonb().$type<OutboxFile[]>(),
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
  | {
      readonly state: 'sending'
      readonly index: number
      /** When the first send of it began: a platform recognises a repeated one only for some time after that. */
      readonly sinceMs?: number
      /** It may have been sent with the label that it may be a repetition. */
      readonly labelled?: boolean
    }
  | {
      readonly state: 'sent'
      readonly index: number
      readonly receipt: Receipt
      readonly labelled: boolean
      readonly text: string
      readonly final: boolean
    }

/** A file of a reply; `send` as with `Send`. */
export type OutboxFile = ReplyFile & {
  readonly send?:
    | { readonly state: 'sending'; readonly sinceMs?: number }
    | { readonly state: 'sent'; readonly receipt: Receipt; readonly labelled: boolean }
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

/** What a guard blocked, as it judged it: encrypted, and deleted after 30 days. */
export const judgedText = pgTable('judged_text', {
  turnId: text().$type<TurnId>().primaryKey().references(() => turn.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  /** `in`: what was asked. `out`: the part of the answer that was withheld, with what it was judged with. */
  direction: text().$type<'in' | 'out'>().notNull(),
  /** Of the verdict among those of its turn, from 0. */
  place: integer().notNull(),
  sealed: bytes().notNull(),
  createdAt: at().notNull(),
}, (table) => [index().on(table.personId), index('judged_text_old').on(table.createdAt)])

/** What an operator thinks of a guard's verdict. It changes no policy. */
export const guardLabel = pgTable('guard_label', {
  turnId: text().$type<TurnId>().primaryKey().references(() => turn.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  decision: text().$type<GuardDecision>().notNull(),
  note: text().notNull(),
  /** The account of the console. */
  by: text().notNull(),
  at: at().notNull(),
  /** Another one after each change: who has not seen the newest one does not change it. */
  revision: text().notNull(),
}, (table) => [index().on(table.personId), index('guard_label_order').on(table.at, table.turnId)])

/**
 * `upheld`: rightly blocked. `overturned`: harmful in other circumstances, here it should have been let through.
 * `false-positive`: there was nothing harmful in it. `missed`: something harmful was let through.
 */
export type GuardDecision = 'upheld' | 'overturned' | 'false-positive' | 'missed'

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

/**
 * What memory holds about a person, besides its contents: without row-level security, so that counts, settings and
 * retention need no look into the contents.
 */
export const memoryPerson = pgTable('memory_person', {
  personId: text().$type<PersonId>().primaryKey().references(() => person.id),
  /** `/memory off`: nothing is learnt or recalled; what is there is kept. */
  isOff: boolean().notNull().default(false),
  /**
   * Conversations in private mode, each with the number of the turn that began it: turns there are neither learnt nor
   * kept as passages.
   */
  privateIn: jsonb().$type<Readonly<Record<ConversationId, number>>>().notNull().default({}),
  /** Numbers of items are never used again. */
  lastNumber: integer().notNull().default(0),
  /** Extractions of this day (UTC), against the budget. */
  learntDay: text(),
  learntCount: integer().notNull().default(0),
})

// Tables with row-level security, forced: their rows exist only where `chasqui.person` is set to their person.
// The policies are in the migration.

/** One remembered thing, as one sentence. */
export const memoryItem = pgTable('memory_item', {
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  number: integer().notNull(),
  kind: text().$type<MemoryItemKind>().notNull(),
  /** Of a profile. */
  field: text().$type<MemoryField>(),
  /** `Oslo` in a profile's `place`. */
  value: text(),
  text: text().notNull(),
  /** Empty: said in private. Otherwise the group conversation in which it was said. */
  scope: text().$type<MemoryScope>().notNull(),
  origin: text().$type<MemoryOrigin>().notNull(),
  confidence: real().notNull(),
  /** Source; null once that turn is past its retention. */
  turnId: text().$type<TurnId>(),
  saidAt: at().notNull(),
  supersededBy: integer(),
  supersededAt: at(),
  /** When an operator changed its words, in place of the person. */
  editedAt: at(),
  /** As `searchTerms` gives them. */
  terms: searchTerms().notNull(),
  createdAt: at().notNull(),
}, (table) => [primaryKey({ columns: [table.personId, table.number] })])

/** What the person typed in one turn, indexed for recall with its date and the turn before it. */
export const memoryPassage = pgTable('memory_passage', {
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  turnId: text().$type<TurnId>().notNull(),
  conversationId: text().$type<ConversationId>().notNull(),
  scope: text().$type<MemoryScope>().notNull(),
  /** What the person typed, without what is only indexed. */
  text: text().notNull(),
  saidAt: at().notNull(),
  terms: searchTerms().notNull(),
  /** Number of terms, for ranking by length. */
  termCount: integer().notNull(),
  /** An item learnt from it was superseded or contradicts the profile: never recalled. */
  isSuperseded: boolean().notNull().default(false),
}, (table) => [
  primaryKey({ columns: [table.personId, table.turnId] }),
  index('memory_passage_said').on(table.personId, table.saidAt),
])

/** A vector of an item or a passage, by the model that made it. */
export const memoryVector = pgTable('memory_vector', {
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  ref: text().$type<MemoryRef>().notNull(),
  model: text().notNull(),
  dimensions: integer().notNull(),
  /** 32-bit floats, little-endian, of length 1. */
  vector: bytes().notNull(),
  /** SHA-256 of the text that it was made of; without it, or after an edit, the vector is made anew. */
  textHash: bytes(),
}, (table) => [primaryKey({ columns: [table.personId, table.ref] })])

/** Keyed hashes of what the person had forgotten, so that it is not learnt anew. */
export const memoryForgotten = pgTable('memory_forgotten', {
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  hash: bytes().notNull(),
}, (table) => [primaryKey({ columns: [table.personId, table.hash] })])

/** Keyed hashes of events of deleted people: a platform that repeats one is refused. No person can be read from them. */
export const eventTombstone = pgTable('event_tombstone', {
  hash: bytes().primaryKey(),
  deletedAt: at().notNull(),
}, (table) => [index('event_tombstone_old').on(table.deletedAt)])

/** Who may write, and who may not, by decision of an operator. */
export const accessEntry = pgTable('access_entry', {
  /** A keyed hash of the identity's id: a block outlives the deletion of its person. */
  hash: bytes().primaryKey(),
  /** Null once the person was deleted. */
  identityId: text().$type<IdentityId>(),
  state: text().$type<'approved' | 'blocked'>().notNull(),
  changedAt: at().notNull(),
}, (table) => [index('access_entry_identity').on(table.identityId).where(sql`identity_id is not null`)])

/** A code that a stranger shows to an operator. */
export const pairing = pgTable('pairing', {
  identityId: text().$type<IdentityId>().primaryKey(),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  account: text().$type<AccountId>().notNull(),
  code: text().notNull(),
  expiresAt: at().notNull(),
}, (table) => [unique('pairing_code').on(table.code), index().on(table.personId)])

/** What a person thinks of an answer. */
export const feedback = pgTable('feedback', {
  turnId: text().$type<TurnId>().notNull().references(() => turn.id),
  personId: text().$type<PersonId>().notNull().references(() => person.id),
  value: text().$type<'good' | 'bad'>().notNull(),
  changedAt: at().notNull(),
}, (table) => [primaryKey({ columns: [table.turnId, table.personId] }), index().on(table.personId)])

/** What a platform says later about messages that we sent: only the furthest state of each. */
export const deliveryStatus = pgTable('delivery_status', {
  account: text().$type<AccountId>().notNull(),
  messageId: text().notNull(),
  state: text().$type<DeliveryState>().notNull(),
  /** `<reply id>:<index>`, where the platform gives back what we sent with it. */
  sentAs: text(),
  fault: text(),
  changedAt: at().notNull(),
}, (table) => [
  primaryKey({ columns: [table.account, table.messageId] }),
  index('delivery_status_sent_as').on(table.sentAs).where(sql`sent_as is not null`),
  index('delivery_status_old').on(table.changedAt),
])

/** Small notes of a channel for itself, encrypted. */
export const channelNote = pgTable('channel_note', {
  account: text().$type<AccountId>().notNull(),
  key: text().notNull(),
  value: bytes().notNull(),
  until: at().notNull(),
}, (table) => [primaryKey({ columns: [table.account, table.key] }), index('channel_note_old').on(table.until)])

/** Limits of one person in place of those of the settings; null: as the settings say. */
export const personLimit = pgTable('person_limit', {
  personId: text().$type<PersonId>().primaryKey().references(() => person.id),
  burst: integer(),
  perMinute: integer(),
  changedAt: at().notNull(),
})

/** That somebody was deleted, and how much; not who. */
export const deletionReceipt = pgTable('deletion_receipt', {
  id: text().primaryKey(),
  askedBy: text().$type<'person' | 'console'>().notNull(),
  askedAt: at().notNull(),
  /** Null while it waits or runs. */
  doneAt: at(),
  counts: jsonb().$type<Readonly<Record<string, unknown>>>(),
}, (table) => [index('deletion_receipt_asked').on(table.askedAt)])

/**
 * What happened in a minute, an hour or a day (UTC), for plots. Hours and days are sums of minutes, which are kept for
 * two days.
 */
export const usageRollup = pgTable('usage_rollup', {
  span: text().$type<'minute' | 'hour' | 'day'>().notNull(),
  startsAt: at().notNull(),
  /** Turns by outcome: `{ "answered": 3 }`. */
  turns: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
  /** People who were answered: of hours and days counted anew, not summed. */
  people: integer().notNull(),
  /** First words, counted by the buckets of `FIRST_WORDS_MS`. */
  firstWords: jsonb().$type<readonly number[]>().notNull(),
  /** Blocks by hazard: `{ "S10": 1 }`. */
  blocks: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
}, (table) => [primaryKey({ columns: [table.span, table.startsAt] })])

// The console's own.

/** Who may sign in to the console. */
export const consoleAccount = pgTable('console_account', {
  id: text().primaryKey(),
  /** As it is typed in, in small letters. */
  name: text().notNull(),
  role: text().$type<ConsoleRole>().notNull(),
  passwordHash: text().notNull(),
  /** Encrypted. Null: no second factor. */
  totpSecret: bytes(),
  /** The newest time step whose code was used: each works once. */
  totpStep: bigint({ mode: 'number' }),
  /** SHA-256 of those that are left. */
  recoveryHashes: jsonb().$type<readonly string[]>().notNull().default([]),
  createdAt: at().notNull(),
  signedInAt: at(),
}, (table) => [unique('console_account_name').on(table.name)])

export type ConsoleRole = 'viewer' | 'moderator' | 'operator' | 'owner'

/** A browser that is signed in. */
export const consoleSession = pgTable('console_session', {
  id: text().primaryKey(),
  /** SHA-256 of what the cookie holds. */
  tokenHash: bytes().notNull(),
  accountId: text().notNull().references(() => consoleAccount.id, { onDelete: 'cascade' }),
  createdAt: at().notNull(),
  seenAt: at().notNull(),
  /** When its person last proved who they are. */
  provedAt: at().notNull(),
  /** Of the browser, shortened. */
  browser: text().notNull(),
  network: text().notNull(),
}, (table) => [unique('console_session_token').on(table.tokenHash), index().on(table.accountId)])

/** A link that works once: to become the owner, to set a new password, to join. */
export const consoleLink = pgTable('console_link', {
  /** SHA-256 of what the link holds. */
  hash: bytes().primaryKey(),
  kind: text().$type<'setup' | 'recovery' | 'invitation'>().notNull(),
  /** Of a recovery. */
  accountId: text().references(() => consoleAccount.id, { onDelete: 'cascade' }),
  /** Of an invitation. */
  role: text().$type<ConsoleRole>(),
  madeBy: text(),
  expiresAt: at().notNull(),
})

/** Failed sign-ins of an account's name or a network: the next one is only looked at after `retryAt`. */
export const consoleAttempt = pgTable('console_attempt', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  retryAt: at().notNull(),
  changedAt: at().notNull(),
}, (table) => [index('console_attempt_old').on(table.changedAt)])

/** Every change made in the console, and every look at what people wrote. */
export const consoleAudit = pgTable('console_audit', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: at().notNull(),
  /** Null: nobody was signed in, or `npm run console`. */
  accountId: text(),
  accountName: text().notNull(),
  /** As the table of routes names it: `person.block`. */
  action: text().notNull(),
  /** What it was done to; blanked when the person is deleted. */
  target: text(),
  aboutPerson: text().$type<PersonId>(),
  outcome: text().$type<'begun' | 'done' | 'refused' | 'failed'>().notNull(),
  network: text().notNull(),
}, (table) => [
  index('console_audit_at').on(table.at),
  index('console_audit_action').on(table.action, table.at),
  index('console_audit_person').on(table.aboutPerson).where(sql`about_person is not null`),
])

/**
 * A setting that was changed in the console: it stands above `chasqui.yaml` and below the environment. A secret is
 * encrypted, and never shown again.
 */
export const setting = pgTable('setting', {
  /** As in chasqui.yaml: `telegram.token`. */
  key: text().primaryKey(),
  /** Null of a secret. */
  value: jsonb(),
  /** Of a secret alone. */
  sealed: bytes(),
  /** Grows with each change: who has not seen the newest one does not change it. */
  revision: integer().notNull(),
  /** The account of the console. */
  changedBy: text().notNull(),
  changedAt: at().notNull(),
})

/** The name and tone with which the bot answers. The newest one holds; going back to an older one makes a new one. */
export const personaVersion = pgTable('persona_version', {
  version: integer().primaryKey(),
  /** Empty: the bot has no name of its own. */
  name: text().notNull(),
  tone: text().notNull(),
  changedBy: text().notNull(),
  changedAt: at().notNull(),
})

/** A passkey of an account. */
export const consolePasskey = pgTable('console_passkey', {
  /** The id of the credential, base64url. */
  id: text().primaryKey(),
  accountId: text().notNull().references(() => consoleAccount.id, { onDelete: 'cascade' }),
  publicKey: bytes().notNull(),
  /** Of signatures: one that goes back is a copy. */
  counter: bigint({ mode: 'number' }).notNull(),
  transports: jsonb().$type<readonly string[]>().notNull().default([]),
  /** As its person calls it. */
  name: text().notNull(),
  createdAt: at().notNull(),
  usedAt: at(),
}, (table) => [index().on(table.accountId)])

/** A token by which a program uses the API for an account. */
export const consoleToken = pgTable('console_token', {
  id: text().primaryKey(),
  /** SHA-256 of the token. */
  tokenHash: bytes().notNull(),
  accountId: text().notNull().references(() => consoleAccount.id, { onDelete: 'cascade' }),
  /** What it may do, at most: never more than its account. */
  role: text().$type<ConsoleRole>().notNull(),
  name: text().notNull(),
  createdAt: at().notNull(),
  expiresAt: at().notNull(),
  usedAt: at(),
}, (table) => [unique('console_token_hash').on(table.tokenHash), index().on(table.accountId)])
