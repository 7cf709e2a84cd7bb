import type { EngineHealth, GuardLevel, PicturePart, Share } from '#engine/contract.ts'
import type { Verdict } from '../contract/verdict.ts'
import type { PictureFit } from '../media/fit.ts'

/** A guard judges one text before it goes on: what was asked, and every window of an answer. */
export interface Guard {
  readonly name: string
  /** Rejects when it could not judge (`EngineError`, or anything else): whoever asked must then withhold. */
  judge(content: Judged, signal: AbortSignal): Promise<Verdict>
  /** What it judges with and may be away: an engine, for one. A guard without it can judge at any time. */
  readonly service?: GuardService
}

export type GuardService = {
  health(): EngineHealth
  /** Resolves as soon as it can judge; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>
  /** Known once ready. */
  capabilities(): GuardCapabilities
}

export type GuardCapabilities = {
  readonly level: GuardLevel
  /** What it reads at once; a longer text is judged in pieces. */
  readonly promptTokens: number
  /** How it is shown pictures; undefined when it looks at none. */
  readonly pictures: PictureFit | undefined
}

export type Judged = {
  /** The turn's id: names what the guard asks of its engine, so that a text that brings it down twice is found. */
  readonly turn?: string
  /** For whom it is judged. */
  readonly share?: Share
  readonly direction: 'in' | 'out'
  /** Raw: each guard neutralises for its own prompt. */
  readonly text: string
  /** Of `out`: what was asked, as context. */
  readonly asked?: string
  readonly pictures: readonly PicturePart[]
}
