import { expect, test } from 'vitest'
import { RecentLines } from '#machine/recent-lines.ts'

const textsOf = (lines: RecentLines) => [...lines.newestFirst()].map(({ text }) => text)

test('the newest lines are kept, each with its number, however many there were', () => {
  const lines = new RecentLines({ linesMax: 3, charactersMax: 1_000 })
  for (let line = 1; line <= 100; line += 1) lines.add(`line ${line}`)
  expect([...lines.newestFirst()]).toEqual([
    { number: 100, text: 'line 100' },
    { number: 99, text: 'line 99' },
    { number: 98, text: 'line 98' },
  ])
})

test('long lines push out more, and one that is longer than all may be is left out', () => {
  const lines = new RecentLines({ linesMax: 10, charactersMax: 10 })
  for (const text of ['aaaa', 'bbbb', 'c'.repeat(11), 'dddddd']) lines.add(text)
  expect(textsOf(lines)).toEqual(['dddddd', 'bbbb'])
  lines.add('e'.repeat(10))
  expect(textsOf(lines)).toEqual(['e'.repeat(10)])
})
