import { describe, expect, it } from 'vitest'
import { Repetition } from '#engine/driver/repetition.ts'

function read(text: string, pieces = 7) {
  const repetition = new Repetition()
  let shown = ''
  for (let at = 0; at < text.length && !repetition.isFound; at += pieces)
    shown += repetition.push(text.slice(at, at + pieces))
  shown += repetition.end()
  return { shown, isFound: repetition.isFound }
}

const LOOP = 'I am a helpful assistant. '
const cut = (text: string) => ({ shown: text, isFound: true })
const whole = (text: string) => ({ shown: text, isFound: false })

describe('an answer that says the same again and again', () => {
  it.each([1, 7, LOOP.length, 10_000])('is cut after the third time, in pieces of %d characters', (pieces) => {
    expect(read(LOOP.repeat(85), pieces)).toEqual(cut(LOOP.repeat(3)))
    expect(read(`Well, hello! ${LOOP.repeat(85)}`, pieces)).toEqual(cut(`Well, hello! ${LOOP.repeat(3)}`))
  })

  it.each([
    ['lines', 'The sky is blue today\n'],
    ['Chinese', '我是一个乐于助人的助手。'],
    ['Hindi', 'मैं एक सहायक हूँ। '],
    ['list items', '- I like to read books\n'],
    ['a sentence after a table', '| a | b |\n\nIt is not available here.\n'],
    ['a paragraph of several sentences', 'The sky is blue. The grass is green. All is well.\n\n'],
    ['a list that begins anew', '1. Wake up early.\n2. Drink some water.\n3. Go for a walk.\n'],
  ])('is cut when it repeats %s', (_, block) => {
    const { shown, isFound } = read(block.repeat(20))
    expect(isFound).toBe(true)
    expect(shown).toBe(block.repeat(3))
  })

  it('is cut later when it repeats a row of a table', () => {
    const row = '| not available | not available |\n'
    expect(read(row.repeat(30))).toEqual(cut(row.repeat(12)))
  })

  it('is cut later when it repeats a cry', () => {
    const { shown, isFound } = read('No! '.repeat(500))
    expect(isFound).toBe(true)
    expect(shown.length).toBeGreaterThan('No! '.length * 20)
    expect(shown.length).toBeLessThan('No! '.length * 30)
  })

  it('is cut when the fourth time is its end', () => {
    expect(read(LOOP.repeat(4).trim())).toEqual(cut(LOOP.repeat(3)))
  })

  it('may say it three times and go on', () => {
    const text = `${LOOP.repeat(3)}I am a helpful friend. Bye.`
    expect(read(text)).toEqual(whole(text))
    const broken = `${LOOP.repeat(3)}I am a help`
    expect(read(broken)).toEqual(whole(broken))
  })

  const REFRAIN = 'Oh, the river runs down to the sea,\nand the sea is calling me.\n\n'
  const VERSES = [
    'We left the town at dawn.',
    'The boat was old and slow.',
    'The stars came out at night.',
    'We never saw it again.',
  ]

  it.each([
    ['a song with its refrain', VERSES.map((verse) => `${verse}\n${REFRAIN}`).join('')],
    [
      'a table whose rows begin alike',
      Array.from({ length: 9 }, (_, row) => `| The same words here | ${row} |\n`).join(''),
    ],
    [
      'a table whose rows have equal cells',
      Array.from({ length: 9 }, (_, row) => `| ${row} | It is fine. | It is fine. |\n`).join(''),
    ],
    ['a table with equal rows', `| a | b |\n|---|---|\n${'| not available | not available |\n'.repeat(6)}`],
    ['equal rows of sentences', '| It is not available. | It is not known. |\n'.repeat(6)],
    ['short cries', 'No! '.repeat(12)],
    ['la la la', 'La la la la!\n'.repeat(6)],
    ['numbers', '0, 0, 0, 0, 0, 0, 0, 0,\n'.repeat(9)],
    ['a picture of letters', `${'#'.repeat(40)}\n`.repeat(9)],
    ['equal lines of code', `\`\`\`html\n${'<li><a href="#">A link to something</a></li>\n'.repeat(6)}\`\`\`\n`],
    [
      'numbered answers',
      '1. Yes, that is right.\n2. Yes, that is right.\n3. Yes, that is right.\n4. Yes, that is right.\n',
    ],
    ['days of a plan', Array.from({ length: 7 }, (_, day) => `Day ${day}: walk for thirty minutes.\n`).join('')],
    ['an ordinary text', 'One thing. Another thing. One thing. A third thing. One thing. Nothing else.'],
    ['nothing', ''],
  ])('stays whole: %s', (_, text) => expect(read(text)).toEqual(whole(text)))

  it('is noticed in time that grows with its length alone', () => {
    for (const text of ['.'.repeat(30_000), '."'.repeat(15_000), 'word '.repeat(6_000), '\n'.repeat(30_000)])
      expect(read(text, 1)).toEqual(whole(text))
  })
})
