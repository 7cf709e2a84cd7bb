import type { PicturePart, Share } from '#engine/contract.ts'
import type { Verdict } from '../contract/verdict.ts'

/** A guard judges one text before it goes on: what was asked, and every window of an answer. */
export interface Guard {
  readonly name: string
  /** Rejects when it could not judge (`EngineError`, or anything else): whoever asked must then withhold. */
  judge(content: Judged, signal: AbortSignal): Promise<Verdict>
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
