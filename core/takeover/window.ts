import type pg from 'pg'
import type { Channel } from '../contract/channel.ts'
import type { Place } from './place.ts'

/** Until when the platform takes messages of ours there; undefined where it always does. */
export async function windowEndMs(
  client: Pick<pg.Pool, 'query'>,
  channel: Pick<Channel, 'capabilities'> | undefined,
  { id, chat }: Pick<Place, 'id' | 'chat'>,
): Promise<number | undefined> {
  const windowMs = channel?.capabilities(chat).replyWindowMs
  if (windowMs === undefined) return undefined
  const { rows } = await client.query<{ atMs: number | null }>(WRITTEN, [id])
  const atMs = rows[0]?.atMs
  return atMs == null ? undefined : atMs + windowMs
}

/** When somebody last wrote there, as delivery has it. */
const WRITTEN = `
  select coalesce((body ->> 'sentAtMs')::double precision, extract(epoch from received_at)::double precision * 1000) as "atMs"
  from event where conversation_id = $1 and kind in ('message', 'command', 'callback') order by seq desc limit 1`
