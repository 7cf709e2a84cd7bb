import type { TurnOutcome } from '#core/contract/turn.ts'
import type { TriedTurn } from '#core/playground/playground.ts'
import type { PlaygroundEnd } from '../forms/playground.ts'

/** What is told of a question once it is answered. */
export function endOf({ outcome, verdicts, steps, model }: TriedTurn): PlaygroundEnd {
  return {
    ...ofOutcome(outcome),
    verdicts: verdicts.map((verdict) => ({ ...verdict, hazards: [...verdict.hazards] })),
    ...(steps && { steps: { ...steps, steps: [...steps.steps] } }),
    ...(model !== undefined && { model }),
  }
}

type Told = Omit<PlaygroundEnd, 'verdicts' | 'steps' | 'model'>

function ofOutcome(outcome: TurnOutcome): Told {
  switch (outcome.type) {
    case 'answered': {
      const { type, text, note, usage } = outcome
      return { outcome: type, text, hazards: [], ...(note !== undefined && { note }), ...usage }
    }
    case 'blocked': {
      const { type, text, direction, hazards } = outcome
      return { outcome: type, text, direction, hazards }
    }
    case 'noticed':
    case 'apologised': {
      const { type, text, reason } = outcome
      return { outcome: type, text, reason, hazards: [] }
    }
    default:
      // Of commands, limits and several messages: a question of nobody has none of them.
      throw new Error(`A question of nobody ended as ${outcome.type}`)
  }
}
