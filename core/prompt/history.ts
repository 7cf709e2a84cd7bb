import type { EventId } from '../contract/ids.ts'
import type { PastTurn } from '../contract/past.ts'

/** A past turn and what it takes of a prompt. */
export type Weighed<Turn> = { readonly turn: Turn; readonly tokens: number }

/**
 * Which turns are looked at is decided by their numbers, in steps: 24 to 40 of the newest. Whoever loads the 40 newest
 * has all of them, and the oldest of them stays the same one for 16 turns.
 */
const TURNS_MIN = 24
const TURNS_STEP = 16

/** The turns that a prompt may know at most; `past` is ordered from the oldest. */
export function recentTurns<Turn extends { readonly number: number }>(past: readonly Turn[]): readonly Turn[] {
  const newest = past.at(-1)?.number ?? 0
  const first = Math.floor((newest - TURNS_MIN) / TURNS_STEP) * TURNS_STEP
  return past.filter(({ number }) => number >= first)
}

/**
 * The newest turns that fit into `tokensMax`. When they grow beyond it, the oldest go until half is free again, and
 * then none goes until it is full once more: between two cuts the prompt only grows at its end, so an engine has all
 * of the rest cached. The cuts depend on the turns alone, hence are the same ones after a restart.
 */
export function historyWithin<Turn>(turns: readonly Weighed<Turn>[], tokensMax: number): readonly Weighed<Turn>[] {
  let first = 0
  let total = 0
  turns.forEach(({ tokens }, index) => {
    total += tokens
    if (total <= tokensMax) return
    while (total > tokensMax / 2 && first < index) total -= turns[first++]!.tokens
    // One turn alone may be too much.
    if (total > tokensMax) [first, total] = [index + 1, 0]
  })
  return turns.slice(first)
}

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
