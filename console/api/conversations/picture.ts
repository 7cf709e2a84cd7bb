import { readFile } from 'node:fs/promises'
import { filePathOf, type MediaRow } from '#core/media/media-path.ts'
import type { ConversationId, EventId } from '#core/contract/ids.ts'
import { Bytes } from '../bytes.ts'
import { ConsoleError } from '../console-error.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { RouteDeps } from '../route.ts'
import { say } from '../sentences.ts'

type Picture = { readonly id: string; readonly turn: string; readonly n: number }

/**
 * As it was prepared for the model, so at most some hundred KB. The path is made of what the database says, never of
 * what was asked for.
 *
 * @throws {ConsoleError} when it is not kept
 */
export async function pictureOf(pool: ConsolePool, mediaFolder: string, { id, turn, n }: Picture): Promise<Bytes> {
  const { rows } = await pool.query<Row>(PICTURE, [turn, id, n])
  return bytesOf(mediaFolder, rows[0])
}

type Waiting = { readonly id: string; readonly event: string; readonly part: number }

/**
 * The same of a message that waits for an operator. It is fetched and prepared first, where nobody has looked at it yet.
 *
 * @throws {ConsoleError} when it cannot be shown
 */
export async function waitingPictureOf(
  { pool, service: { takeOvers, mediaFolder } }: Pick<RouteDeps, 'pool' | 'service'>,
  { id, event, part }: Waiting,
  signal: AbortSignal,
): Promise<Bytes> {
  const picture = { conversation: id as ConversationId, event: event as EventId, part }
  const kept = await takeOvers.keepPicture(picture, signal)
  switch (kept) {
    case 'kept': {
      const { rows } = await pool.query<Row>(WAITING_PICTURE, [event, id, part])
      return bytesOf(mediaFolder, rows[0])
    }
    case 'none':
      throw new ConsoleError('not-found', say('picture.not-waiting'))
    case 'unusable':
      throw new ConsoleError('not-found', say('picture.unusable'))
    case 'away':
      throw new ConsoleError('unavailable', say('picture.away'))
    default:
      return kept satisfies never
  }
}

async function bytesOf(mediaFolder: string, row: Row | undefined): Promise<Bytes> {
  const gone = (cause?: unknown) => new ConsoleError('not-found', say('picture.gone'), { cause })
  if (row === undefined) throw gone()
  const { person_id: personId, sha256, mime } = row
  const bytes = await readFile(filePathOf(mediaFolder, { personId, sha256, mime })).catch((error: unknown) => {
    throw gone(error)
  })
  return new Bytes({ mime, bytes })
}

type Row = { person_id: MediaRow['personId']; sha256: string; mime: MediaRow['mime'] }

const PICTURE = `
  select m.person_id, m.sha256, m.mime
  from turn t, jsonb_array_elements(t.asked -> 'pictures') with ordinality as picture(about, nth)
  join media m on m.event_id = about ->> 'eventId' and m.part = (about ->> 'part')::integer
  where t.id = $1 and t.conversation_id = $2 and nth = $3::integer + 1`

const WAITING_PICTURE = `
  select person_id, sha256, mime from media where event_id = $1 and conversation_id = $2 and part = $3`
