import { expect, test } from 'vitest'
import { isolationOf } from './isolation.ts'
import { bareTurns, pooledTurns } from './retriever.ts'

const options = { people: 20, recalls: 300, seed: 1, progress: () => undefined, signal: new AbortController().signal }

test('random recalls see what an index without the person gives away', async () => {
  const { recalls, found, foreign } = await isolationOf(pooledTurns(), options)
  expect(recalls).toBe(300)
  expect(foreign / found).toBeGreaterThan(0.5)
})

test('an index of each person for itself gives away nothing, and is not empty', async () => {
  const { found, foreign } = await isolationOf(bareTurns(), options)
  expect(found).toBeGreaterThan(1_000)
  expect(foreign).toBe(0)
})

test('a text of somebody else is foreign also under an own turn', async () => {
  const own = bareTurns()
  const search: typeof own.search = async (asking, k, signal) =>
    (await own.search(asking, k, signal)).map((hit) => ({ ...hit, text: `${hit.text} secretofi999` }))
  const { found, foreign } = await isolationOf({ ...own, search }, options)
  expect(foreign).toBe(found)
})
