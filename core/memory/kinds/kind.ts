import type { ConversationId, TurnId } from '../../contract/ids.ts'
import type { MemoryItemKind, MemoryField, MemoryOrigin, MemoryScope, RecalledLine } from '../../contract/memory.ts'
import type { PersonRows } from '../person-rows.ts'

/**
 * One kind of memory: the profile, facts and events, or episodes. All of it works on the rows of one person, within a
 * transaction of the caller. A new kind is a file and a line in `all.ts`.
 */
export type MemoryKind = {
  readonly name: 'profile' | 'facts' | 'episodes'
  /** Keeps what is its own of a turn. May be repeated: nothing is kept twice. */
  learn(rows: PersonRows, learning: Learning): Promise<void>
  /** Of this kind alone, best first. A turn's recall fuses the kinds: `memory.ts`. */
  recall(rows: PersonRows, query: RecallQuery): Promise<readonly RecalledLine[]>
  /**
   * Deletes what is its own of these turns, which were deleted or are learnt again; returns how much. What a person
   * forgets, `forgetting.ts` deletes of all kinds.
   */
  forget(rows: PersonRows, turns: readonly TurnId[]): Promise<number>
  /** Everything it holds, for the person's own export. */
  export(rows: PersonRows): Promise<readonly object[]>
}

/** One turn, and what was extracted from it and passed the checks. */
export type Learning = {
  readonly turnId: TurnId | undefined
  readonly conversation: ConversationId
  readonly scope: MemoryScope
  /** What the person typed themself; empty when they have deleted it. */
  readonly typed: string
  /** What they typed in the turn before it, for the index. */
  readonly before?: string
  readonly saidAtMs: number
  readonly candidates: readonly Candidate[]
}

/** A thing that may be remembered. */
export type Candidate = {
  readonly kind: MemoryItemKind
  readonly field?: MemoryField
  readonly value?: string
  /** One sentence in the third person: `The person lives in Oslo.` */
  readonly text: string
  readonly confidence: number
  readonly origin: MemoryOrigin
}

export type RecallQuery = {
  readonly text: string
  /** Of a group; undefined in a private chat, where everything of the person may be recalled. */
  readonly scope: MemoryScope | undefined
  /** Of the question, where an embedder is switched on. */
  readonly vector?: { readonly model: string; readonly values: Float32Array }
  readonly linesMax: number
  /** Turns whose text is in the prompt anyway. */
  readonly turnsInPrompt: readonly TurnId[]
}
