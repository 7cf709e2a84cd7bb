import { EngineError, isTransient, type EngineErrorCode } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { Waiter } from '#machine/waiter.ts'
import type { PersonId } from '../../contract/ids.ts'
import { GuardFault, judgeAll } from '../../guard/guard.ts'
import type { Job } from '../../jobs/job.ts'
import { withSet, type Serving, type ServingSet } from '../../serving.ts'
import type { Store } from '../../store/store.ts'
import type { Candidate, MemoryKind } from '../kinds/kind.ts'
import { inMemoryOf } from '../person-rows.ts'
import { lockMemory, memoryStateOf } from '../state.ts'
import { rememberIn } from '../../commands/phrases.ts'
import { TOLD_CHARACTERS_MAX, toldFact } from '../told.ts'
import { countLearnt, learntOn } from './budget.ts'
import { extract } from './extraction.ts'
import { hasUnlearnt, isStillUnlearnt, markLearnt, nextUnlearnt, type UnlearntTurn } from './turn-rows.ts'

export type Learner = {
  /** `learn`, its key a person: learns from all their turns that are to be learnt from, oldest first. */
  readonly job: Job
  /**
   * Resolves when nothing of this person is to be learnt from, after `msMax`, and at once where learning neither runs
   * nor may begin. Rejects with the signal's reason.
   */
  settled(person: PersonId, limit: { readonly msMax: number }, signal: AbortSignal): Promise<void>
}

export type LearnerDeps = {
  readonly store: Store
  readonly serving: Serving
  readonly kinds: readonly MemoryKind[]
  /** With memory off in the settings, an edit or a deletion still takes away what came from its message. */
  readonly isOn: boolean
  /** Of one person in one day (UTC); what they say beyond it is kept as it is, and nothing is extracted. */
  readonly learntTurnsPerDay: () => number
  /** Called once all turns of a person are learnt from, when there were any. */
  readonly afterLearning?: ((person: PersonId) => Promise<void>) | undefined
  /** False while jobs wait for turns; by default they never do. */
  readonly mayBegin?: () => boolean
  readonly clock: Clock
  readonly log: Logger
}

/** While the engine is unavailable or busy. */
const AGAIN_MS = 15_000
/** Requests of one turn that fail although the engine serves; then nothing is learnt from it. */
const FAILURES_MAX = 3
/** Turns of one run; then other jobs are next. */
const TURNS_MAX = 100
const SETTLED_POLL_MS = 100

/**
 * Learns from turns off the reply path. Each turn is learnt in one transaction, so that a crash at any point leaves it
 * whole or to be learnt again. What came from the turn before, when it is learnt again after an edit, is forgotten in
 * the same transaction.
 */
export function createLearner(deps: LearnerDeps): Learner {
  const learnt = new Waiter()
  const failures = new Map<string, number>()
  const running = new Set<PersonId>()
  const isUnderWay = (person: PersonId) => running.has(person) || (deps.mayBegin?.() ?? true)

  const learnFrom = async (person: PersonId, signal: AbortSignal) => {
    for (let turns = 0; turns < TURNS_MAX; turns += 1) {
      signal.throwIfAborted()
      const turn = await nextUnlearnt(deps.store.pool, person)
      if (turn === undefined) return void (turns > 0 && (await deps.afterLearning?.(person)))
      const candidates = await candidatesOf(deps, { person, turn, failures }, signal)
      if (candidates === 'later') return { againAtMs: deps.clock.now() + AGAIN_MS }
      signal.throwIfAborted()
      await keep(deps, { person, turn, candidates })
      learnt.notify()
    }
    return { againAtMs: deps.clock.now() }
  }
  const job: Job = {
    name: 'learn',
    usesEngine: true,
    run(key, signal) {
      const person = key as PersonId
      running.add(person)
      return learnFrom(person, signal).finally(() => running.delete(person))
    },
  }
  return {
    job,
    async settled(person, { msMax }, signal) {
      const { store, clock } = deps
      const endMs = clock.monotonicMs() + msMax
      while (isUnderWay(person) && (await hasUnlearnt(store.pool, person))) {
        const leftMs = endMs - clock.monotonicMs()
        if (leftMs <= 0) return
        // Another process may be the one that learns.
        await learnt.wait(signal, { limitMs: Math.min(leftMs, SETTLED_POLL_MS), clock })
      }
    },
  }
}

type Work = { readonly person: PersonId; readonly turn: UnlearntTurn }
type Logged = Work & Pick<LearnerDeps, 'log'>
/** Undefined: the engine was not asked. */
type Found = readonly Candidate[] | undefined

