import type { Share } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import {
  replyId,
  turnId,
  type AccountId,
  type ConversationId,
  type EventId,
  type PersonId,
  type RandomId,
  type ReplyId,
  type TurnId,
} from '../contract/ids.ts'
import type { Chat, ChatEvent } from '../contract/message.ts'
import { askedOf } from './asked.ts'
import type { Asked } from '../contract/asked.ts'
import { shareOf, type Turn } from '../contract/turn.ts'
import type { PendingEvent } from './pending.ts'
import type { Plan } from './plan.ts'
import type { Run } from './statements.ts'

/** The right to answer in a conversation, until the lease expires and another process takes it. */
export type Claim = {
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly fence: number
}

export type EventRow = {
  id: EventId
  seq: number
  person_id: PersonId
  body: ChatEvent
  turn_id: TurnId | null
  /** Of its conversation: a person answers there in place of the model. */
  is_taken_over: boolean
}

export const pendingOf = ({ id, seq, person_id: person, body: event }: EventRow): PendingEvent => ({
  id,
  seq,
  person,
  receivedAtMs: event.receivedAtMs,
  event,
})

type TurnRow = { number: number; person_id: PersonId; reply_id: ReplyId; asked: Asked; attempts: number }

/** An unfinished turn as it was, but for its attempt; undefined when the claim is no longer the newest. */
export async function resumeTurn(
  run: Run,
  claim: Claim,
  { id, rows }: { id: TurnId; rows: readonly EventRow[] },
): Promise<Turn | undefined> {
  const [row] = await run.rows<TurnRow>('RESUME_TURN', [claim.conversation, claim.fence, id])
  if (!row) return undefined
  const { number, person_id: person, reply_id, asked, attempts: attempt } = row
  return { ...aboutEvents(claim, rows.map(pendingOf)), id, number, person, replyId: reply_id, asked, attempt }
}

export type TurnPlan = Extract<Plan, { type: 'command-turn' | 'message-turn' }>

/** Stores a new turn and takes its events for it; undefined when the claim is no longer the newest. */
export async function beginTurn(
  run: Run,
  claim: Claim,
  { plan, random, clock }: { plan: TurnPlan; random: RandomId; clock: Clock },
): Promise<Turn | undefined> {
  const events = eventsOf(plan)
  const about = aboutEvents(claim, events)
  const ids = { id: turnId(random), replyId: replyId(random) }
  const asked = askedBy(plan)
  const [{ person }] = events as [PendingEvent]
  const content = [ids.id, person, ids.replyId, JSON.stringify(asked), new Date(clock.now()), about.eventIds]
  const isCommand = plan.type === 'command-turn'
  const [row] = await run.rows<{ number: number }>('BEGIN_TURN', [
    claim.conversation,
    claim.fence,
    ...content,
    isCommand,
  ])
  return row && { ...about, ...ids, number: row.number, person, asked, attempt: 1 }
}

export function eventsOf(plan: TurnPlan): PendingEvent[] {
  if (plan.type === 'command-turn') return [plan.command]
  return plan.messages.flatMap(({ message, edits }) => [message, ...edits]).sort((one, other) => one.seq - other.seq)
}

function askedBy(plan: TurnPlan): Asked {
  if (plan.type === 'message-turn') return askedOf(plan.messages)
  const { name, argument } = plan.command.event
  return { type: 'command', name, argument }
}

/** For whom the turn of these events is made. */
export const shareOfEvents = (events: readonly PendingEvent[]): Share =>
  shareOf({ person: events[0]?.person ?? '', ...networkOf(events) })

/** As the newest event shows it. */
function networkOf(events: readonly PendingEvent[]): { network?: string } {
  const network = events.findLast(({ event }) => event.network !== undefined)?.event.network
  return network === undefined ? {} : { network }
}

/** What a turn takes from its events, which are in order: the first is a message, edits come after theirs. */
function aboutEvents(claim: Claim, events: readonly PendingEvent[]) {
  const [first] = events as [PendingEvent]
  const { conversation, account, chat } = claim
  const messages = events.filter(({ event }) => event.type !== 'edit')
  const messageIds = events.flatMap(({ event }) => ('messageId' in event ? [event.messageId] : []))
  return {
    conversation,
    account,
    chat,
    identity: first.event.sender.id,
    ...(first.event.sender.isShared && { isShared: true as const }),
    locale: events.findLast(({ event }) => event.locale !== undefined)?.event.locale,
    ...networkOf(events),
    eventIds: events.map(({ id }) => id),
    messageIds: [...new Set(messageIds)],
    receivedAtMs: first.receivedAtMs,
    sentAtMs: Math.max(...messages.map(({ event }) => event.sentAtMs)),
  }
}
