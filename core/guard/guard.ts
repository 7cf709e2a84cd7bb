import type { EngineHealth, GuardLevel, PicturePart, Share } from '#engine/contract.ts'
import { CodedError } from '#machine/coded-error.ts'
import type { Hazard, Verdict } from '../contract/verdict.ts'
import type { PictureFit } from '../media/fit.ts'

/** Judges one text before it is passed on: what was asked, and every window of an answer. */
export interface Guard {
  readonly name: string
  /** Rejects when it could not judge (`EngineError`, or any other error): the caller must then withhold the text. */
  judge(content: Judged, signal: AbortSignal): Promise<Verdict>
  /** What it depends on and may be unreachable, such as an engine. A guard without it can judge at any time. */
  readonly service?: GuardService
}

/** A guard that tells operators what it is. */
export type DescribedGuard = Guard & { about(): GuardAbout }

export type GuardAbout = {
  readonly model: string
  readonly policyVersion: string
  /** From this probability of "unsafe" on a text is. */
  readonly threshold?: number
  /** What it looks for; those that do not block are only stored with the verdict. */
  readonly hazards: { readonly name: Hazard; readonly blocks: boolean }[]
}

export type GuardService = {
  health(): EngineHealth
  /** Resolves as soon as it can judge; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>
  /** Known when it is ready. */
  capabilities(): GuardCapabilities
}

export type GuardCapabilities = {
  readonly level: GuardLevel
  /** Tokens of one question; a longer text is judged in windows. */
  readonly promptTokens: number
  /** How pictures are fitted for it; undefined when it reads none. */
  readonly pictures: PictureFit | undefined
}

export type Judged = {
  /** The turn's id, part of the engine request's id: so a text that crashes the engine twice is found. */
  readonly turn?: string
  /** Person and network, for fair scheduling. */
  readonly share?: Share
  /** Nobody waits for the verdict: it gives way to turns. */
  readonly isBackground?: true
  readonly direction: 'in' | 'out'
  /** Not neutralised: each guard does that for its own prompt. */
  readonly text: string
  /** With `out`: what was asked, as context. */
  readonly asked?: string
  readonly pictures: readonly PicturePart[]
}

export type Judgement = {
  readonly type: 'pass' | 'block'
  readonly hazards: readonly Hazard[]
  /** One from each guard that judged, in order. */
  readonly verdicts: readonly Verdict[]
}

/**
 * Asks the guards one after the other, the cheapest first, and stops at the first that blocks. Throws when a guard
 * throws, or when there is no guard, because then nothing was judged; the caller must withhold the text.
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
  /** The model's answer is not a verdict. */
  | 'garbled'
  /** The text needs too many windows, or the engine refused the question as too long. */
  | 'too-long'
  /** The engine gives no token probabilities, or there is no guard. */
  | 'unsupported'

/** A guard could not judge. The caller must withhold the text. */
export class GuardFault extends CodedError<GuardFaultCode> {
  override readonly name = 'GuardFault'
}
