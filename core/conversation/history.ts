import { and, eq } from 'drizzle-orm'
import type { FileLink, HistoryEntry, HistoryOptions, HistoryPage, ReplyFile } from '../contract/channel.ts'
import type { ConversationId, EventId, ReplyId } from '../contract/ids.ts'
import type { ChatEvent, MessageEvent } from '../contract/message.ts'
import { shortened } from '../contract/text.ts'
import { fileIdOf, type ExportFiles } from '../export/export-files.ts'
import { media } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { isPicture, wordsOf } from '../contract/asked.ts'

export type HistoryQuery = HistoryOptions & { readonly conversation: ConversationId }

/** Of one page, also when all are short. */
const MESSAGES_MAX = 100
/** Of an entry and of the page around them, besides the words. */
const FRAME_BYTES = 256
const JSON_BYTES_PER_UNIT_MAX = 6
const CURSOR = /^\d{1,15}$/

/**
 * One page of a conversation, oldest first, across resets: each message as it was sent, and after the last one of a
 * turn its reply, once that is final. A person's entry has the platform's message id, a reply its own. Only for chats
 * of one person: it shows everybody's words. The database adds up the sizes of the rows, so that no more than a page is
 * read; where one message with its reply is more than that, the words of both are cut.
 */
export async function historyOf(
  { store, files }: { store: Store; files: Pick<ExportFiles, 'isKept'> },
  { conversation, bytesMax, before }: HistoryQuery,
): Promise<HistoryPage> {
  if (before !== undefined && !CURSOR.test(before)) return { entries: [] }
  const values = [conversation, before ?? null, MESSAGES_MAX, bytesMax - FRAME_BYTES, FRAME_BYTES]
  const { rows } = await store.pool.query<Row>(PAGE, values)
  const [oldest] = rows
  const linked = await Promise.all(rows.map(async (row) => [row, await linksOf(files, row)] as const))
  const entries = linked.flatMap(([row, links], nth) => {
    const isSaid = rows[nth - 1]?.id === row.id
    return [...(isSaid ? [] : personEntry(row)), ...replyEntry(row, links)]
  })
  const bytes = rows.reduce((sum, row) => sum + row.bytes, FRAME_BYTES)
  return {
    entries: bytes <= bytesMax ? entries : entries.map((entry) => shortEntry(entry, bytesMax / entries.length)),
    ...(oldest?.has_older && { older: String(oldest.seq) }),
  }
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

/** A file of a reply in a private chat that was not fetched yet. */
export async function replyFileOf(
  { store, files }: { store: Store; files: Pick<ExportFiles, 'isKept'> },
  { conversation, fileId }: { conversation: ConversationId; fileId: string },
): Promise<ReplyFile | undefined> {
  const { rows } = await store.pool.query<{ files: ReplyFile[] }>(REPLY_FILES, [conversation])
  const file = rows.flatMap((row) => row.files).find((other) => fileIdOf(other) === fileId)
  return file !== undefined && (await files.isKept(file)) ? file : undefined
}

/** A private chat has the id of its identity; by the person, because that has an index. */
const REPLY_FILES = `
  select outbox.files from identity join outbox on outbox.person_id = identity.person_id
  where identity.id = $1 and outbox.conversation_id = $1 and outbox.files is not null`

const PICTURE_ID = /^([\w-]{1,64})\.(\d{1,6})$/

type Row = {
  readonly id: EventId
  readonly seq: number
  readonly body: ChatEvent
  readonly reply_id: ReplyId | null
  readonly reply: string | null
  readonly reply_kind: Exclude<HistoryEntry['kind'], 'message'>
  readonly replied_at: Date
  readonly reply_files: ReplyFile[] | null
  /** Of both entries as JSON, at most: the body says more than its entry does. */
  readonly bytes: number
  readonly has_older: boolean
}

/**
 * The newest message is always in it. Growing replies come by the live stream; here a reply is complete. A message with
 * several replies has as many rows; what an operator wrote without being asked follows the message before it, and is
 * looked for among the turns of these messages alone.
 */
const PAGE = `
  with newest as (
    select id, seq, turn_id, body, received_at from event
    where conversation_id = $1 and kind in ('message', 'command') and body is not null
      and ($2::bigint is null or seq < $2)
    order by seq desc limit $3 + 1
  ), among as (
    select case when count(*) > $3 then min(turn.number) else 0 end as first, (
      select number from event join turn on turn.id = turn_id where event.conversation_id = $1 and seq = $2) as before
    from newest left join turn on turn.id = newest.turn_id
  ), unasked as materialized (
    select reply.* from among join turn on turn.conversation_id = $1
      and turn.number >= coalesce(among.first, 0) and turn.number < coalesce(among.before, 2147483647)
    join outbox reply on reply.turn_id = turn.id and reply.conversation_id = $1
    where turn.state = 'human' and not exists (select from event where turn_id = turn.id)
  ), replied as (
    select newest.*, reply.id as reply_id, reply.text as reply, reply.kind as reply_kind,
      reply.created_at as replied_at, reply.files as reply_files,
      octet_length(newest.body::text) + coalesce(octet_length(to_json(reply.text)::text) + $5, 0)
        + coalesce(octet_length(reply.files::text), 0) as bytes
    from (
      select *, coalesce(lead(received_at) over (order by seq), (
        select received_at from event
        where conversation_id = $1 and kind in ('message', 'command') and body is not null and seq >= $2
        order by seq limit 1)) as followed_at
      from newest) newest
    left join lateral (
      select * from outbox own
      where own.turn_id = newest.turn_id and own.conversation_id = $1 and own.state <> 'live' and not exists (
        select 1 from event later
        where later.turn_id = newest.turn_id and later.seq > newest.seq and later.kind in ('message', 'command'))
      union all
      select * from unasked
      where unasked.created_at >= newest.received_at
        and (newest.followed_at is null or unasked.created_at < newest.followed_at)) reply on true
  ), measured as (
    select *, dense_rank() over newest_first as nth, sum(bytes) over newest_first as bytes_so_far,
      seq > min(seq) over () as has_older
    from replied window newest_first as (order by seq desc)
  )
  select id, seq, body, reply_id, reply, reply_kind, replied_at, reply_files, bytes, has_older from measured
  where nth = 1 or (bytes_so_far <= $4 and nth <= $3)
  order by seq, replied_at`

function personEntry({ id, body }: Row): HistoryEntry[] {
  if (body.type !== 'message' && body.type !== 'command') return []
  const about = { from: 'person', id: body.messageId, kind: 'message', atMs: body.receivedAtMs } as const
  if (body.type === 'command') return [{ ...about, text: `/${body.name} ${body.argument}`.trim(), pictureIds: [] }]
  return [{ ...about, text: wordsOf(body.parts), pictureIds: pictureIds(id, body) }]
}

function replyEntry(row: Row, files: readonly FileLink[]): HistoryEntry[] {
  const { reply_id: id, reply: text, reply_kind: kind, replied_at: at } = row
  if (id === null || text === null) return []
  const links = files.length > 0 ? { files } : {}
  return [{ from: 'bot', id, text, pictureIds: [], kind, atMs: at.getTime(), ...links }]
}

async function linksOf(files: Pick<ExportFiles, 'isKept'>, row: Row): Promise<FileLink[]> {
  const links: FileLink[] = []
  for (const file of row.reply_files ?? []) {
    if (await files.isKept(file)) links.push({ id: fileIdOf(file), name: file.name, bytes: file.bytes })
  }
  return links
}

const pictureIds = (id: EventId, { parts }: MessageEvent) =>
  parts.flatMap((part, index) => (isPicture(part) ? [`${id}.${index}`] : []))

function shortEntry(entry: HistoryEntry, bytesMax: number): HistoryEntry {
  const unitsMax = Math.max(0, Math.floor((bytesMax - 2 * FRAME_BYTES) / JSON_BYTES_PER_UNIT_MAX))
  return entry.text.length <= unitsMax ? entry : { ...entry, text: `${shortened(entry.text, unitsMax)}…` }
}
