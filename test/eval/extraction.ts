import type { Candidate } from '#core/memory/kinds/kind.ts'
import type { Extraction } from './metrics.ts'
import type { LabelledItem, SetPerson } from './set.ts'

/** What would be kept of one turn, after all checks. */
export type Extract = (typed: string, signal: AbortSignal) => Promise<readonly Candidate[]>

type Extracted = Pick<Candidate, 'text' | 'value'>

/** What was kept of each turn against what is labelled: a kept item is right when it has the value of a label of its turn. */
export async function extractionOf(
  people: readonly SetPerson[],
  extract: Extract,
  { progress, signal }: { progress: (done: number) => void; signal: AbortSignal },
): Promise<Extraction> {
  const total = { found: 0, kept: 0, labelled: 0 }
  for (const [index, { turns, items }] of people.entries()) {
    const labels = Map.groupBy(items, ({ turn }) => turn)
    for (const { id, text } of turns) {
      const counted = compared(await extract(text, signal), labels.get(id) ?? [])
      total.found += counted.found
      total.kept += counted.kept
      total.labelled += counted.labelled
    }
    progress(index + 1)
  }
  return total
}

/** Each label is found at most once: the same thing kept twice is wrong once. */
export function compared(kept: readonly Extracted[], labels: readonly LabelledItem[]): Extraction {
  const open = [...labels]
  for (const item of kept) {
    const index = open.findIndex((label) => isOf(item, label))
    if (index >= 0) open.splice(index, 1)
  }
  return { found: labels.length - open.length, kept: kept.length, labelled: labels.length }
}

function isOf(item: Extracted, { value, valueInEnglish, text }: LabelledItem): boolean {
  const said = plain(`${item.value ?? ''} ${item.text}`)
  return [value ?? text, valueInEnglish ?? text].some((wanted) => said.includes(plain(wanted)))
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
