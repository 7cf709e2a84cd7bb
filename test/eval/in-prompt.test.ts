import { expect, test } from 'vitest'
import { inPrompt } from './in-prompt.ts'
import { generate } from './own/generate.ts'

const { people } = generate({ seed: 7, people: 5 })
const options = { progress: () => undefined, signal: new AbortController().signal }

test('a prompt with all that is labelled has what every question needs', async () => {
  const all = await inPrompt(people, async ({ items }) => items.map(({ text }) => text).join('\n'), options)
  expect(all.questions).toBeGreaterThan(40)
  expect(all.share).toBe(1)
})

test('a prompt with the eight newest has not', async () => {
  const few = await inPrompt(
    people,
    async ({ items }) =>
      items
        .slice(-8)
        .map(({ text }) => text)
        .join('\n'),
    options,
  )
  expect(few.share).toBeLessThan(0.6)
})

test('only questions on preferences and standing instructions are asked', async () => {
  const categories = new Set<string>()
  await inPrompt(people, async (_, { category }) => (categories.add(category), ''), options)
  expect(categories).toEqual(new Set(['preference', 'instruction']))
})
