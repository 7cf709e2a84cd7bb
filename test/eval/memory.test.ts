import path from 'node:path'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../kit/database.ts'
import { evaluateMemory } from './memory.ts'
import { generate } from './own/generate.ts'
import { servicePrompts } from './service-prompts.ts'
import { tables } from './report.ts'

const signal = new AbortController().signal

test('a file in the format of LoCoMo is asked of the reference and of the service’s own passages', async () => {
  const set = path.join(import.meta.dirname, 'samples/locomo-format.json')
  const report = await evaluateMemory({ isQuick: true, set, seed: 1, embedder: undefined, engine: undefined, signal })
  expect(report.about).toBe('locomo-format.json: 5 turns, 3 questions')
  expect(report.retrievers.map(({ name }) => name)).toEqual(['BM25, bare turns', 'passages', 'BM25, everybody’s turns'])
  expect(report.retrievers[1]!.scores).toMatchObject({ questions: 3, foreign: 0, recall: { 10: 1 } })
  expect(report.figures.map(({ name }) => name)).toEqual(['R@10, passages / BM25 over bare turns'])
  expect(tables(report)).toContain('passages')
})

test('a file that is something else is named', async () => {
  const set = path.join(import.meta.dirname, 'memory.test.ts')
  const options = { isQuick: true, set, seed: 1, embedder: undefined, engine: undefined, signal }
  await expect(evaluateMemory(options)).rejects.toThrow(/memory\.test\.ts is not in the format of LoCoMo/)
})

test('a prompt has the newest of what changed, and not what it superseded', async () => {
  await using database = await openTestDatabase()
  const promptFor = servicePrompts(database.store)
  const { people } = generate({ seed: 7, people: 6 })
  const person = people.find(({ items }) => items.filter(({ topic }) => topic === 'place').length > 1)!
  const places = person.items.filter(({ topic }) => topic === 'place').map(({ text }) => text)
  const prompt = await promptFor(person, person.questions[0]!, signal)
  expect(prompt).toContain(places.at(-1))
  for (const old of places.slice(0, -1)) expect(prompt).not.toContain(old)
})
