/** Times are from when the first event of the turn was received. Stored with the turn: at most 1 KB. */
export type TurnSteps = {
  /** When the first words of the answer were handed to the channel. Absent: none were, before the turn's end. */
  readonly firstWordsMs?: number
  readonly steps: readonly TurnStep[]
}

/**
 * `waited`: until the turn began. `first-token` and `engine` begin together. `judge-out`: from the first judgement, the
 * time of all of them together. Further tries repeat names.
 */
export type TurnStep = {
  readonly name:
    'waited' | 'permit' | 'command' | 'pictures' | 'judge-in' | 'gather' | 'first-token' | 'engine' | 'judge-out'
  readonly fromMs: number
  readonly tookMs: number
}
