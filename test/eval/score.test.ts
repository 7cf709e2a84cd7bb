import { expect, test } from 'vitest'
import type { Retriever } from './retriever.ts'
import { ask, recallBy, scoresOf } from './score.ts'
import type { Question, SetPerson } from './set.ts'

const question = (id: string, evidence: string[], category = 'fact'): Question => ({
  id,
  text: id,
  category,
  evidence,
  isParaphrase: false,
  askedAtMs: 0,
})

const person = (id: string, questions: Question[]): SetPerson => ({
  id,
  language: 'en',
  turns: [],
  questions,
  items: [],
})

/** Finds turn 1 to 12 of whoever asks, and between them one of `ben`. */
const retriever: Retriever = {
  name: 'fixed',
  index: () => Promise.resolve(),
  search: async ({ person: { id } }, k) => {
    const own = Array.from({ length: 12 }, (_, index) => ({ person: id, turn: String(index + 1), text: 'four' }))
    return [...own.slice(0, 4), { person: 'ben', turn: 'b', text: 'four and eight' }, ...own.slice(4)].slice(0, k)
  },
}

const people = [
  person('ana', [question('q1', ['1']), question('q2', ['5', '12']), question('q3', [], 'unknown')]),
  person('ben', [question('q4', ['none'], 'event')]),
]

const answered = await ask(retriever, { people }, { progress: () => undefined, signal: new AbortController().signal })

test('measures are means over the questions that have an answer', () => {
  const scores = scoresOf(answered)
  expect(scores.questions).toBe(3)
  // q1 is found first, of q2 one turn at place 6 and one at 13, q4 nowhere.
  expect(scores.recall[5]).toBeCloseTo(1 / 3)
  expect(scores.recall[10]).toBeCloseTo(1.5 / 3)
  expect(scores.recall[20]).toBeCloseTo(2 / 3)
  expect(scores.allEvidence[10]).toBeCloseTo(1 / 3)
  expect(scores.reciprocalRank).toBeCloseTo((1 + 1 / 6) / 3)
})

test('what is foreign and what it costs is counted for every question, in its first ten places', () => {
  const scores = scoresOf(answered)
  // One of ten for the three questions of ana; nine of ten for that of ben, who asked for his own.
  expect(scores.foreign).toBeCloseTo((3 * 0.1) / 4)
  expect(scores.tokens).toBe(9 * 1 + 4)
})

test('recall is given for parts of the questions, with their number', () => {
  expect(recallBy(answered, ({ question: { category } }) => category)).toEqual([
    { name: 'fact', questions: 2, recall: 0.75 },
    { name: 'event', questions: 1, recall: 0 },
  ])
})
