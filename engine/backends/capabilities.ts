import type { EngineCapabilities } from '../contract.ts'
import type { ModelCard } from '../models/card.ts'
import { KNOWN_MARKS } from '../models/control-marks.ts'

/** What the card promises; an engine that is ready replaces what it found to be different. */
export function promisedBy(card: ModelCard): EngineCapabilities {
  return {
    model: card.name,
    contextTokens: card.contextTokens,
    promptTokens: card.promptTokens,
    vision: card.projector !== undefined || (card.hub?.projector ?? []).length > 0,
    picturesMax: card.picturesMax,
    pictureTokens: card.tileTokens + MARKER_TOKENS,
    tilePixels: card.tilePixels,
    pad: card.pad,
    schema: true,
    firstTokenChoices: true,
    sampling: card.sampling,
    guard: card.guard.level,
    guardSeesPictures: card.guard.seesPictures,
    guardThreshold: card.guard.threshold,
    controlMarks: [...new Set([...card.controlMarks, ...KNOWN_MARKS])],
  }
}

/** Llama 4 puts a picture between a beginning, a mark and an end. */
const MARKER_TOKENS = 3

/** Pictures as large as the tiles that may be used: two by two for four to eight tiles, three by three for nine. */
export function tilePixelsFor(card: ModelCard, tiles: number): number {
  return card.tilePixels * Math.floor(Math.sqrt(Math.max(1, Math.min(tiles, card.tilesMax))))
}
