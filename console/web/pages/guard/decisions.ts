import type { Decision } from '../../../api/forms/guard.ts'

/** By the key that makes it, in the order of the buttons. */
export const DECISIONS: readonly { readonly decision: Decision; readonly key: string; readonly color: string }[] = [
  { decision: 'upheld', key: 'u', color: 'green' },
  { decision: 'overturned', key: 'o', color: 'blue' },
  { decision: 'false-positive', key: 'f', color: 'orange' },
  { decision: 'missed', key: 'm', color: 'red' },
]

export const colorOf = (of: Decision) => DECISIONS.find(({ decision }) => decision === of)?.color ?? 'gray'

/** Missed can be whatever was answered; the others are about a block. */
export const decisionsOn = (outcome: string) =>
  outcome === 'blocked' ? DECISIONS : DECISIONS.filter(({ decision }) => decision === 'missed')
