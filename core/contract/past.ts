import type { AskedPicture, OtherKind } from './asked.ts'

/** A finished turn of the same person in the same conversation, as the prompt may know it. */
export type PastTurn = {
  readonly number: number
  readonly asked: string
  readonly others: readonly OtherKind[]
  /** That may be shown again, as long as they are kept. */
  readonly pictures: readonly Pick<AskedPicture, 'eventId' | 'part'>[]
  /** That were somebody else's. */
  readonly picturesForgotten: number
  readonly answer: string
  readonly atMs: number
}
