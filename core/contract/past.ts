import type { TurnId } from './ids.ts'
import type { AskedPicture, OtherKind } from './asked.ts'

/** A finished turn of the same person in the same conversation, for the prompt. */
export type PastTurn = {
  readonly id: TurnId
  readonly number: number
  readonly asked: string
  readonly others: readonly OtherKind[]
  /** Pictures that may be shown to the model again, as long as they are stored. */
  readonly pictures: readonly Pick<AskedPicture, 'eventId' | 'part'>[]
  /** Number of pictures of other people, which are not stored. */
  readonly picturesForgotten: number
  readonly answer: string
  /** An operator wrote it. */
  readonly isByPerson?: true
  readonly atMs: number
}
