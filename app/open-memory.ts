import type { ConversationId } from '#core/contract/ids.ts'
import type { Deletions } from '#core/forget/deletions.ts'
import type { Enqueue } from '#core/jobs/enqueue.ts'
import { TURNS_BESIDE_MAX } from '#core/jobs/jobs.ts'
import { createMemoryControl, type MemoryControl, type MemoryControlDeps } from '#core/memory/control.ts'
import { EMBED_JOB } from '#core/memory/embed-jobs.ts'
import { forgottenHashes, forgottenKeyFrom } from '#core/memory/forgotten.ts'
import { memoryKinds } from '#core/memory/kinds/all.ts'
import type { MemoryKind } from '#core/memory/kinds/kind.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import { createLearner, type Learner } from '#core/memory/learn/learner.ts'
import { typedOfTurns } from '#core/memory/learn/turn-rows.ts'
import { createMemory, type Memory } from '#core/memory/memory.ts'
import { createMemoryForOperators, type MemoryForOperators } from '#core/memory/operator-control.ts'
import { createQuestionVector } from '#core/memory/question-vector.ts'
import { nearestIn } from '#core/memory/vectors.ts'
import type { Serving } from '#core/serving.ts'
import type { Store } from '#core/store/store.ts'
import type { Embedder } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import type { LiveSettings } from './run-time-settings.ts'

type MemoryDeps = {
  readonly settings: LiveSettings
  readonly store: Store
  readonly serving: Serving
  readonly embedder: Embedder | undefined
  readonly key: Buffer
  readonly deletions: Deletions
  readonly forgetPrompts: (conversations: readonly ConversationId[]) => Promise<unknown>
  readonly enqueue: Enqueue
  /** Turns that run now: learning waits while there are many. */
  readonly turnsRunning: () => number
  readonly clock: Clock
}

export type OpenMemory = {
  readonly kinds: readonly MemoryKind[]
  readonly learner: Learner
  /** What turns recall. */
  readonly memory: Memory
  /** What people see and change of their own. */
  readonly control: MemoryControl
  /** The same for operators. */
  readonly forOperators: MemoryForOperators
}

/** What is learnt of people, recalled for them, and changed by them. */
export function openMemory(deps: MemoryDeps): OpenMemory {
  const { settings, store, serving, embedder, deletions, enqueue, turnsRunning, clock } = deps
  const isEnabled = settings.current().memory.enabled
  const itemsMax = () => settings.current().memory.itemsMax
  const forgottenKey = forgottenKeyFrom(deps.key)
  const kinds = memoryKinds({ itemsMax, forgottenKey, clock })
  const embedSoon: MemoryControlDeps['embedSoon'] = embedder && ((person) => enqueue(EMBED_JOB, person))
  const learner = createLearner({
    store,
    serving,
    kinds,
    isOn: isEnabled,
    learntTurnsPerDay: () => settings.current().memory.learntTurnsPerDay,
    afterLearning: embedSoon,
    mayBegin: () => turnsRunning() <= TURNS_BESIDE_MAX,
    clock,
    log: logFor('core:memory'),
  })
  const asking = { clock, log: logFor('core:memory') }
  const memory = createMemory({
    store,
    learner,
    typedOf: typedOfTurns,
    ...(embedder && { embedding: { questionVector: createQuestionVector({ embedder, ...asking }), nearestIn } }),
    isEnabled,
  })
  const controlDeps: MemoryControlDeps = {
    store,
    clock,
    isEnabled,
    itemsMax,
    keep: (rows, candidates, keeping) => keepCandidates(rows, candidates, { ...keeping, forgottenKey }),
    hashesOf: (item) => forgottenHashes(forgottenKey, item),
    dropPromptCaches: async (conversations) => void (await deps.forgetPrompts(conversations)),
    deletePersonSoon: async (person) => void (await deletions.ask({ person, askedBy: 'person' })),
    embedSoon,
  }
  const control = createMemoryControl(controlDeps)
  return { kinds, learner, memory, control, forOperators: createMemoryForOperators(controlDeps) }
}
