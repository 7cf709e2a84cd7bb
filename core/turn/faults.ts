import { EngineError } from '#engine/contract.ts'
import type { Run } from './parts.ts'
import type { TurnOutcome } from '../contract/turn.ts'

/** What cannot be mended by waiting ends with an apology; the reason goes to the operator, never to the person. */
export function outcomeOfFault(run: Run, error: unknown): TurnOutcome {
  const charactersMax = lengthToAskFor(run, error)
  if (charactersMax !== undefined) return { type: 'noticed', reason: 'too-long', text: run.texts.tooLong(charactersMax) }
  const reason = reasonOf(error)
  run.log.warn({ turn: run.turn.id, reason, error }, 'turn ends with an apology')
  return { type: 'apologised', reason, text: run.texts.apology }
}

/** A question that the engine refuses as too long without any history: what is half as long may do. */
function lengthToAskFor({ turn }: Run, error: unknown): number | undefined {
  if (!(error instanceof EngineError) || error.code !== 'prompt-too-long' || turn.asked.type !== 'message') return undefined
  const charactersMax = Math.floor(turn.asked.text.length / 2)
  return charactersMax >= CHARACTERS_WORTH_SAYING ? charactersMax : undefined
}

/** Below, the length of what was asked is not what is wrong. */
const CHARACTERS_WORTH_SAYING = 100

function reasonOf(error: unknown): string {
  if (error instanceof EngineError) return `engine-${error.code}`
  return error instanceof Error ? error.name : 'internal'
}
