import type { randomFrom } from '../../core/random.ts'

export type Random = ReturnType<typeof randomFrom>

/** In any order. */
export function shuffled<T>(things: readonly T[], random: Random): T[] {
  const all = [...things]
  for (let last = all.length - 1; last > 0; last--) {
    const other = random.upTo(last)
    ;[all[last], all[other]] = [all[other]!, all[last]!]
  }
  return all
}
