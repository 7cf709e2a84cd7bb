import type { MemoryField, MemoryItemKind } from '#core/contract/memory.ts'

/** What was said over weeks, and questions whose answer is known to lie in it. */
export type EvaluationSet = { readonly name: string; readonly people: readonly SetPerson[] }

export type SetPerson = {
  readonly id: string
  /** Of what is said and asked: a code such as `en`. */
  readonly language: string
  /** In the order in which they were said. */
  readonly turns: readonly SaidTurn[]
  readonly questions: readonly Question[]
  /** What an extraction should find, oldest first. */
  readonly items: readonly LabelledItem[]
}

export type SaidTurn = { readonly id: string; readonly text: string; readonly saidAtMs: number }

export type Question = {
  readonly id: string
  readonly text: string
  readonly category: string
  /** The turns that hold the answer; empty where nothing that was said does. */
  readonly evidence: readonly string[]
  /** Shares no content word with its evidence. */
  readonly isParaphrase: boolean
  /** Reported apart, and no part of any target. */
  readonly isApart?: true
  readonly askedAtMs: number
}

export type LabelledItem = {
  /** Of two items of one topic the later one supersedes. */
  readonly topic: string
  readonly kind: MemoryItemKind
  readonly field?: MemoryField
  /** As the person said it, and in English; none where the item is all of it. */
  readonly value?: string
  readonly valueInEnglish?: string
  /** One English sentence. */
  readonly text: string
  /** The turn in which it was said. */
  readonly turn: string
  readonly saidAtMs: number
  /** A later item says something else. */
  readonly isSuperseded: boolean
}
