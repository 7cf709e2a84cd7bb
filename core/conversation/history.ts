import { and, desc, eq, isNull, ne } from 'drizzle-orm'
import type { HistoryEntry } from '../contract/channel.ts'
import type { ConversationId, EventId } from '../contract/ids.ts'
import { planNext, type PendingEvent } from '../mailbox/plan.ts'
import { event, media, outbox, turn } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { askedOf } from '../turn/asked.ts'
import type { Asked } from '../turn/turn.ts'

/**
 * The newest entries of a conversation, oldest first, across resets: what was asked, what was answered, also as far as it
 * has grown, and at the end what is still waiting. Belongs where one person talks alone: it shows everybody's words.
 */
export async function historyOf(
  store: Store,
  { conversation, entriesMax }: { conversation: ConversationId; entriesMax: number },
): Promise<HistoryEntry[]> {
  const [told, waiting] = await Promise.all([
    turnEntries(store, { conversation, entriesMax }),
    waitingEntries(store, { conversation, entriesMax }),
  ])
  return [...told, ...waiting].slice(-entriesMax)
}

/** The `media` row of a picture that a `HistoryEntry` names. */
export async function pictureOf(
  store: Store,
  { conversation, pictureId }: { conversation: ConversationId; pictureId: string },
): Promise<typeof media.$inferSelect | undefined> {
  const [, eventId, part] = PICTURE_ID.exec(pictureId) ?? []
  if (eventId === undefined) return undefined
  const [row] = await store.db
    .select()
    .from(media)
    .where(and(eq(media.eventId, eventId as EventId), eq(media.part, Number(part)), eq(media.conversationId, conversation)))
  return row
}

const PICTURE_ID = /^([\w-]{1,64})\.(\d{1,6})$/

type Window = { conversation: ConversationId; entriesMax: number }

async function turnEntries(store: Store, { conversation, entriesMax }: Window): Promise<HistoryEntry[]> {
  const rows = await store.db
    .select({ turn, reply: outbox })
    .from(turn)
    .leftJoin(outbox, eq(outbox.id, turn.replyId))
    .where(eq(turn.conversationId, conversation))
    .orderBy(desc(turn.number))
    .limit(entriesMax)
  return rows.reverse().flatMap(({ turn: { id, asked, startedAt }, reply }) => {
    const question = personEntry({ id, asked, atMs: startedAt.getTime() })
    return reply ? [question, replyEntry(reply)] : [question]
  })
}

function personEntry({ id, asked, atMs }: { id: string; asked: Asked; atMs: number }): HistoryEntry {
  const text = asked.type === 'command' ? `/${asked.name} ${asked.argument}`.trim() : asked.text
  const own = asked.type === 'command' ? [] : asked.pictures.filter(({ quoted }) => !quoted)
  const pictureIds = own.map(({ eventId, part }) => `${eventId}.${part}`)
  return { from: 'person', id, text, pictureIds, kind: 'message', atMs }
}

/** A growing reply has no text of its own yet: it reads as what was shown of it. */
function replyEntry({ id, kind, state, text, sends, createdAt }: typeof outbox.$inferSelect): HistoryEntry {
  const shown = sends.flatMap((send) => (send.state === 'sent' ? [send.text] : [])).join('\n')
  return { from: 'bot', id, text: state === 'live' ? shown : text, pictureIds: [], kind, atMs: createdAt.getTime() }
}

async function waitingEntries(store: Store, { conversation, entriesMax }: Window): Promise<HistoryEntry[]> {
  const rows = await store.db
    .select({ id: event.id, seq: event.seq, person: event.personId, event: event.body })
    .from(event)
    .where(and(eq(event.conversationId, conversation), ne(event.state, 'done'), isNull(event.turnId)))
    .orderBy(event.seq)
    .limit(entriesMax)
  return rows.flatMap((row) => waitingEntry({ ...row, receivedAtMs: row.event.receivedAtMs }))
}

function waitingEntry(pending: PendingEvent): HistoryEntry[] {
  // Planned alone and late, it is a turn if it is anything that is answered.
  const plan = planNext([pending], Number.MAX_SAFE_INTEGER)
  const about = { id: pending.id, atMs: pending.receivedAtMs }
  if (plan.type === 'message-turn') return [personEntry({ ...about, asked: askedOf(plan.messages) })]
  if (plan.type !== 'command-turn') return []
  const { name, argument } = plan.command.event
  return [personEntry({ ...about, asked: { type: 'command', name, argument } })]
}
