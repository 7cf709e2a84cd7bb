import { describe, expect, test } from 'vitest'
import { compared } from './extraction.ts'
import type { LabelledItem } from './set.ts'

const label = (text: string, more: Partial<LabelledItem> = {}): LabelledItem => ({
  topic: 'topic',
  kind: 'profile',
  text,
  turn: 't1',
  saidAtMs: 0,
  isSuperseded: false,
  ...more,
})
const oslo = label('The person lives in Oslo.', { value: 'Oslo', valueInEnglish: 'Oslo' })
const peanuts = label('The person is allergic to peanuts.', { value: 'Erdnüsse', valueInEnglish: 'peanuts' })

describe('what was kept of a turn', () => {
  test('is right when it has the value of a label, in the language of the person or in English', () => {
    expect(compared([{ text: 'Lives in OSLO' }], [oslo])).toEqual({ found: 1, kept: 1, labelled: 1 })
    expect(compared([{ text: 'Allergic to peanuts.' }], [peanuts]).found).toBe(1)
    expect(compared([{ text: 'Avoid it.', value: 'erdnüsse' }], [peanuts]).found).toBe(1)
  })

  test('is wrong where nothing is labelled, or something else', () => {
    expect(compared([{ text: 'The person lives in Bergen.' }], [oslo])).toEqual({ found: 0, kept: 1, labelled: 1 })
    expect(compared([{ text: 'It rains.' }], [])).toEqual({ found: 0, kept: 1, labelled: 0 })
  })

  test('is right once: the same thing kept twice is wrong once', () => {
    expect(compared([{ text: 'Oslo' }, { text: 'In Oslo.' }], [oslo])).toEqual({ found: 1, kept: 2, labelled: 1 })
  })

  test('is compared as a whole sentence where a label has no value', () => {
    const brief = label('Use bullet points.')
    expect(compared([{ text: 'Use bullet points' }], [brief]).found).toBe(1)
    expect(compared([{ text: 'Use no emojis' }], [brief]).found).toBe(0)
  })
})
