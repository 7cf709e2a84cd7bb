/** One thing that is measured: `npm run bench -- NAME`. */
export type Benchmark = {
  /** What is measured, and with what around it; printed above the figures. */
  readonly about: string
  run(): Promise<Result>
}

export type Result = { readonly figures: readonly Figure[]; readonly notes?: readonly string[] }

export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'MB' | 'bytes' | '/s' | '×' | ''
  readonly target?: { readonly atMost: number } | { readonly atLeast: number }
}

/** Undefined where there is no target. */
export function isReached({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}
