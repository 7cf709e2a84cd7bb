import type { EngineHealth, GuardLevel, PicturePart, Share } from '#engine/contract.ts'
import type { Hazard, Verdict } from '../contract/verdict.ts'
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

export type Judgement = {
  readonly type: 'pass' | 'block'
  readonly hazards: readonly Hazard[]
  /** Of every guard that was asked, in order. */
  readonly verdicts: readonly Verdict[]
}

/**
 * Asks the guards one after the other and stops at the first that blocks: the cheap ones stand first. A guard that
 * throws ends it, and so does an empty list, because nothing would have been judged; the caller then withholds.
 */
export async function judgeAll(guards: readonly Guard[], content: Judged, signal: AbortSignal): Promise<Judgement> {
  if (guards.length === 0) throw new GuardFault('unsupported', 'No guard is set: at least the rules must judge.')
  const verdicts: Verdict[] = []
  for (const guard of guards) {
    signal.throwIfAborted()
    const verdict = await guard.judge(content, signal)
    verdicts.push(verdict)
    if (verdict.outcome === 'block') return { type: 'block', hazards: verdict.hazards, verdicts }
  }
  return { type: 'pass', hazards: [...new Set(verdicts.flatMap(({ hazards }) => hazards))], verdicts }
}

export type GuardFaultCode =
  /** The model did not answer with what a verdict can be read from. */
  | 'garbled'
  /** More text than a guard reads in its windows, or a question that its engine refused as too long. */
  | 'too-long'
  /** This engine cannot judge: it gives no probabilities, or no guard is set. */
  | 'unsupported'

/** A guard could not judge. Whoever asked must withhold what was to be judged. */
export class GuardFault extends Error {
  override readonly name = 'GuardFault'
  readonly code: GuardFaultCode
  constructor(code: GuardFaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
