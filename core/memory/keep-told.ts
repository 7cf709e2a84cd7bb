import { addItem, currentItems } from './items.ts'
import type { KeepCandidates } from './control.ts'

/** Stores what a person asked to have remembered, unless that very sentence is remembered already. */
export const keepTold: KeepCandidates = async (rows, candidates, { scope, turnId, saidAtMs, at, itemsMax }) => {
  const known = await currentItems(rows, undefined)
  const same = (text: string) => known.find((item) => item.scope === scope && item.text === text)
  const kept: { number: number; outcome: string }[] = []
  for (const candidate of candidates) {
    const before = same(candidate.text)
    if (before !== undefined) kept.push({ number: before.number, outcome: 'same' })
    else if (known.length + kept.length < itemsMax) {
      const number = await addItem(rows, { ...candidate, scope, turnId, saidAtMs }, at)
      kept.push({ number, outcome: 'new' })
    }
  }
  return kept
}
