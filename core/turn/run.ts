import { EngineError } from '#engine/contract.ts'
import { GuardFault, judgeAll } from '../guard/guard.ts'
import { retryTransient } from '../store/retry-transient.ts'
import { textsFor } from '../texts/texts.ts'
import type { Turn, TurnOutcome, TurnResult } from '../contract/turn.ts'
import { blockOf } from './block.ts'
import { openRun, type Run, type ServedRun, type TurnDeps } from './deps.ts'
import { withRetries, type Try } from './retry.ts'
import { gather } from './gather.ts'
import { permitFor, refuse } from './permit.ts'
import { commandOf, runCommand } from './run-command.ts'
import { understand, type Understood } from './understand.ts'
import { outcomeOfStop } from './stopped.ts'
import { streamReply } from './stream-reply.ts'

/** Answers turns, for the worker. */
export type Turns = {
  /**
   * Rejects with the signal's reason when it aborts; a fault ends with an apology. Once `stop` aborts, the answer ends
   * with what is shown of it.
   */
  run(turn: Turn, signal: AbortSignal, stop: AbortSignal): Promise<TurnResult>
  /** The reply when a turn was abandoned after repeated crashes. */
  apologyFor(turn: Turn): string
}

export const createTurns = (deps: TurnDeps): Turns => ({
  run: (turn, signal, stop) => runTurn(deps, turn, { signal, stop }),
  apologyFor: ({ locale }) => textsFor(locale).apology,
})

/**
 * The path of one turn: permit, understand, judge what was asked, gather, ask, judge and publish while it streams. The
 * worker stores the outcome and the reply in one transaction that checks the fencing token. After a crash before that,
 * the turn runs again under the same reply id. Only the worker knows why `signal` aborts.
 */
export async function runTurn(deps: TurnDeps, turn: Turn, by: Pick<Run, 'signal' | 'stop'>): Promise<TurnResult> {
  const { signal, stop } = by
  const block = blockOf(deps.bus, turn)
  const run = openRun(deps, turn, { signal: AbortSignal.any([signal, block.signal]), stop })
  try {
    return resultOf(run, await outcomeOf(run))
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (block.signal.aborted) return resultOf(run, { type: 'ignored', rule: 'blocked' })
    if (stop.aborted) return { ...resultOf(run, await outcomeOfStop(run)), isStopped: true }
    return resultOf(run, outcomeOfFault(run, error))
  } finally {
    block.end()
    run.close()
  }
}

const resultOf = ({ verdicts, steps }: Run, outcome: TurnOutcome) => ({ outcome, verdicts, steps: steps.sofar() })

async function outcomeOf(run: Run): Promise<TurnOutcome> {
  const { steps, clock } = run
  const permit = await steps.of('permit', () => retryTransient(() => permitFor(run), clock, run.signal))
  if (permit.type !== 'granted') return refuse(run, permit)
  const command = commandOf(run)
  if (command !== undefined) return steps.of('command', () => runCommand(run, command))
  run.startTyping()
  const work = async (attempt: Try) => {
    const served = { ...run, ...(await attempt.served()) }
    const understood = await steps.of('pictures', () => understand(served, attempt.signal))
    return understood.type === 'understood' ? answer(served, understood, attempt) : understood.outcome
  }
  return withRetries(run, work, AbortSignal.any([run.signal, run.stop]))
}

async function answer(run: ServedRun, asked: Understood, { signal, promptShare }: Try): Promise<TurnOutcome> {
  const { guards, engine, texts, share, steps } = run
  const { text, pictures, picturesJudged } = asked
  const judged = { direction: 'in', turn: run.turn.id, share, text, pictures: picturesJudged } as const
  const judgement = await steps.of('judge-in', () => judgeAll(guards, judged, signal))
  run.keepVerdicts(judgement.verdicts)
  if (judgement.type === 'block') {
    const { hazards } = judgement
    return { type: 'blocked', direction: 'in', hazards, text: texts.blockedQuestion, judged: text }
  }
  const prompt = await steps.of('gather', () => gather(run, { ...asked, promptShare }, signal))
  if (prompt.type === 'too-long') {
    return { type: 'noticed', reason: 'too-long', text: texts.tooLong(prompt.charactersMax) }
  }
  const events = engine.generate(
    {
      id: run.turn.id,
      class: pictures.length > 0 ? 'photo' : 'chat',
      messages: prompt.messages,
      tokensMax: run.settings.answerTokensMax,
      sampling: engine.capabilities().sampling,
      cacheKey: run.turn.conversation,
      share,
    },
    signal,
  )
  return streamReply(run, { asked, events: steps.engine(events), prompt }, signal)
}

/** A fault that retries cannot fix ends with an apology. The reason goes to the log, never to the person. */
function outcomeOfFault(run: Run, error: unknown): TurnOutcome {
  const charactersMax = lengthToAskFor(run, error)
  if (charactersMax !== undefined)
    return { type: 'noticed', reason: 'too-long', text: run.texts.tooLong(charactersMax) }
  const reason = reasonOf(error)
  run.log.warn({ turn: run.turn.id, reason, error }, 'turn failed, sending an apology')
  return { type: 'apologised', reason, text: run.texts.apology }
}

/** A question too long for the engine even without history, or for the guard: the notice asks for half its length. */
function lengthToAskFor({ turn, verdicts }: Run, error: unknown): number | undefined {
  const isTooLong = error instanceof EngineError && error.code === 'prompt-too-long'
  const isTooLongToJudge = error instanceof GuardFault && error.code === 'too-long' && verdicts.length === 0
  if (!(isTooLong || isTooLongToJudge) || turn.asked.type !== 'message') return undefined
  const charactersMax = Math.floor(turn.asked.text.length / 2)
  return charactersMax >= CHARACTERS_WORTH_SAYING ? charactersMax : undefined
}

/** When half of the question is shorter than this, its length is not the cause. */
const CHARACTERS_WORTH_SAYING = 100

function reasonOf(error: unknown): string {
  if (error instanceof EngineError) return `engine-${error.code}`
  return error instanceof Error ? error.name : 'internal'
}
