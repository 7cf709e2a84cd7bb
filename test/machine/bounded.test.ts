import { expect, test } from 'vitest'
import { BoundedMap, BoundedSet } from '#machine/bounded.ts'

test('the entry that was set the longest ago makes room', () => {
  const map = new BoundedMap<string, number>(2)
  map.set('a', 1).set('b', 2).set('a', 3).set('c', 4)
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})

test('a value that is added again is the newest one', () => {
  const set = new BoundedSet<string>(2)
  set.add('a').add('b').add('a').add('c')
  expect([...set]).toEqual(['a', 'c'])
})
