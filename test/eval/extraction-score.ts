import type { Candidate } from '#core/memory/kinds/kind.ts'
import type { ExpectedItem, ExtractionCase } from './extraction-cases.ts'

export type ExtractionScore = { readonly precision: number; readonly recall: number; readonly wrong: readonly string[] }

/** Over all items of all cases. An item is right when it is about what was expected, and its sentence has the value. */
export function scoreOf(results: readonly { case: ExtractionCase; found: readonly Candidate[] }[]): ExtractionScore {
  let right = 0
  let found = 0
  let expected = 0
  const wrong: string[] = []
  for (const { case: given, found: candidates } of results) {
    const hits = given.expected.filter((item) => candidates.some((candidate) => isIt(candidate, item))).length
    right += hits
    found += candidates.length
    expected += given.expected.length
    if (hits === candidates.length && hits === given.expected.length) continue
    wrong.push(`${given.typed} → ${candidates.map(({ text }) => text).join(' ') || 'nothing'}`)
  }
  return { precision: found === 0 ? 1 : right / found, recall: expected === 0 ? 1 : right / expected, wrong }
}

const FACTS: Record<string, RegExp> = { birthday: /birthday is/, job: /works as/ }

function isIt({ kind, field, text }: Candidate, { about, value }: ExpectedItem): boolean {
  const isAbout = field === about || kind === about || FACTS[about]?.test(text) === true
  return isAbout && text.toLowerCase().includes(value.toLowerCase())
}
