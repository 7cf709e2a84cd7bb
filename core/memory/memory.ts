import type { PersonId } from '../contract/ids.ts'
import { NOTHING_RECALLED, scopeOf, type Recalled } from '../contract/memory.ts'
import type { Turn } from '../contract/turn.ts'
import type { Store } from '../store/store.ts'
import type { RecallQuery } from './kinds/kind.ts'
import { inMemoryOf, type PersonRows } from './person-rows.ts'
import { profileIn } from './recall/profile.ts'
import type { QuestionVector } from './question-vector.ts'
import { rankedIn, type NearestIn } from './recall/ranked.ts'
import { unlearntIn, type TypedOf } from './recall/unlearnt.ts'
import { memoryStateOf } from './state.ts'

/** What turns and commands call. */
export type Memory = {
  /**
   * What the model may know of this person for this question; nothing with `/memory off`, in private mode, and for an
   * identity that several people share. Waits up to half a second for learning that is under way; turns that are still
   * unlearnt then are among what is recalled.
   */
  recall(question: MemoryQuestion, signal: AbortSignal): Promise<Recalled>
  /** Resolves when nothing of this person is being learnt, after half a second at the latest. */
  settled(person: PersonId, signal: AbortSignal): Promise<void>
}

export type MemoryQuestion = {
  readonly turn: Pick<Turn, 'id' | 'person' | 'conversation' | 'chat' | 'isShared'>
  readonly text: string
}

export type MemoryDeps = {
  readonly store: Pick<Store, 'pool'>
  readonly isEnabled: boolean
  /** Where something is learnt. */
  readonly learner?: { settled(person: PersonId, limit: { msMax: number }, signal: AbortSignal): Promise<void> }
  readonly typedOf?: TypedOf
  /** Where an embedder is switched on. */
  readonly embedding?: { readonly questionVector: QuestionVector; readonly nearestIn: NearestIn }
}

const LEARNING_MS_MAX = 500
const QUESTION_CHARACTERS_MAX = 2_000
/** More than a prompt takes: which of them fit, its budget decides. */
const LINES_MAX = 60

export function createMemory(deps: MemoryDeps): Memory {
  const settled: Memory['settled'] = (person, signal) =>
    deps.learner?.settled(person, { msMax: LEARNING_MS_MAX }, signal) ?? Promise.resolve()
  return {
    settled,
    async recall({ turn, text }, signal) {
      if (!deps.isEnabled || turn.isShared) return NOTHING_RECALLED
      const [vector] = await Promise.all([
        deps.embedding?.questionVector(text.slice(0, QUESTION_CHARACTERS_MAX), signal),
        settled(turn.person, signal),
      ])
      return inMemoryOf(deps.store.pool, turn.person, (rows) => recallIn(rows, { deps, turn, text, vector }))
    },
  }
}

type Recalling = MemoryQuestion & { readonly deps: MemoryDeps; readonly vector: RecallQuery['vector'] }

async function recallIn(rows: PersonRows, { deps, turn, text, vector }: Recalling): Promise<Recalled> {
  // In a group only what was said there; in a private chat everything.
  const scope = turn.chat.kind === 'dm' ? undefined : scopeOf(turn)
  const { isOff, isPrivate } = await memoryStateOf(rows.client, turn)
  if (isOff || isPrivate) return NOTHING_RECALLED
  const profile = await profileIn(rows, scope)
  const unlearnt = await unlearntIn(rows, { scope, turn: turn.id, typedOf: deps.typedOf })
  const query = { text, scope, linesMax: LINES_MAX, turnsInPrompt: [], ...(vector && { vector }) }
  const ranked = await rankedIn(rows, query, { profile, nearestIn: deps.embedding?.nearestIn })
  const first = new Set(unlearnt.map(({ ref }) => ref))
  return { profile: profile.lines, recalled: [...unlearnt, ...ranked.filter(({ ref }) => !first.has(ref))] }
}
