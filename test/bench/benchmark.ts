import type { DoubleName } from '../kit/doubles.ts'

/** One thing that is measured: `npm run bench -- NAME`. */
export type Benchmark = {
  /** What is measured, and with what around it; printed above the figures. */
  readonly about: string
  /** @param root of the tree whose service is measured: this one, or another commit's (`compare.ts`) */
  run(root: string, options?: RunOptions): Promise<Result>
}

export type RunOptions = {
  /** Of those that go in rounds, in place of their own number. */
  readonly rounds?: number | undefined
  /** Of those that go through all channels: these alone. */
  readonly channels?: readonly DoubleName[] | undefined
}

export type Result = { readonly figures: readonly Figure[]; readonly notes?: readonly string[] | undefined }

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
