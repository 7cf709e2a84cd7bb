import type { TurnForm } from '../../../api/forms/conversations.ts'
import { text } from '../../texts/text.ts'
import { hazardNames } from '../../ui/hazard.ts'

/** Why a turn did not end with an answer. */
export function whyOf({ outcome, hazards, detail = '', verdicts }: TurnForm): string | undefined {
  switch (outcome) {
    case 'blocked': {
      const direction = verdicts.findLast((verdict) => verdict.outcome === 'block')?.direction ?? 'in'
      return text(`conversations.why.blocked.${direction}`, { hazards: hazardNames(hazards) })
    }
    case 'apologised':
    case 'noticed':
    case 'ignored':
      return text(`conversations.why.${outcome}`, { detail })
    case 'limited':
      return text('conversations.why.limited')
    case 'answered':
    case 'commanded':
    case 'human':
    case 'running':
      return undefined
    default:
      return outcome satisfies never
  }
}
