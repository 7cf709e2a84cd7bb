import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import { isPicture, mayBeKept, type AskedPicture } from '../contract/asked.ts'
import { ChannelError } from '../contract/channel.ts'
import type { MediaPart } from '../contract/message.ts'
import { shareOf, type Turn } from '../contract/turn.ts'
import { FairSemaphore } from '../fair-semaphore.ts'
import type { MediaRow } from './media-path.ts'
import type { MediaStore } from './media-store.ts'
import { PictureError } from './picture-error.ts'
import { preparePicture, type Prepared } from './prepare.ts'

export type TurnPicture = Prepared & { readonly asked: AskedPicture }

/** The key of the sentence in `Texts` that the person is told. */
export type PictureFaultText =
  | 'pictureBroken'
  | 'pictureTooLarge'
  | 'notAPicture'
  | 'pictureSvg'
  | 'pictureHeic'
  | 'pictureGone'

/** `otherFile`: it did not say that it is a picture, and it is none. */
export type PictureFault = { readonly asked: AskedPicture; readonly text: PictureFaultText | 'otherFile' }

export type TurnPictures = {
  readonly pictures: readonly TurnPicture[]
  readonly faults: readonly PictureFault[]
  /** How many were left aside because there are more than `picturesMax`. */
  readonly surplus: number
}

export type TurnPicturesDeps = {
  readonly turn: Turn
  /** The bytes from the platform; rejects with `ChannelError`. */
  readonly fetch: (media: MediaPart, signal: AbortSignal) => Promise<Uint8Array>
  readonly media: MediaStore
  readonly clock: Clock
  /** A turn takes this many; what was quoted comes after what was sent. */
  readonly picturesMax?: number
}

const PICTURES_MAX = 5
/** Whatever a setting says: no model of ours was tested with more. */
const PICTURES_CAP = 8
/** Of a file before it is prepared: more than any phone's photo has, and what Telegram lets a bot fetch. */
export const PICTURE_BYTES_MAX = 20_000_000
/** The platform's file server may stumble; a person waits meanwhile. */
const RETRY_DELAYS_MS = [500, 2_000]
/** A file that took longer to fail has had its chance: the person is told, and what they write next is answered. */
const RETRY_WITHIN_MS = 8_000
const RETRY_AFTER_MS_MAX = 5_000
/** From the first byte until they are prepared: so many whole files are in memory. */
const FILES_AT_ONCE_MAX = 8
const FILES_WAITING_MAX = 1_000
const files = new FairSemaphore({ permits: FILES_AT_ONCE_MAX, waitingMax: FILES_WAITING_MAX })

const log = logFor('core:media')

/**
 * The pictures of a turn, fetched, prepared and kept under the person, unless they are somebody else's. One that was
 * kept by an earlier run of this turn is read from its file. One that cannot be used is a fault with a sentence; the
 * others go on without it. People and networks take turns, picture by picture: nobody waits for somebody else's album.
 */
export async function picturesOfTurn(deps: TurnPicturesDeps, signal: AbortSignal): Promise<TurnPictures> {
  const { turn, picturesMax = PICTURES_MAX } = deps
  const asked = turn.asked.type === 'message' ? turn.asked.pictures : []
  const ordered = [...asked.filter(({ quoted }) => !quoted), ...asked.filter(({ quoted }) => quoted)]
  const wanted = ordered.slice(0, Math.min(picturesMax, PICTURES_CAP))
  const pictures: TurnPicture[] = []
  const faults: PictureFault[] = []
  for (const each of wanted) {
    signal.throwIfAborted()
    try {
      pictures.push({ ...(await pictureOf(deps, each, signal)), asked: each })
    } catch (error) {
      if (signal.aborted || !isFault(error)) throw error
      log.info({ turn: turn.id, part: each.part, code: error.code }, 'a picture cannot be used')
      const isOther = !isPicture(each.media) && mayBeOther(error)
      faults.push({ asked: each, text: isOther ? 'otherFile' : textFor(error) })
    }
  }
  return { pictures, faults, surplus: ordered.length - wanted.length }
}

async function pictureOf(deps: TurnPicturesDeps, asked: AskedPicture, signal: AbortSignal): Promise<Prepared> {
  if (!mayBeKept(asked)) return fetched(deps, asked, signal)
  const row = await deps.media.find(asked.eventId, asked.part)
  // Rows are found by event and part; a row of somebody else would be a fault of ours that must not show their picture.
  if (row !== undefined && row.personId === deps.turn.person) {
    const kept = await keptPicture(deps.media, row)
    if (kept !== undefined) return kept
  }
  const prepared = await fetched(deps, asked, signal)
  const { conversation, id: turn, person } = deps.turn
  await deps.media.keep({ eventId: asked.eventId, part: asked.part, person, conversation, turn }, prepared)
  return prepared
}

async function fetched(deps: TurnPicturesDeps, asked: AskedPicture, signal: AbortSignal): Promise<Prepared> {
  const share = shareOf(deps.turn)
  const fetchAndPrepare = async () => {
    const bytes = await fetchWithRetries(deps, asked.media, signal)
    if (bytes.byteLength > PICTURE_BYTES_MAX) throw tooLarge()
    return preparePicture(bytes, { share, signal })
  }
  return files.run(share, fetchAndPrepare, signal)
}

/** `undefined` when its file is gone: it is fetched again. */
async function keptPicture(media: MediaStore, row: MediaRow): Promise<Prepared | undefined> {
  try {
    const { mime, width, height } = row
    return { mime, width, height, bytes: await media.read(row) }
  } catch (error) {
    if (error instanceof PictureError) return undefined
    throw error
  }
}

async function fetchWithRetries(
  { fetch, clock }: TurnPicturesDeps,
  media: MediaPart,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if ((media.bytes ?? 0) > PICTURE_BYTES_MAX) throw tooLarge()
  const pauseMs = (failures: number, error: unknown) => {
    const askedMs = error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0
    return Math.min(Math.max(RETRY_DELAYS_MS[failures - 1] ?? 0, askedMs), RETRY_AFTER_MS_MAX)
  }
  const triesMax = RETRY_DELAYS_MS.length + 1
  const policy = { triesMax, withinMs: RETRY_WITHIN_MS, pauseMs, isTransient, clock }
  return retry(() => fetch(media, signal), policy, signal)
}

const tooLarge = () => new ChannelError('media-too-large', `The file has more than ${PICTURE_BYTES_MAX} bytes.`)

const TRANSIENT = new Set(['rate-limited', 'unreachable', 'unknown-outcome'])
const isTransient = (error: unknown) => error instanceof ChannelError && TRANSIENT.has(error.code)

const isFault = (error: unknown): error is PictureError | ChannelError =>
  error instanceof PictureError || error instanceof ChannelError

/** What is known to be a picture by its bytes fails in other ways. */
const OTHER = new Set(['not-a-picture', 'media-too-large', 'media-gone', 'refused'])
const mayBeOther = (error: PictureError | ChannelError) => OTHER.has(error.code)

function textFor(error: PictureError | ChannelError): PictureFaultText {
  if (error instanceof ChannelError) return error.code === 'media-too-large' ? 'pictureTooLarge' : 'pictureGone'
  switch (error.code) {
    case 'unsupported-kind':
      return error.kind === 'svg' ? 'pictureSvg' : 'notAPicture'
    case 'not-a-picture':
      return 'notAPicture'
    case 'too-large':
      return 'pictureTooLarge'
    case 'broken':
      return 'pictureBroken'
    case 'heic':
      return 'pictureHeic'
    case 'gone':
      return 'pictureGone'
    default:
      return error satisfies never
  }
}