/** What may be kept of a turn: extracted, checked and judged. `later`: nobody could say. */
async function candidatesOf(
  deps: LearnerDeps,
  { person, turn, failures }: Work & { failures: Map<string, number> },
  signal: AbortSignal,
): Promise<Found | 'later'> {
  const { log } = deps
  if (!(await mayExtract(deps, { person, turn }))) return undefined
  try {
    const candidates = await withSet(
      deps.serving,
      async (set, until) =>
        judged(set, { person, turn, log }, await extracted(set, { person, turn, log }, until), until),
      signal,
    )
    failures.delete(turn.id)
    return candidates
  } catch (error) {
    signal.throwIfAborted()
    if (!isOfEngineOrGuard(error)) throw error
    const failed = (failures.get(turn.id) ?? 0) + 1
    const isLast = isFinal(error) || (!isOutage(error) && failed >= FAILURES_MAX)
    log[isLast ? 'warn' : 'debug']({ turn: turn.id, failed, error }, 'failed to learn from turn')
    if (isLast) failures.delete(turn.id)
    else if (!isOutage(error)) failures.set(turn.id, failed)
    return isLast ? [] : 'later'
  }
}

const isOfEngineOrGuard = (error: unknown) => error instanceof EngineError || error instanceof GuardFault
/** The engine refuses this request itself: asking again does not help. */
const isFinal = (error: unknown) => error instanceof EngineError && FINAL.has(error.code)
const FINAL = new Set<EngineErrorCode>(['refused', 'prompt-too-long', 'quarantined'])
/** It concerns all requests, however long it lasts. */
const isOutage = (error: unknown) => isTransient(error) && error.code !== 'failed'

async function mayExtract(
  { store, isOn, clock, learntTurnsPerDay }: LearnerDeps,
  { person, turn }: Work,
): Promise<boolean> {
  if (!isOn || turn.typed === '') return false
  const state = await memoryStateOf(store.pool, { person, conversation: turn.conversation })
  if (state.isOff || state.isPrivate) return false
  return (await learntOn(store.pool, person, new Date(clock.now()))) < learntTurnsPerDay()
}

/** A message that asked to remember something, and was edited: the person says what is kept, and no model is asked. */
async function extracted({ chat }: ServingSet, { person, turn, log }: Logged, signal: AbortSignal) {
  const told = rememberIn(turn.typed, 'en')?.argument
  if (told && told.length <= TOLD_CHARACTERS_MAX) return [toldFact(told)]
  const source = { typed: turn.typed, before: turn.answerBefore }
  const asking = { id: `memory:${turn.id}`, share: { person } }
  const { candidates, problem } = await extract(chat, { source, asking }, signal)
  if (problem !== undefined) log.warn({ turn: turn.id, problem }, 'extraction gave nothing of use')
  return candidates
}

/** All together, as they would stand in a prompt: what is blocked is not remembered. */
async function judged(
  { guards }: ServingSet,
  { person, turn, log }: Logged,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  if (candidates.length === 0) return candidates
  const text = candidates.map((candidate) => candidate.text).join('\n')
  const asked = { direction: 'in', turn: `memory:${turn.id}`, share: { person }, isBackground: true } as const
  const { type, hazards } = await judgeAll(guards, { ...asked, text, pictures: [] }, signal)
  if (type === 'pass') return candidates
  log.info({ turn: turn.id, hazards }, 'guard blocked what was to be remembered')
  return []
}

/** False when the turn has changed since it was read, or is gone: it is then learnt as it reads now. */
async function keep(
  { store, isOn, kinds, clock }: LearnerDeps,
  { person, turn, candidates }: Work & { candidates: Found },
): Promise<boolean> {
  const { pool } = store
  return inMemoryOf(pool, person, async (rows) => {
    const { client } = rows
    await lockMemory(client, person)
    if (!(await isStillUnlearnt(client, { person, turn }))) return false
    const { id, conversation, scope, typedBefore } = turn
    // By a platform's clock that is wrong it would hold against all that is said later.
    const saidAtMs = Math.min(turn.saidAtMs, clock.now())
    for (const kind of kinds) await kind.forget(rows, [id])
    // Switched off while it waited: what came from it before is forgotten all the same.
    const state = await memoryStateOf(client, { person, conversation })
    const typed = !isOn || state.isOff || state.isPrivate ? '' : turn.typed
    if (typed !== '') {
      const before = typedBefore === '' ? {} : { before: typedBefore }
      const learning = { turnId: id, conversation, scope, typed, ...before, saidAtMs, candidates: candidates ?? [] }
      for (const kind of kinds) await kind.learn(rows, learning)
    }
    if (candidates !== undefined) await countLearnt(client, person, new Date(clock.now()))
    await markLearnt(client, id)
    return true
  })
}
