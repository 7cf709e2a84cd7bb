import { expect, test } from 'vitest'
import { CodedError } from '#machine/coded-error.ts'
import { englishOf, sayer } from '#machine/sentence.ts'

const say = sayer({
  'model.loading.one': '{model} is being loaded, for {count} second.',
  'model.loading.other': '{model} is being loaded, for {count} seconds.',
  'disk.free': '{free} free in {folders}',
  'call.refused': 'Refused: {said}',
  plain: 'It is off.',
} as const)

test('a sentence is one of the table, with what is in its places', () => {
  expect(say('plain')).toEqual({ code: 'plain', values: {}, english: 'It is off.' })
  expect(say('model.loading', { model: 'm', count: 1 }).english).toBe('m is being loaded, for 1 second.')
  expect(say('model.loading', { model: 'm', count: 2 }).english).toBe('m is being loaded, for 2 seconds.')
  const free = { bytes: 2_540_000_000 }
  expect(say('disk.free', { free, folders: { list: ['a', 'b'] } }).english).toBe('2.5 GB free in a, b')
  expect(say('disk.free', { free: { bytes: 95_600_000_000 }, folders: 'a' }).english).toBe('96 GB free in a')
  expect(say('disk.free', { free: { bytes: 7_400_000 }, folders: 'a' }).english).toBe('7 MB free in a')
})

test('what a platform said is not read as a place', () => {
  expect(say('call.refused', { said: { quote: '{said} {code} $& $1' } }).english).toBe('Refused: {said} {code} $& $1')
})

test('an error has the sentences that it was made of, and one of plain words has none', () => {
  const sentences = [say('plain'), say('call.refused', { said: 'no' })]
  const error = new CodedError('refused', sentences)
  expect(error.message).toBe('It is off. Refused: no')
  expect(error.message).toBe(englishOf(sentences))
  expect(error.sentences).toEqual(sentences)
  // What was quoted goes on without a full stop, which then stands before the next sentence.
  expect(englishOf([say('call.refused', { said: 'no' }), say('plain')])).toBe('Refused: no. It is off.')
  expect(englishOf([say('call.refused', { said: 'No.' }), say('plain')])).toBe('Refused: No. It is off.')
  expect(new CodedError('refused', say('plain')).sentences).toEqual([say('plain')])
  expect(new CodedError('refused', 'in plain words').sentences).toBeUndefined()
})
