import type { Clock } from '#machine/clock.ts'
import { replyId, turnId } from '../contract/ids.ts'
import type { AccountId, ConversationId, EventId, PersonId, RandomId, ReplyId, TurnId } from '../contract/ids.ts'
import type { Chat, ChatEvent } from '../contract/message.ts'
import type { Verdict } from '../guard/guard.ts'
import type { Store } from '../store/store.ts'
import { askedOf } from '../turn/asked.ts'
import type { Asked, Turn, TurnOutcome } from '../turn/turn.ts'
import { finishValues } from './finish.ts'
import { planNext, type Ignored, type PendingEvent, type Plan } from './plan.ts'
import { statements } from './statements.ts'

/** The right to answer in a conversation, until the lease runs out and somebody else takes it. */
export type Claim = {
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly fence: number
}

export type Step =
  | { readonly type: 'idle' }
  /** An album may get further parts; look again then. */
  | { readonly type: 'wait'; readonly untilMs: number }
  | { readonly type: 'turn'; readonly turn: Turn }
  /** The claim is no longer the newest one. */
  | { readonly type: 'lost' }

export type Mailbox = {
  /** Undefined while a lease on the conversation runs, whoever has it. */
  claim(conversation: ConversationId): Promise<Claim | undefined>
  /**
   * An unfinished turn first, as it was but for its attempt; otherwise what `planNext` says, ignoring what is to be.
   */
  next(claim: Claim): Promise<Step>
  /**
   * Stores how a turn ended, with its verdicts and its reply, ready to be sent; or puts the messages of a superseded
   * turn back. False when nothing was stored: the claim is no longer the newest, or a superseded turn has been seen in
   * part.
   */
  finish(claim: Claim, turn: Turn, end: { outcome: TurnOutcome; verdicts: readonly Verdict[] }): Promise<boolean>
  /** Lengthens the lease; false when the claim is no longer the newest. */
  renew(claim: Claim): Promise<boolean>
  release(claim: Claim): Promise<void>
  /** Leaves a turn for the next claim without counting this run against it. */
  handBack(claim: Claim, turn: Turn): Promise<void>
  isFenceCurrent(claim: Pick<Claim, 'conversation' | 'fence'>): Promise<boolean>
  /** Those of the conversations in which something is not done and nobody is at it. */
  undoneAmong(conversations: readonly ConversationId[]): Promise<ConversationId[]>
}

export type MailboxParts = {
  readonly store: Store
  readonly clock: Clock
  readonly random: RandomId
  /** Names this process among all that claim. */
  readonly owner: string
  readonly leaseMs?: number
}

export function createMailbox(parts: MailboxParts): Mailbox {
  const { owner, leaseMs = LEASE_MS } = parts
  const run = runnerOn(parts.store)
  return {
    async claim(conversation) {
      const [row] = await run<Omit<Claim, 'conversation'>>('CLAIM', [conversation, owner, leaseMs])
      return row && { conversation, ...row }
    },
    async next(claim) {
      for (;;) {
        const rows = await run<EventRow>('READ', [claim.conversation, READ_MAX])
        const running = rows.find((row) => row.turn_id !== null)?.turn_id
        if (running) return resume(run, claim, { id: running, rows: rows.filter((row) => row.turn_id === running) })
        const plan = planNext(rows.map(pendingOf), parts.clock.now())
        if (plan.type === 'idle' || plan.type === 'wait') return plan
        if (plan.type !== 'ignore') return begin(parts, run, claim, plan)
        if (!(await ignore(run, claim, plan.ignored))) return { type: 'lost' }
      }
    },
    async finish({ conversation, fence }, turn, end) {
      if (end.outcome.state === 'superseded') return (await run('SUPERSEDE', [conversation, fence, turn.id])).length > 0
      const values = finishValues(turn, end, new Date(parts.clock.now()))
      return (await run('FINISH', [conversation, fence, ...values])).length > 0
    },
    renew: ({ conversation, fence }) => run.count('RENEW', [conversation, fence, leaseMs]).then((count) => count > 0),
    release: async ({ conversation, fence }) => void (await run('RELEASE', [conversation, fence])),
    handBack: async ({ conversation, fence }, turn) => void (await run('HAND_BACK', [conversation, fence, turn.id])),
    isFenceCurrent: async ({ conversation, fence }) => (await run('IS_CURRENT', [conversation, fence])).length > 0,
    async undoneAmong(conversations) {
      const rows = await run<{ id: ConversationId }>('UNDONE_AMONG', [conversations])
      return rows.map((row) => row.id)
    },
  }
}

