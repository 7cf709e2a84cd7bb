import { expect, test } from 'vitest'
import { oneAtATime } from '#core/media/sharp.ts'

test("one person's many pictures are decoded one after the other, and not all before somebody else's", async () => {
  const order: string[] = []
  let running = 0
  const decode = (person: string) =>
    oneAtATime({ share: { person } }, async () => {
      expect((running += 1)).toBe(1)
      order.push(person)
      await new Promise(setImmediate)
      running -= 1
    })
  await Promise.all([...Array.from({ length: 8 }, () => decode('heavy')), decode('light'), decode('light')])
  expect(order.slice(0, 5)).toEqual(['heavy', 'heavy', 'light', 'heavy', 'light'])
})
