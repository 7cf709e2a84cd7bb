import type { Figure, Result } from './benchmark.ts'
import { median } from './statistics.ts'

export type Side = 'ours' | 'theirs'
type Values = Record<Side, number[]> & { readonly unit: Figure['unit']; readonly isMoreBetter: boolean }

/** The figures of one benchmark from both sides, until all pairs are measured. */
export class Comparison {
  readonly #figures = new Map<string, Values>()

  add(side: Side, figures: readonly Figure[]): void {
    for (const { name, value, unit, target } of figures) {
      const isMoreBetter = target !== undefined && 'atLeast' in target
      const values = this.#figures.get(name) ?? { ours: [], theirs: [], unit, isMoreBetter }
      this.#figures.set(name, values)
      values[side].push(value)
    }
  }

  /** Ratios of medians; a figure that is part of another one has no target. */
  result(ratioMax: number): Result {
    const all = [...this.#figures]
    const isOfBoth = ([, { ours, theirs }]: (typeof all)[number]) => ours.length > 0 && theirs.length > 0
    return {
      figures: all.filter(isOfBoth).map(([name, values]) => ratioOf(name, values, ratioMax)),
      notes: all.filter((each) => !isOfBoth(each)).map(([name]) => `only one of them has the figure "${name.trim()}"`),
    }
  }
}

function ratioOf(name: string, { ours, theirs, unit, isMoreBetter }: Values, ratioMax: number): Figure {
  const [our, their] = [median(ours), median(theirs)]
  const worse = isMoreBetter ? their / our : our / their
  const isPart = name.startsWith(' ')
  return {
    name: `${name}: ${digits(their)} → ${digits(our)} ${unit}`.trimEnd(),
    value: our === their ? 1 : worse,
    unit: '×',
    ...(!isPart && { target: { atMost: ratioMax } }),
  }
}

const digits = (value: number) => String(Number(value.toPrecision(3)))
