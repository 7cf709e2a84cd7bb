import type pg from 'pg'
import { isStopWord } from '../../commands/stop-asked.ts'
import { typedBy, type TypedContent } from '../../contract/typed.ts'
import type { ConversationId, EventId, PersonId, TurnId } from '../../contract/ids.ts'
import { scopeOf, type MemoryScope } from '../../contract/memory.ts'
import type { Chat, ChatEvent } from '../../contract/message.ts'

/** A turn that memory has not learnt from as it reads now. */
export type UnlearntTurn = {
  readonly id: TurnId
  readonly conversation: ConversationId
  readonly scope: MemoryScope
  readonly saidAtMs: number
  /** What its person typed: of each message as it was edited last, without those that were deleted. */
  readonly typed: string
  /** What they typed in their turn before it, in the same conversation. */
  readonly typedBefore: string
  /** The assistant's last words before it. */
  readonly answerBefore: string
  /** A further edit or deletion makes this one too small. */
  readonly eventCount: number
}

type Client = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>

/** The oldest one that is still to be learnt, or undefined. */
export async function nextUnlearnt(client: Client, person: PersonId): Promise<UnlearntTurn | undefined> {
  const { rows } = await client.query<TurnRow>({ name: 'unlearnt-next', text: NEXT, values: [person] })
  const [turn] = rows
  if (turn === undefined) return undefined
  const {
    id,
    conversation_id: conversation,
    chat,
    started_at: startedAt,
    before_id: before,
    before_answer: answer,
  } = turn
  const events = await eventsOf(client, before === null ? [id] : [id, before])
  const own = events.filter(({ turn_id: of }) => of === id)
  const saidAtMs = own.find(({ kind }) => kind === 'message')?.body?.sentAtMs ?? startedAt.getTime()
  return {
    id,
    conversation,
    scope: scopeOf({ chat, conversation }),
    saidAtMs,
    typed: typedIn(own, person),
    typedBefore: typedIn(
      events.filter(({ turn_id: of }) => of === before),
      person,
    ),
    answerBefore: answer ?? '',
    eventCount: own.length,
  }
}

/**
 * Whether the turn still waits to be learnt from, as it was read: an edit may have come since. Keeps it so until the
 * transaction ends. Locks the person first, as deleting them does.
 */
export async function isStillUnlearnt(
  client: Client,
  { person, turn }: { person: PersonId; turn: UnlearntTurn },
): Promise<boolean> {
  const locked = await client.query('select from person where id = $1 for key share', [person])
  if (locked.rowCount === 0) return false
  const { rows } = await client.query<{ id: TurnId }>(LOCK, [turn.id])
  if (rows.length === 0) return false
  const events = await client.query<{ count: number }>(COUNT_EVENTS, [turn.id])
  return events.rows[0]?.count === turn.eventCount
}

/** What the person typed in each of these turns, as it reads now. */
export async function typedOfTurns(
  client: Client,
  { person, turns }: { readonly person: PersonId; readonly turns: readonly TurnId[] },
): Promise<ReadonlyMap<TurnId, string>> {
  const byTurn = Map.groupBy(await eventsOf(client, turns), ({ turn_id: turn }) => turn)
  return new Map(Array.from(byTurn, ([turn, events]) => [turn, typedIn(events, person)]))
}

export async function markLearnt(client: Client, turn: TurnId): Promise<void> {
  await client.query(`update turn set learning = 'learnt' where id = $1`, [turn])
}

export async function hasUnlearnt(client: Client, person: PersonId): Promise<boolean> {
  const { rowCount } = await client.query({ name: 'unlearnt-any', text: ANY, values: [person] })
  return rowCount === 1
}

type TurnRow = {
  readonly id: TurnId
  readonly conversation_id: ConversationId
  readonly chat: Chat
  readonly started_at: Date
  readonly before_id: TurnId | null
  readonly before_answer: string | null
}

type EventRow = {
  readonly id: EventId
  readonly turn_id: TurnId
  readonly person_id: PersonId
  readonly kind: ChatEvent['type']
  readonly message_id: string
  readonly body: ChatEvent | null
}

async function eventsOf(client: Client, turns: readonly TurnId[]): Promise<EventRow[]> {
  const { rows } = await client.query<EventRow>({ name: 'unlearnt-events', text: EVENTS, values: [turns] })
  return rows
}

/**
 * In the order of their messages, without a stop that ended the answer; an edit counts where its message's own person
 * made it.
 */
function typedIn(events: readonly EventRow[], person: PersonId): string {
  const contents = new Map<string, TypedContent & { readonly revision: number }>()
  for (const { person_id: by, message_id: message, body } of events) {
    if (body?.type === 'delete') contents.delete(message)
    if (by !== person || (body?.type !== 'message' && body?.type !== 'edit') || isStopWord(body)) continue
    const revision = body.type === 'edit' ? body.revision : 0
    const known = contents.get(message)
    const isOfMessage = body.type === 'message' || known !== undefined
    if (isOfMessage && revision >= (known?.revision ?? 0)) contents.set(message, { ...body, revision })
  }
  return typedBy([...contents.values()])
}

const NEXT = `
  select turn.id, turn.conversation_id, turn.started_at, conversation.chat, before.id as before_id,
    before.answer as before_answer
  from turn join conversation on conversation.id = turn.conversation_id
  left join lateral (
    select id, answer from turn earlier
    where earlier.person_id = $1 and earlier.conversation_id = turn.conversation_id and earlier.number < turn.number
      and earlier.state = 'answered' and not earlier.out_of_history
    order by earlier.number desc limit 1) before on true
  where turn.person_id = $1 and turn.learning = 'pending'
  order by turn.finished_at, turn.number limit 1`

const EVENTS = `
  select id, turn_id, person_id, kind, message_id, body from event where turn_id = any($1::text[]) order by seq`

const LOCK = `select id from turn where id = $1 and learning = 'pending' for no key update`

const COUNT_EVENTS = 'select count(*)::int as count from event where turn_id = $1'

const ANY = `select from turn where person_id = $1 and learning = 'pending' limit 1`
