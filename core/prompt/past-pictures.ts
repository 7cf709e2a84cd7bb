import type { EventId } from '../contract/ids.ts'
import type { PastTurn } from '../contract/past.ts'

export type PictureKey = `${EventId}.${number}`

export const pictureKey = ({ eventId, part }: { eventId: EventId; part: number }): PictureKey => `${eventId}.${part}`

/**
 * The past turn whose pictures the model is shown again, so that "and what colour is it?" can be answered: the newest
 * one that has any, as long as they and the new ones are no more than `picturesMax`. Older pictures become
 * `[picture]`.
 */
export function turnWithPictures(
  past: readonly PastTurn[],
  room: { readonly picturesMax: number; readonly asked: number },
): PastTurn | undefined {
  const newest = past.findLast(({ pictures }) => pictures.length > 0)
  return newest !== undefined && newest.pictures.length + room.asked <= room.picturesMax ? newest : undefined
}
