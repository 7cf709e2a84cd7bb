import type { Figure, Result } from './benchmark.ts'
import { median } from './statistics.ts'

export type Side = 'ours' | 'theirs'
type Values = Record<Side, number[]> & { readonly unit: Figure['unit']; readonly isMoreBetter: boolean }

/** The figures of both sides, until all pairs are measured. */
export class Comparison {
  readonly #benchmarks = new Map<string, Map<string, Values>>()

  add(side: Side, benchmark: string, figures: readonly Figure[]): void {
    const known = this.#benchmarks.get(benchmark) ?? new Map<string, Values>()
    this.#benchmarks.set(benchmark, known)
    for (const { name, value, unit, target } of figures) {
      const isMoreBetter = unit === '/s' || (target !== undefined && 'atLeast' in target)
      const values = known.get(name) ?? { ours: [], theirs: [], unit, isMoreBetter }
      known.set(name, values)
      values[side].push(value)
    }
  }

  /** Ratios, by benchmark; a figure that is a part of another one is shown and has no target. */
  results(ratioMax: number): Map<string, Result> {
    return new Map([...this.#benchmarks].map(([name, known]) => [name, resultOf(known, ratioMax)]))
  }
}

function resultOf(known: ReadonlyMap<string, Values>, ratioMax: number): Result {
  const both = [...known].filter(([, { ours, theirs }]) => ours.length > 0 && theirs.length > 0)
  const single = [...known.keys()].filter((name) => !both.some(([other]) => other === name))
  return {
    figures: both.map(([name, values]) => ratioOf(name, values, ratioMax)),
    notes: single.map((name) => `only one side has "${name.trim()}"`),
  }
}

function ratioOf(name: string, { ours, theirs, unit, isMoreBetter }: Values, ratioMax: number): Figure {
  const [our, their] = [median(ours), median(theirs)]
  const ratio = our === their ? 1 : isMoreBetter ? their / our : our / their
  const shown = [their, our].map((value) => value.toPrecision(3)).join(' → ')
  const isPart = name.startsWith(' ')
  return {
    name: `${name}  ${shown} ${unit}`.trimEnd(),
    value: ratio,
    unit: '×',
    ...(!isPart && { target: { atMost: ratioMax } }),
  }
}
