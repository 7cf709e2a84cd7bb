import { expect, test } from 'vitest'
import { EngineError } from '#engine/contract.ts'
import { HostAbilities } from '#engine/backends/host/host-abilities.ts'
import type { Ask } from '#engine/backends/host/ask.ts'
import { UNKNOWN_HOST } from '#engine/backends/host/unknown-host.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

function opened(more: { hasCard?: boolean } = {}) {
  const clock = new ManualClock()
  const abilities = new HostAbilities({ promised: UNKNOWN_HOST, hasCard: false, given: {}, clock, ...more })
  const host = { sees: false, isDown: false, asked: 0 }
  const ask: Ask = async (question = {}) => {
    host.asked += 1
    const hasPicture = question.parts?.some(({ type }) => type === 'picture') === true
    if (host.isDown || (hasPicture && !host.sees)) throw new EngineError('failed', 'failed (500)')
    return { text: 'x', hasChoices: true, promptTokens: hasPicture ? 159 : 12 }
  }
  return { clock, abilities, host, ask }
}

test('what is missing is tried again after ten minutes, and only that', async () => {
  const { clock, abilities, host, ask } = opened()
  await abilities.try(ask)
  expect(abilities.current).toMatchObject({ vision: false, schema: true, firstTokenChoices: true })
  expect(abilities.faults).toEqual({ pictures: 'failed (500)' })
  clock.turn(599_999)
  expect(abilities.areDue).toBe(false)
  clock.turn(1)
  expect(abilities.areDue).toBe(true)
  host.sees = true
  const before = host.asked
  await abilities.try(ask)
  expect(host.asked - before).toBe(2)
  expect(abilities.current).toMatchObject({ vision: true, pictureTokens: 147 })
  expect(abilities.areDue).toBe(false)
})

test('a host that goes down while it is tried has lost no ability', async () => {
  const { abilities, host, ask } = opened()
  host.isDown = true
  await expect(abilities.try(ask)).rejects.toMatchObject({ code: 'failed' })
  expect([abilities.areTried, abilities.current.vision]).toEqual([false, true])
  Object.assign(host, { isDown: false, sees: true })
  await abilities.try(ask)
  expect([abilities.areTried, abilities.current.vision]).toEqual([true, true])
})

test('a model whose card promises eyes says what is wrong with them', async () => {
  const { abilities, host, ask } = opened({ hasCard: true })
  await abilities.try(ask)
  expect(abilities.current).toMatchObject({ vision: false, visionFault: { detail: 'failed (500)' } })
  host.sees = true
  await abilities.try(ask)
  expect(abilities.current).not.toHaveProperty('visionFault')
})