const LEASE_MS = 3_000
// Several turns' worth, so that an edit or a deletion far behind its message is seen together with it.
const READ_MAX = 120

type EventRow = { id: EventId; seq: number; person_id: PersonId; body: ChatEvent; turn_id: TurnId | null }
type TurnRow = { number: number; person_id: PersonId; reply_id: ReplyId; asked: Asked; attempts: number }

const pendingOf = ({ id, seq, person_id: person, body: event }: EventRow): PendingEvent =>
  ({ id, seq, person, receivedAtMs: event.receivedAtMs, event })

type Run = ReturnType<typeof runnerOn>

/** Statements are named: planning the larger ones anew each time would take longer than running them. */
function runnerOn({ pool }: Store) {
  const query = (name: keyof typeof statements, values: unknown[]) =>
    pool.query({ name: `mailbox-${name}`, text: statements[name], values })
  const run = async <Row extends object>(name: keyof typeof statements, values: unknown[]): Promise<Row[]> =>
    (await query(name, values)).rows as Row[]
  const count = async (name: keyof typeof statements, values: unknown[]) => (await query(name, values)).rowCount ?? 0
  return Object.assign(run, { count })
}

async function resume(run: Run, claim: Claim, { id, rows }: { id: TurnId; rows: readonly EventRow[] }): Promise<Step> {
  const [row] = await run<TurnRow>('RESUME_TURN', [claim.conversation, claim.fence, id])
  if (!row) return { type: 'lost' }
  const { number, person_id: person, reply_id, asked, attempts: attempt } = row
  const about = aboutEvents(claim, rows.map(pendingOf))
  return { type: 'turn', turn: { ...about, id, number, person, replyId: reply_id, asked, attempt } }
}

type TurnPlan = Extract<Plan, { type: 'command-turn' | 'message-turn' }>

async function begin({ random, clock }: MailboxParts, run: Run, claim: Claim, plan: TurnPlan): Promise<Step> {
  const events = eventsOf(plan)
  const about = aboutEvents(claim, events)
  const ids = { id: turnId(random), replyId: replyId(random) }
  const asked = askedBy(plan)
  const person = (events[0] as PendingEvent).person
  const content = [ids.id, person, ids.replyId, JSON.stringify(asked), new Date(clock.now()), about.eventIds]
  const [row] = await run<{ number: number }>('BEGIN_TURN', [claim.conversation, claim.fence, ...content])
  if (!row) return { type: 'lost' }
  return { type: 'turn', turn: { ...about, ...ids, number: row.number, person, asked, attempt: 1 } }
}

function eventsOf(plan: TurnPlan): PendingEvent[] {
  if (plan.type === 'command-turn') return [plan.command]
  return plan.messages.flatMap(({ message, edits }) => [message, ...edits]).sort((one, other) => one.seq - other.seq)
}

function askedBy(plan: TurnPlan): Asked {
  if (plan.type === 'message-turn') return askedOf(plan.messages)
  const { name, argument } = plan.command.event
  return { type: 'command', name, argument }
}

/** What a turn takes from its events; the first of them is the first message, edits come after their message. */
function aboutEvents(claim: Claim, events: readonly PendingEvent[]) {
  const [first] = events as [PendingEvent]
  const { conversation, account, chat, fence } = claim
  const messageIds = events.flatMap(({ event }) => ('messageId' in event ? [event.messageId] : []))
  return {
    conversation,
    account,
    chat,
    fence,
    identity: first.event.sender.id,
    locale: events.findLast(({ event }) => event.locale !== undefined)?.event.locale,
    eventIds: events.map(({ id }) => id),
    messageIds: [...new Set(messageIds)],
    receivedAtMs: first.receivedAtMs,
  }
}

async function ignore(run: Run, { conversation, fence }: Claim, ignored: readonly Ignored[]): Promise<boolean> {
  const overheard = ignored.filter(({ rule }) => rule === 'not-addressed')
  const kept = ignored.filter(({ rule }) => rule !== 'not-addressed')
  const rows = await run('IGNORE', [
    conversation,
    fence,
    kept.map(({ pending }) => pending.id),
    kept.map(({ rule }) => rule),
    overheard.map(({ pending }) => pending.id),
    overheard.filter(({ pending }) => pending.event.type === 'message').length,
  ])
  return rows.length > 0
}
