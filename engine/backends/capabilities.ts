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
    areMarksComplete: false,
  }
}

/** Llama 4 puts a picture between a beginning, a mark and an end. */
const MARKER_TOKENS = 3

/** Pictures as large as the tiles that may be used: two by two for four to eight tiles, three by three for nine. */
export function tilePixelsFor(card: ModelCard, tiles: number): number {
  return card.tilePixels * Math.floor(Math.sqrt(Math.max(1, Math.min(tiles, card.tilesMax))))
}

/**
 * Of so many tokens for both, a quarter is kept for the answer, and no more than most answers need: a prompt that leaves
 * no room for one is refused.
 */
export function promptTokensIn(contextTokens: number, promisedTokens: number): number {
  const answerTokens = Math.min(ANSWER_TOKENS, Math.floor(contextTokens / 4))
  return Math.min(promisedTokens, contextTokens - answerTokens)
}

const ANSWER_TOKENS = 512
