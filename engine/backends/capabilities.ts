import type { EngineCapabilities } from '../contract.ts'
import type { ModelCard } from '../models/card.ts'
import { KNOWN_MARKS } from '../models/control-marks.ts'

/** What the model's card says; a ready engine corrects it with what its self-test found. */
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
    ...(card.memory && { extractor: card.memory.extractor }),
    ...(card.memory?.inSystem && { memoryInSystem: true }),
    ...(card.prompt.ignoresPersona && { ignoresPersona: true }),
    controlMarks: [...new Set([...card.controlMarks, ...KNOWN_MARKS])],
    areMarksComplete: false,
  }
}

/** Llama 4 adds three tokens to a picture: a start, a mark and an end. */
const MARKER_TOKENS = 3

/** The side of a picture in tiles: two by two for four to eight tiles, three by three for nine. */
export function tilePixelsFor(card: ModelCard, tiles: number): number {
  return card.tilePixels * Math.floor(Math.sqrt(Math.max(1, Math.min(tiles, card.tilesMax))))
}

/**
 * Prompt and answer share the context: a quarter is kept for the answer, but no more than most answers need. Servers
 * refuse a prompt that leaves no room for an answer.
 */
export function promptTokensIn(contextTokens: number, promisedTokens: number): number {
  const answerTokens = Math.min(ANSWER_TOKENS, Math.floor(contextTokens / 4))
  return Math.min(promisedTokens, contextTokens - answerTokens)
}

const ANSWER_TOKENS = 512
