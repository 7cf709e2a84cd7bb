import { typedOf } from '../contract/asked.ts'
import type { ReplyKind } from '../contract/channel.ts'
import type { EventId, TurnId } from '../contract/ids.ts'
import type { Verdict } from '../contract/verdict.ts'
import type { EventOutcome, TurnState } from '../store/schema.ts'
import { noteBelow } from '../texts/texts.ts'
import type { Turn, TurnOutcome } from '../contract/turn.ts'
import type { TurnSteps } from '../contract/turn-steps.ts'

type Ended = Exclude<TurnOutcome, { type: 'superseded' }>

/** `stops`: events that ended the turn. */
type Ending = {
  readonly outcome: Ended
  readonly verdicts: readonly Verdict[]
  readonly stops: readonly EventId[]
  /** What was asked is not answered by it. */
  readonly waits: boolean
  /** It stands, also where somebody has taken the conversation over. */
  readonly knowsTakeOver: boolean
  readonly learns: boolean
  readonly steps: TurnSteps | undefined
  /** Encrypts what was blocked. */
  readonly seal: ((turn: TurnId, text: string) => Buffer) | undefined
}

/** The values of the `FINISH` statement from its third on. */
export function finishValues(
  turn: Turn,
  { outcome, verdicts, stops, waits, knowsTakeOver, learns, steps, seal }: Ending,
  at: Date,
): unknown[] {
  const { turnState, eventOutcome, detail, kind } = meaningOf(turn, outcome)
  const usage = outcome.type === 'answered' ? outcome.usage : undefined
  return [
    outcome.type === 'commanded' && outcome.reset === true,
    turn.number,
    turn.id,
    turnState,
    'text' in outcome ? outcome.text : null,
    'hazards' in outcome ? JSON.stringify(outcome.hazards) : null,
    usage?.promptTokens ?? null,
    usage?.answerTokens ?? null,
    at,
    turn.eventIds[0],
    eventOutcome,
    detail ?? null,
    turn.person,
    JSON.stringify(verdicts),
    turn.replyId,
    kind ?? null,
    turn.messageIds.at(-1) ?? null,
    replyTextOf(outcome),
    learns && mayBeLearnt(turn, outcome),
    'files' in outcome && outcome.files !== undefined ? JSON.stringify(outcome.files) : null,
    'memoriesUsed' in outcome ? JSON.stringify(outcome.memoriesUsed) : null,
    stops,
    // A turn that is run again was read together with its changes: refused each time, it would never end.
    turn.attempt === 1,
    steps === undefined ? null : JSON.stringify(steps),
    'direction' in outcome ? outcome.direction : null,
    verdicts.findLastIndex((verdict) => verdict.outcome === 'block'),
    ('judged' in outcome && outcome.judged && seal?.(turn.id, outcome.judged)) || null,
    waits,
    // A command goes on, as ever.
    knowsTakeOver || turn.asked.type === 'command',
  ]
}

/** From what was answered, and from what its person typed: nobody knows whose words a shared identity's are. */
const mayBeLearnt = ({ asked, isShared }: Turn, outcome: Ended) =>
  outcome.type === 'answered' && isShared !== true && typedOf(asked) !== ''

/** What the person reads. */
function replyTextOf(outcome: Ended): string | null {
  if (!('text' in outcome)) return null
  return 'note' in outcome && outcome.note !== undefined ? noteBelow(outcome.text, outcome.note) : outcome.text
}

type Meaning = { turnState: TurnState; eventOutcome: EventOutcome; detail?: string; kind?: ReplyKind }

function meaningOf(turn: Turn, outcome: Ended): Meaning {
  switch (outcome.type) {
    case 'answered':
      return { turnState: 'answered', eventOutcome: 'reply', kind: 'answer' }
    case 'blocked':
      return { turnState: 'blocked', eventOutcome: 'block', kind: 'block' }
    case 'apologised':
      return { turnState: 'apologised', eventOutcome: 'apology', detail: outcome.reason, kind: 'apology' }
    case 'commanded':
      return { turnState: 'commanded', eventOutcome: 'reply', kind: 'command' }
    case 'noticed':
      return { turnState: 'noticed', eventOutcome: 'reply', detail: outcome.reason, kind: 'notice' }
    case 'limited':
      return { turnState: 'limited', eventOutcome: 'limited', detail: turn.id, kind: 'notice' }
    case 'covered':
      return { turnState: 'limited', eventOutcome: 'limited', detail: outcome.coveredBy }
    case 'ignored':
      return { turnState: 'ignored', eventOutcome: 'ignored', detail: outcome.rule }
    default:
      return outcome satisfies never
  }
}
