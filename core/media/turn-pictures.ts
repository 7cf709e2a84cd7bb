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
import { PictureError, type PictureErrorCode } from './picture-error.ts'
import { preparePicture, type Prepared } from './prepare.ts'

export type TurnPicture = Prepared & { readonly asked: AskedPicture }

/** The key in `Texts` of the note for the person. */
export type PictureFaultText =
  'pictureBroken' | 'pictureTooLarge' | 'notAPicture' | 'pictureSvg' | 'pictureHeic' | 'pictureGone'

/** `otherFile`: a file that was not declared as a picture, and is none. */
export type PictureFault = { readonly asked: AskedPicture; readonly text: PictureFaultText | 'otherFile' }

export type TurnPictures = {
  readonly pictures: readonly TurnPicture[]
  readonly faults: readonly PictureFault[]
  /** How many were dropped because there are more than `picturesMax`. */
  readonly surplus: number
}

type PictureDeps = {
  /** Without an id: it is not answered yet. */
  readonly turn: Pick<Turn, 'conversation' | 'person' | 'network'> & { readonly id?: Turn['id'] }
  /** The bytes from the platform; rejects with `ChannelError`. */
  readonly fetch: (media: MediaPart, signal: AbortSignal) => Promise<Uint8Array>
  readonly media: MediaStore
  readonly clock: Clock
}

export type TurnPicturesDeps = PictureDeps & {
  readonly turn: Turn
  /** Pictures per turn; quoted ones come after those that were sent. */
  readonly picturesMax?: number
}

const PICTURES_MAX = 5
/** Limit for the setting: no model in the catalogue was tested with more. */
const PICTURES_CAP = 8
/** Size of a file before it is prepared: more than a phone photo has, and the limit of Telegram for bots. */
export const PICTURE_BYTES_MAX = 20_000_000
/** Short pauses, because a person is waiting. */
const RETRY_DELAYS_MS = [500, 2_000]
/** When a fetch took longer to fail, it is not retried: the person gets a note, and their next message is answered. */
const RETRY_WITHIN_MS = 8_000
const RETRY_AFTER_MS_MAX = 5_000
/** Files in memory at once, from the first byte to the prepared picture. */
const FILES_AT_ONCE_MAX = 8
const FILES_WAITING_MAX = 1_000
const files = new FairSemaphore({ permits: FILES_AT_ONCE_MAX, waitingMax: FILES_WAITING_MAX })

const log = logFor('core:media')

/**
 * Fetches and prepares the pictures of a turn, and stores those that are the person's own. A picture that an earlier
 * run of this turn stored is read from its file. One that cannot be used becomes a fault with a note, and the others
 * are used without it. Scheduling is round robin per picture, so that no one waits for a whole album of another person.
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
      log.info({ turn: turn.id, part: each.part, code: error.code }, 'picture cannot be used')
      const isOther = !isPicture(each.media) && mayBeOther(error)
      faults.push({ asked: each, text: isOther ? 'otherFile' : textFor(error) })
    }
  }
  return { pictures, faults, surplus: ordered.length - wanted.length }
}

/** One of them. Rejects with `PictureError` or `ChannelError` where it cannot be used. */
export async function pictureOf(deps: PictureDeps, asked: AskedPicture, signal: AbortSignal): Promise<Prepared> {
  if (!mayBeKept(asked)) return fetched(deps, asked, signal)
  const row = await deps.media.find(asked.eventId, asked.part)
  // Rows are found by event and part. Should a row belong to another person, through a bug, it must not be shown.
  if (row !== undefined && row.personId === deps.turn.person) {
    const kept = await keptPicture(deps.media, row)
    if (kept !== undefined) return kept
  }
  const prepared = await fetched(deps, asked, signal)
  const { conversation, id: turn, person } = deps.turn
  const origin = { eventId: asked.eventId, part: asked.part, person, conversation, ...(turn && { turn }) }
  await deps.media.keep(origin, prepared)
  return prepared
}

async function fetched(deps: PictureDeps, asked: AskedPicture, signal: AbortSignal): Promise<Prepared> {
  const share = shareOf(deps.turn)
  const fetchAndPrepare = async () => {
    const bytes = await fetchWithRetries(deps, asked.media, signal)
    if (bytes.byteLength > PICTURE_BYTES_MAX) throw tooLarge()
    return preparePicture(bytes, { share, signal })
  }
  return files.run(share, fetchAndPrepare, signal)
}

/** `undefined` when its file is gone: then it is fetched again. */
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
  { fetch, clock }: PictureDeps,
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

/** With these codes the bytes are no picture, or it is not known. */
const OTHER = new Set(['not-a-picture', 'media-too-large', 'media-gone', 'refused'])
const mayBeOther = (error: PictureError | ChannelError) => OTHER.has(error.code)

function textFor(error: PictureError | ChannelError): PictureFaultText {
  if (error instanceof ChannelError) return error.code === 'media-too-large' ? 'pictureTooLarge' : 'pictureGone'
  return error.kind === 'svg' ? 'pictureSvg' : TEXTS[error.code]
}

const TEXTS: Readonly<Record<PictureErrorCode, PictureFaultText>> = {
  'unsupported-kind': 'notAPicture',
  'not-a-picture': 'notAPicture',
  'too-large': 'pictureTooLarge',
  broken: 'pictureBroken',
  heic: 'pictureHeic',
  gone: 'pictureGone',
}
