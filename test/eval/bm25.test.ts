import { expect, test } from 'vitest'
import { Bm25 } from './bm25.ts'

function indexOf(...texts: string[]): Bm25<number> {
  const index = new Bm25<number>()
  for (const [id, text] of texts.entries()) index.add(id, text)
  return index
}

test('a rare word weighs more than a frequent one', () => {
  const index = indexOf('the cat', 'the dog', 'the bird', 'a dog')
  expect(index.search('the cat', 2)).toEqual([0, 1])
})

test('of two texts with the word the shorter is better', () => {
  expect(indexOf('a cat sat on a mat all day', 'a cat', 'a bird').search('cat', 2)).toEqual([1, 0])
})

test('words are compared as they are written, but for capitals', () => {
  const index = indexOf('I was baking bread', 'I bake bread', 'BAKE it')
  expect(index.search('bake', 3)).toEqual([2, 1])
})

test('what shares no word is not found', () => {
  expect(indexOf('one', 'two').search('three', 5)).toEqual([])
})

test('the score is that of the formula: at equal length it grows with the count, towards k1 + 1', () => {
  const index = indexOf('x x y', 'x y y', 'z z z')
  expect(index.search('x', 3)).toEqual([0, 1])
  expect(index.search('y', 3)).toEqual([1, 0])
})
