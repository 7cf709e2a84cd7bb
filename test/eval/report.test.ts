import { expect, test } from 'vitest'
import { asJson, tables, type Report } from './report.ts'

const scores = {
  questions: 3,
  recall: { 5: 0.5, 10: 0.75, 20: 1 },
  allEvidence: { 5: 0.25, 10: 0.5, 20: 1 },
  reciprocalRank: 0.3333,
  foreign: 0,
  tokens: 111.4,
  p50Ms: 1.234,
  p95Ms: 12.3,
}

const report: Report = {
  name: 'memory',
  about: 'a set',
  retrievers: [
    { name: 'one', scores, parts: [{ name: 'in en', questions: 2, recall: 0.5 }] },
    { name: 'the other', scores, unknown: 90.2, parts: [{ name: 'in de', questions: 1, recall: 1 }] },
  ],
  figures: [{ name: 'ratio', value: 1.1, unit: '×', target: { atLeast: 1.15 } }],
  notes: [],
}

test('a table has a line for each retriever, and one for each part of the questions', () => {
  expect(tables(report)).toBe(`
              R@5  R@10   R@20  all@10   MRR  foreign@10  tokens@10  for nothing  p50 ms  p95 ms
  one        50.0  75.0  100.0    50.0  33.3         0.0        111            –    1.23   12.30
  the other  50.0  75.0  100.0    50.0  33.3         0.0        111           90    1.23   12.30

  R@10 of  questions   one  the other
  in en            2  50.0          –
  in de            1     –      100.0
`)
})

test('the file has the figures with their targets, and whether these are reached', () => {
  const written = JSON.parse(asJson(report, 'a machine'))
  expect(written).toMatchObject({ machine: 'a machine', name: 'memory', retrievers: [{ name: 'one' }, {}] })
  expect(written.figures).toEqual([{ ...report.figures[0], reached: false }])
})
