import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemory } from '#core/memory/memory.ts'
import { buildPrompt } from '#core/prompt/build.ts'
import { SYSTEM_WORDS } from '#core/prompt/system-words.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { writtenEngine } from '../guard/written-engine.ts'
import { never, Remembered } from './people.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

/** What is wanted, and a question that should respect it, mostly without a word of it. */
const WANTED: readonly [field: 'preference' | 'instruction' | 'avoid', sentence: string, question: string][] = [
  ['preference', 'The person prefers window seats.', 'book me a flight to Rome'],
  ['preference', 'The person likes spicy food.', 'what shall I cook tonight?'],
  ['preference', 'The person prefers trains to planes.', 'how do I get to Madrid?'],
  ['preference', 'The person likes jazz.', 'put on something for dinner'],
  ['preference', 'The person prefers mornings for meetings.', 'when should I see the dentist?'],
  ['preference', 'The person likes small hotels.', 'where could I sleep in Porto?'],
  ['preference', 'The person reads science fiction.', 'recommend a book'],
  ['preference', 'The person drinks tea, not coffee.', 'what do I order?'],
  ['instruction', 'The person wants short answers.', 'explain how a fridge works'],
  ['instruction', 'The person wants metric units.', 'how tall is that tower?'],
  ['instruction', 'The person wants to be called Captain.', 'good morning'],
  ['instruction', 'The person wants no emojis.', 'tell me a joke'],
  ['instruction', 'The person wants code in Python.', 'write me a loop'],
  ['avoid', 'The person is allergic to peanuts.', 'a snack, please'],
  ['avoid', 'The person avoids gluten.', 'what can I bake?'],
]
const OTHERS = 60
const TURNS = 200

it('has what the person wants in at least 95 % of prompts of 4,000 tokens, beside much else', async () => {
  const ana = await new Remembered(database).joins()
  for (const [field, text] of WANTED) await ana.item({ kind: 'profile', field, text })
  for (let n = 0; n < OTHERS; n++) await ana.item({ text: `The person did thing number ${n} with a friend.` })
  for (let n = 0; n < TURNS; n++) await ana.said(`Tell me what to cook, bake or book, for the ${n}. time`)
  const memory = createMemory({ store: database.store, isEnabled: true })
  const prompts = await Promise.all(WANTED.map(async ([, , question]) => promptFor(question)))
  const there = WANTED.filter(([, sentence], index) => prompts[index]?.includes(sentence))
  expect(there.length / WANTED.length).toBeGreaterThanOrEqual(0.95)

  async function promptFor(text: string): Promise<string> {
    const { engine } = writtenEngine(() => ({}))
    const prompt = await buildPrompt({
      words: SYSTEM_WORDS,
      past: [],
      pastPictures: new Map(),
      pictures: [],
      memory: await memory.recall(ana.asks(text), never),
      capabilities: engine.capabilities(),
      budgetTokens: 4_000,
      countTokens: (each, signal) => engine.countTokens(each, signal),
      signal: never,
      asked: { type: 'message', text, pictures: [], others: [] },
    })
    return JSON.stringify(prompt)
  }
})
