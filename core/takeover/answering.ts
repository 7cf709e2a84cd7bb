import type pg from 'pg'
import type { Access } from '../access/access.ts'
import type { Asked } from '../contract/asked.ts'
import type { ConversationId, EventId, PersonId } from '../contract/ids.ts'
import { askedOf } from '../mailbox/asked.ts'
import { pendingOf, type EventRow } from '../mailbox/claimed-turn.ts'
import type { PlannedMessage } from '../mailbox/pending.ts'
import { waitingMessages } from '../mailbox/plan.ts'

/** Messages of one person that a message of an operator answers. */
export type Answering = {
  readonly person: PersonId
  readonly locale: string | undefined
  readonly asked: Extract<Asked, { type: 'message' }>
  /** Messages and their edits, in order; the first is a message. */
  readonly eventIds: readonly EventId[]
  /** The platform's id of the newest one. */
  readonly messageId: string
  readonly lastSeq: number
}

/** As many as a mailbox is read at once. */
const WAITING_MAX = 120

type Waiting = {
  readonly conversation: ConversationId
  /** What came later is not answered yet. */
  readonly seenSeq: number
  readonly access: Pick<Access, 'standingOf'>
}

/**
 * What waits, by person: a turn holds the words of one person alone, so that they are deleted with them. The person who
 * wrote last comes last. Of a shared identity each message stands alone; those of people who may not write still wait.
 */
export async function answeredWith(
  client: pg.PoolClient,
  { conversation, seenSeq, access }: Waiting,
): Promise<Answering[]> {
  const { rows } = await client.query<EventRow>(READ, [conversation, seenSeq, WAITING_MAX])
  const byWriter = new Map<string, PlannedMessage[]>()
  for (const each of waitingMessages(rows.map(pendingOf))) {
    const { sender } = each.message.event
    if (each.content.addressed === 'none' || (await access.standingOf(sender.id)) !== 'granted') continue
    const writer = sender.isShared ? each.message.id : each.message.person
    byWriter.set(writer, [...(byWriter.get(writer) ?? []), each])
  }
  return [...byWriter.values()].map(answering).sort((one, other) => one.lastSeq - other.lastSeq)
}

function answering(messages: readonly PlannedMessage[]): Answering {
  const [{ message: first }, { message: last }] = [messages[0], messages.at(-1)] as [PlannedMessage, PlannedMessage]
  const events = messages.flatMap(({ message, edits }) => [message, ...edits])
  return {
    person: first.person,
    locale: events.findLast(({ event }) => event.locale !== undefined)?.event.locale,
    asked: askedOf(messages),
    eventIds: events.sort((one, other) => one.seq - other.seq).map(({ id }) => id),
    messageId: last.event.messageId,
    lastSeq: last.seq,
  }
}

/** For the guard, as what was asked. */
export const wordsOfAll = (all: readonly Answering[]): string => all.map(({ asked }) => asked.text).join('\n')

const READ = `
  select id, seq, person_id, body, turn_id, true as is_taken_over from event
  where conversation_id = $1 and state = 'pending' and kind in ('message', 'edit', 'delete') and seq <= $2
  order by seq limit $3`
