import { describe, expect, it } from 'vitest'
import type { GenerateRequest } from '#engine/contract.ts'
import { Cost } from '#engine/dispatcher/cost.ts'

const PICTURE_TOKENS = 147
const picture = { type: 'picture', mime: 'image/png', bytes: new Uint8Array() } as const
const costOf = (parts: GenerateRequest['messages'][number]['parts'], tokensMax = 512) =>
  new Cost(
    { id: 'x', class: 'chat', messages: [{ role: 'user', parts }], tokensMax, sampling: SAMPLING },
    PICTURE_TOKENS,
  )
const SAMPLING = { temperature: 0, topP: 1, topK: 1, minP: 0 }
const THIRTY_LETTERS = { type: 'text', text: 'x'.repeat(30) } as const

describe('what a request costs', () => {
  it('is estimated from its words, its pictures and an ordinary answer', () => {
    expect(costOf([THIRTY_LETTERS]).soFarTokens).toBe(10 + 2 * 100)
    expect(costOf([THIRTY_LETTERS, picture], 1).soFarTokens).toBe(10 + PICTURE_TOKENS + 2)
  })

  it('is what the engine says in the end: what it had to read once, what it made twice', () => {
    const cost = costOf([THIRTY_LETTERS])
    cost.observe({ type: 'usage', promptTokens: 600, cachedTokens: 550, answerTokens: 20 })
    expect(cost.finalTokens(60_000)).toBe(50 + 40)
  })

  it('grows with an answer that is longer than most', () => {
    const cost = costOf([THIRTY_LETTERS])
    cost.observe({ type: 'start', model: 'm' })
    for (let n = 0; n < 300; n += 1) cost.observe({ type: 'text-delta', text: 'word ' })
    expect(cost.soFarTokens).toBe(10 + 2 * 300)
  })

  it('is what was seen of one that failed, or the time for which it held its slot', () => {
    const cost = costOf([THIRTY_LETTERS])
    expect(cost.finalTokens(0)).toBe(0)
    expect(cost.finalTokens(60_000)).toBe(1_200)
    cost.observe({ type: 'start', model: 'm' })
    cost.observe({ type: 'text-delta', text: 'word ' })
    expect(cost.finalTokens(0)).toBe(12)
  })
})
