import type { EventId } from '../contract/ids.ts'
import type { PastTurn } from '../contract/past.ts'

/** A past turn and its tokens in a prompt. */
export type Weighed<Turn> = { readonly turn: Turn; readonly tokens: number }

/**
 * The 24 to 40 newest turns are considered. The first one is chosen by turn number in steps of 16, so it stays the same
 * for 16 turns and the engine's cache stays valid. Loading the 40 newest turns is always enough.
 */
const TURNS_MIN = 24
const TURNS_STEP = 16

/** The turns that a prompt may contain; `past` is ordered from the oldest. */
export function recentTurns<Turn extends { readonly number: number }>(past: readonly Turn[]): readonly Turn[] {
  const newest = past.at(-1)?.number ?? 0
  const first = Math.floor((newest - TURNS_MIN) / TURNS_STEP) * TURNS_STEP
  return past.filter(({ number }) => number >= first)
}

/**
 * The newest turns that fit into `tokensMax`. When they exceed it, the oldest are dropped until half of it is free, and
 * then none until it is exceeded again: between two cuts the prompt only grows at its end, so the engine has the rest
 * cached. The cuts depend only on the turns, so they are the same after a restart.
 */
export function historyWithin<Turn>(turns: readonly Weighed<Turn>[], tokensMax: number): readonly Weighed<Turn>[] {
  let first = 0
  let total = 0
  turns.forEach(({ tokens }, index) => {
    total += tokens
    if (total <= tokensMax) return
    while (total > tokensMax / 2 && first < index) total -= turns[first++]!.tokens
    // One turn alone may exceed it.
    if (total > tokensMax) [first, total] = [index + 1, 0]
  })
  return turns.slice(first)
}

export type PictureKey = `${EventId}.${number}`

export const pictureKey = ({ eventId, part }: { eventId: EventId; part: number }): PictureKey => `${eventId}.${part}`

/**
 * The past turn whose pictures the model gets again, so that "and what colour is it?" can be answered: the newest one
 * with pictures, if these and the new ones are at most `picturesMax`. Older pictures become `[picture]`.
 */
export function turnWithPictures(
  past: readonly PastTurn[],
  room: { readonly picturesMax: number; readonly asked: number },
): PastTurn | undefined {
  const newest = past.findLast(({ pictures }) => pictures.length > 0)
  return newest !== undefined && newest.pictures.length + room.asked <= room.picturesMax ? newest : undefined
}
