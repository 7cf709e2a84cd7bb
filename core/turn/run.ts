import { judgeAll } from '../guard/judge.ts'
import { retryAway } from '../store/retry-away.ts'
import type { Turn, TurnOutcome, TurnResult } from '../contract/turn.ts'
import { openRun, type Run, type TurnParts } from './parts.ts'
import { withRetries, type Try } from './retry.ts'
import { outcomeOfFault, wasSuperseded } from './faults.ts'
import { gather } from './gather.ts'
import { permitFor, refuse } from './permit.ts'
import { understand, type Understood } from './understand.ts'
import { runCommand } from './command.ts'
import { streamReply } from './stream-reply.ts'

/**
 * The path of one turn: permit, understand, judge what was asked, gather, ask, judge and tell while it streams. Its
 * outcome is stored by the worker together with the reply, in one fenced transaction; a crash anywhere before that runs
 * the turn again under the same reply id. `signal` aborts with the worker's reason (a lost lease, a stop, an edit that
 * supersedes).
 */
export async function runTurn(parts: TurnParts, turn: Turn, signal: AbortSignal): Promise<TurnResult> {
  const run = openRun(parts, turn, signal)
  try {
    return { outcome: await outcomeOf(run), verdicts: run.verdicts }
  } catch (error) {
    if (wasSuperseded(run)) return { outcome: { state: 'superseded' }, verdicts: run.verdicts }
    if (signal.aborted) throw signal.reason
    return { outcome: outcomeOfFault(run, error), verdicts: run.verdicts }
  } finally {
    run.close()
  }
}

async function outcomeOf(run: Run): Promise<TurnOutcome> {
  const permit = await retryAway(() => permitFor(run), run.clock, run.signal)
  if (permit.outcome !== 'granted') return refuse(run, permit)
  if (run.turn.asked.type === 'command') return runCommand(run, run.turn.asked)
  run.startTyping()
  return withRetries(run, async (attempt) => {
    const understood = await understand(run, attempt.signal)
    return 'outcome' in understood ? understood.outcome : answer(run, understood, attempt)
  })
}

async function answer(run: Run, asked: Understood, { signal, promptShare }: Try): Promise<TurnOutcome> {
  const { guards, engine, texts, share } = run
  const { text, pictures, picturesJudged } = asked
  const judged = { direction: 'in', turn: run.turn.id, share, text, pictures: picturesJudged } as const
  const verdict = await judgeAll(guards, judged, signal)
  run.keepVerdicts(verdict.verdicts)
  if (verdict.outcome === 'block') {
    return { state: 'blocked', direction: 'in', hazards: verdict.hazards, text: texts.blockedQuestion }
  }
  const prompt = await gather(run, { ...asked, promptShare }, signal)
  if (prompt.type === 'too-long') {
    return { state: 'noticed', reason: 'too-long', text: texts.tooLong(prompt.charactersMax) }
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
  return streamReply(run, { asked, events, picturesDropped: prompt.picturesDropped }, signal)
}
