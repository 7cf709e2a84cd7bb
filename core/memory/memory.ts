import type { TurnId } from '../contract/ids.ts'
import type { Recalled } from '../contract/memory.ts'
import type { Turn } from '../contract/turn.ts'

/** What turns and commands call. */
export type Memory = {
  /**
   * What the model may know of this person for this question; nothing with `/memory off`, in private mode, and for an
   * identity that several people share. Waits up to half a second for learning that is under way; turns that are still
   * unlearnt then are among what is recalled.
   */
  recall(question: MemoryQuestion, signal: AbortSignal): Promise<Recalled>
}

export type MemoryQuestion = {
  readonly turn: Pick<Turn, 'id' | 'person' | 'conversation' | 'chat' | 'isShared'>
  readonly text: string
  /** Past turns that are in the prompt anyway. */
  readonly turnsInPrompt: readonly TurnId[]
}
