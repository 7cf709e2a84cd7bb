import { numberOf } from '../texts/format.ts'

const LEAST = 0.001

/** How probable the guard found it that something is harmful; models say 0.0000002 where they are sure that it is not. */
export function scoreOf(probability: number): string {
  const percent = numberOf(Math.max(probability, LEAST), { style: 'percent', maximumFractionDigits: 1 })
  return probability < LEAST ? `< ${percent}` : percent
}
