import type { Clock } from '#machine/clock.ts'
import { isPicture } from '../contract/asked.ts'
import { ChannelError, type Channel } from '../contract/channel.ts'
import type { AccountId, ConversationId, EventId, PersonId } from '../contract/ids.ts'
import type { MessageContent } from '../contract/message.ts'
import type { MediaStore } from '../media/media-store.ts'
import { PictureError } from '../media/picture-error.ts'
import { PICTURE_BYTES_MAX, pictureOf } from '../media/turn-pictures.ts'
import { FOREIGN_KEY_VIOLATION, sqlStateOf } from '../store/sql-state.ts'
import type { Store } from '../store/store.ts'

export type WaitingPicturesDeps = {
  readonly store: Store
  readonly media: MediaStore
  readonly channelFor: (account: AccountId) => Pick<Channel, 'fetchMedia'> | undefined
  readonly clock: Clock
}

export type WaitingPicture = {
  readonly conversation: ConversationId
  /** The message, or the edit that it reads as now. */
  readonly event: EventId
  readonly part: number
}

/** `none`: nothing waits there. `unusable`: it is no picture, or broken. `away`: its platform did not give it now. */
export type PictureKept = 'kept' | 'none' | 'unusable' | 'away'

/** Of a platform that is slow: the operator may ask again. */
const FETCH_MS_MAX = 5_000

/**
 * Keeps a picture that waits for an operator, as a turn would have: decoded once, below the folder of its person, so it
 * is deleted with them. It is kept by its message, so it is also found in the turn in which it was answered.
 */
export async function keepWaitingPicture(
  { store, media, channelFor, clock }: WaitingPicturesDeps,
  { conversation, event: eventId, part }: WaitingPicture,
  signal: AbortSignal,
): Promise<PictureKept> {
  const { rows } = await store.pool.query<Row>(WAITING, [conversation, eventId])
  const [row] = rows
  const picture = row?.body.parts[part]
  if (row === undefined || picture === undefined || !isPicture(picture)) return 'none'
  const channel = channelFor(row.account)
  if (channel === undefined) return 'away'
  const deps = {
    turn: { conversation, person: row.person_id },
    fetch: (...[about, stop]: Parameters<Fetch>) => channel.fetchMedia(about, { bytesMax: PICTURE_BYTES_MAX }, stop),
    media,
    clock,
  }
  const late = AbortSignal.timeout(FETCH_MS_MAX)
  try {
    await pictureOf(deps, { eventId, part, media: picture, quoted: false }, AbortSignal.any([signal, late]))
    return 'kept'
  } catch (error) {
    if (error instanceof PictureError) return 'unusable'
    if (error instanceof ChannelError) return UNUSABLE.has(error.code) ? 'unusable' : 'away'
    // Its person was deleted meanwhile.
    if (sqlStateOf(error) === FOREIGN_KEY_VIOLATION) return 'none'
    if (late.aborted) return 'away'
    throw error
  }
}

type Fetch = (media: Parameters<Channel['fetchMedia']>[0], signal: AbortSignal) => Promise<Uint8Array>
type Row = { readonly account: AccountId; readonly person_id: PersonId; readonly body: MessageContent }

const UNUSABLE: ReadonlySet<string> = new Set(['media-too-large', 'media-gone', 'refused'])

/** Of a conversation that somebody has taken over. */
const WAITING = `
  select c.account, e.person_id, e.body from event e join conversation c on c.id = e.conversation_id
  where c.id = $1 and e.id = $2 and e.state = 'pending' and e.kind in ('message', 'edit') and c.take_over is not null`
