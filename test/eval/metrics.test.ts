import { describe, expect, test } from 'vitest'
import { allEvidenceAt, foreignAt, precision, recall, recallAt, reciprocalRank } from './metrics.ts'

const ranked = ['a', 'b', 'c', 'd', 'e', 'f']

describe('measures of a ranking', () => {
  test('recall is the share of the evidence among the first', () => {
    expect(recallAt(2, ranked, ['b', 'f'])).toBe(0.5)
    expect(recallAt(6, ranked, ['b', 'f'])).toBe(1)
    expect(recallAt(1, ranked, ['b', 'f'])).toBe(0)
    expect(recallAt(5, [], ['b'])).toBe(0)
    expect(recallAt(5, ranked, ['a', 'b', 'x'])).toBeCloseTo(2 / 3)
  })

  test('all of the evidence must be among the first, or it counts nothing', () => {
    expect(allEvidenceAt(5, ranked, ['b', 'f'])).toBe(0)
    expect(allEvidenceAt(6, ranked, ['b', 'f'])).toBe(1)
  })

  test('the reciprocal rank is that of the first turn that is evidence', () => {
    expect(reciprocalRank(ranked, ['f', 'd'])).toBe(0.25)
    expect(reciprocalRank(ranked, ['a'])).toBe(1)
    expect(reciprocalRank(ranked, ['x'])).toBe(0)
  })

  test('foreign is the share of others among the first, and nothing where nothing was found', () => {
    expect(foreignAt(4, ['ana', 'ben', 'ana', 'cara', 'ben'], 'ana')).toBe(0.5)
    expect(foreignAt(4, ['ana'], 'ana')).toBe(0)
    expect(foreignAt(4, [], 'ana')).toBe(0)
  })
})

test('precision is of what was kept, recall of what was labelled', () => {
  const extraction = { found: 6, kept: 8, labelled: 12 }
  expect(precision(extraction)).toBe(0.75)
  expect(recall(extraction)).toBe(0.5)
  expect(precision({ found: 0, kept: 0, labelled: 3 })).toBe(1)
})
