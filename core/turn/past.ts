import type { AskedPicture, OtherKind } from './turn.ts'

/** A finished turn of the same person in the same conversation, as the prompt may know it. */
export type PastTurn = {
  readonly number: number
  readonly asked: string
  readonly others: readonly OtherKind[]
  readonly pictures: readonly Pick<AskedPicture, 'eventId' | 'part'>[]
  readonly answer: string
  readonly atMs: number
}
