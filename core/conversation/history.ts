import { and, desc, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import type { HistoryEntry } from '../contract/channel.ts'
import type { ConversationId, EventId, TurnId } from '../contract/ids.ts'
import type { ChatEvent, MessageEvent } from '../contract/message.ts'
import { event, media, outbox } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { isPicture, wordsOf } from '../turn/asked.ts'

/**
 * The newest entries of a conversation, oldest first, across resets: each message as it was sent, and after the last
 * one of a turn its reply, once that is final. What is known by its key alone is left out. A person's entry has the
 * platform's message id, a reply its own. Belongs where one person talks alone: it shows everybody's words.
 */
export async function historyOf(
  store: Store,
  { conversation, entriesMax }: { conversation: ConversationId; entriesMax: number },
): Promise<HistoryEntry[]> {
  const rows = await store.db
    .select({ id: event.id, turn: event.turnId, body: event.body })
    .from(event)
    .where(and(
      eq(event.conversationId, conversation),
      inArray(event.kind, ['message', 'command']),
      isNotNull(event.body),
    ))
    .orderBy(desc(event.seq))
    .limit(entriesMax)
  const said = rows.toReversed()
  const replies = await repliesTo(store, said.flatMap(({ turn }) => turn ?? []))
  return said
    .flatMap(({ id, turn, body }, at) => {
      const isLastOfTurn = turn !== null && said[at + 1]?.turn !== turn
      return [...personEntry(id, body), ...(isLastOfTurn ? (replies.get(turn) ?? []) : [])]
    })
    .slice(-entriesMax)
}

/** The `media` row of a picture that a `HistoryEntry` names. */
export async function pictureOf(
  store: Store,
  { conversation, pictureId }: { conversation: ConversationId; pictureId: string },
): Promise<typeof media.$inferSelect | undefined> {
  const [, eventId, part] = PICTURE_ID.exec(pictureId) ?? []
  if (eventId === undefined) return undefined
  const isPart = and(eq(media.eventId, eventId as EventId), eq(media.part, Number(part)))
  const [row] = await store.db
    .select()
    .from(media)
    .where(and(isPart, eq(media.conversationId, conversation)))
  return row
}

const PICTURE_ID = /^([\w-]{1,64})\.(\d{1,6})$/

/** What grows is told by the live stream; here a reply is whole. */
async function repliesTo(store: Store, turns: readonly TurnId[]): Promise<Map<TurnId, HistoryEntry[]>> {
  if (turns.length === 0) return new Map()
  const rows = await store.db
    .select()
    .from(outbox)
    .where(and(inArray(outbox.turnId, [...new Set(turns)]), ne(outbox.state, 'live')))
  return new Map(
    rows.map(({ turnId, id, text, kind, createdAt }) => [
      turnId,
      [{ from: 'bot', id, text, pictureIds: [], kind, atMs: createdAt.getTime() }],
    ]),
  )
}

function personEntry(id: EventId, body: ChatEvent | null): HistoryEntry[] {
  if (body?.type !== 'message' && body?.type !== 'command') return []
  const about = { from: 'person', id: body.messageId, kind: 'message', atMs: body.receivedAtMs } as const
  if (body.type === 'command') return [{ ...about, text: `/${body.name} ${body.argument}`.trim(), pictureIds: [] }]
  return [{ ...about, text: wordsOf(body.parts), pictureIds: pictureIds(id, body) }]
}

const pictureIds = (id: EventId, { parts }: MessageEvent) =>
  parts.flatMap((part, index) => (isPicture(part) ? [`${id}.${index}`] : []))
