import { expect, test } from 'vitest'
import { Disposer } from '#machine/disposer.ts'

test('what was opened last is closed first, one after the other', async () => {
  const said: string[] = []
  const disposer = new Disposer()
  for (const name of ['folder', 'redis', 'worker']) {
    disposer.defer(name, async () => {
      said.push(`${name} closes`)
      await Promise.resolve()
      said.push(`${name} closed`)
    })
  }
  await Promise.all([disposer.dispose(), disposer.dispose()])
  const expected = ['worker closes', 'worker closed', 'redis closes', 'redis closed', 'folder closes', 'folder closed']
  expect(said).toEqual(expected)
})

test('a resource that fails to close keeps no other open, and all failures are reported', async () => {
  const said: string[] = []
  const disposer = new Disposer()
  disposer.defer('folder', () => said.push('folder'))
  disposer.defer('redis', () => Promise.reject(new Error('no answer')))
  disposer.defer('worker', () => {
    throw new Error('busy')
  })
  const closing = disposer.dispose()
  await expect(closing).rejects.toThrow('worker did not close: busy; redis did not close: no answer')
  await expect(closing).rejects.toBeInstanceOf(AggregateError)
  expect(said).toEqual(['folder'])
})

test('nothing can be added once closing has begun', async () => {
  const disposer = new Disposer()
  await disposer.dispose()
  expect(() => disposer.defer('late', () => undefined)).toThrow('late')
})
