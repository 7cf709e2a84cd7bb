/** S1 to S14 of Llama Guard, or the name of a rule. */
export type Hazard = string

export type Verdict = {
  readonly guard: string
  readonly model: string
  readonly policyVersion: string
  readonly direction: 'in' | 'out'
  readonly outcome: 'pass' | 'block'
  readonly hazards: readonly Hazard[]
  /** Probability of "unsafe" as the first token. */
  readonly probability?: number
  readonly tookMs: number
}
