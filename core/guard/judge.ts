import type { Guard, Judged } from './guard.ts'
import type { Hazard, Verdict } from '../contract/verdict.ts'
import { GuardFault } from './guard-fault.ts'

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
