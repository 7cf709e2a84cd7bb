import { describe, expect, test } from 'vitest'
import { languageTables } from './all.ts'
import { CONCEPTS, conceptNames } from './concepts.ts'
import { sharedContentWords } from './content-words.ts'
import { listOf } from './fill.ts'
import { generate } from './generate.ts'
import type { LanguageTable } from './language-table.ts'

const tables = Object.values(languageTables)
const set = generate({ seed: 7, people: 24 })

describe('the own set', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(generate({ seed: 7, people: 24 })).toEqual(set)
    expect(generate({ seed: 8, people: 24 }).people[0]!.turns).not.toEqual(set.people[0]!.turns)
  })

  test('has people of four languages who talk for a month or longer, in 60 to 250 turns', () => {
    expect(new Set(set.people.map(({ language }) => language))).toEqual(new Set(['en', 'es', 'de', 'fr']))
    for (const { id, turns } of set.people) {
      const days = (turns.at(-1)!.saidAtMs - turns[0]!.saidAtMs) / 86_400_000
      expect(days, id).toBeGreaterThan(27)
      expect(turns.length, id).toBeGreaterThanOrEqual(60)
      expect(turns.length, id).toBeLessThanOrEqual(250)
    }
  })

  test('has turns in order of time, each with an id of its own', () => {
    for (const { turns } of set.people) {
      expect(new Set(turns.map(({ id }) => id)).size).toBe(turns.length)
      expect(turns.map(({ saidAtMs }) => saidAtMs)).toEqual(
        turns.map(({ saidAtMs }) => saidAtMs).toSorted((a, b) => a - b),
      )
    }
  })

  test('has for each question evidence that the person said, before it was asked', () => {
    for (const { turns, questions } of set.people) {
      const saidAt = new Map(turns.map((turn) => [turn.id, turn.saidAtMs]))
      for (const { id, evidence, category, askedAtMs } of questions) {
        if (category === 'unknown') expect(evidence, id).toEqual([])
        else expect(evidence.length, id).toBeGreaterThan(0)
        for (const turn of evidence) expect(saidAt.get(turn), id).toBeLessThan(askedAtMs)
      }
    }
  })

  test('asks for what changed by the value that was told last', () => {
    const changed = set.people.flatMap(({ questions, items }) =>
      questions.filter(({ category }) => category === 'changed').map(({ evidence }) => ({ evidence, items })),
    )
    expect(changed.length).toBeGreaterThan(20)
    for (const { evidence, items } of changed)
      expect(items.find(({ turn }) => turn === evidence[0])).toMatchObject({ isSuperseded: false })
    expect(set.people.flatMap(({ items }) => items).filter(({ isSuperseded }) => isSuperseded).length).toBeGreaterThan(
      20,
    )
  })

  test('leaves no slot unfilled', () => {
    const texts = set.people.flatMap(({ turns, questions, items }) => [...turns, ...questions, ...items])
    expect(texts.filter(({ text }) => /[{}]|undefined/.test(text))).toEqual([])
  })

  test('paraphrases half of the questions', () => {
    const all = set.people.flatMap(({ questions }) => questions)
    const concepts = all.filter(({ id, isApart }) => !id.includes(':like.') && isApart !== true)
    const share = concepts.filter(({ isParaphrase }) => isParaphrase).length / concepts.length
    expect(share).toBeCloseTo(0.5, 1)
  })

  test('asks apart for a month, for several things together, and for what was never told', () => {
    const apart = set.people.flatMap(({ questions }) => questions).filter(({ isApart }) => isApart === true)
    const categories = Map.groupBy(apart, ({ category }) => category)
    for (const category of ['a month', 'several', 'unknown'])
      expect(categories.get(category)?.length, category).toBeGreaterThan(20)
    for (const { evidence } of categories.get('several')!) expect(evidence.length).toBeGreaterThan(1)
  })

  test('hides what is told among other turns: at least half of all tell nothing', () => {
    for (const { turns, items } of set.people) expect(items.length / turns.length).toBeLessThan(0.5)
  })
})

describe('a paraphrased question', () => {
  test.each(tables)('shares no content word with anything by which its answer is told ($code)', (table) => {
    const shared = conceptNames.flatMap((name) => {
      const { say, told = [], changed = [], paraphrase } = table.concepts[name]
      const values = CONCEPTS[name].slots.flatMap((slot) => listOf(table, slot))
      const tellings = [...say, ...told, ...changed, ...values, ...table.before, ...table.after].map(withoutSlots)
      return paraphrase.flatMap((question) =>
        tellings
          .map((telling) => sharedContentWords(question, telling, table))
          .filter((words) => words.length > 0)
          .map((words) => `${name}: ${question}: ${words.join(', ')}`),
      )
    })
    expect(shared).toEqual([])
  })

  test('has no slot: no value of the person is in it', () => {
    const all = tables.flatMap(({ concepts }) => Object.values(concepts).flatMap(({ paraphrase }) => paraphrase))
    expect(all.filter((text) => text.includes('{'))).toEqual([])
  })
})

describe('words in common', () => {
  const shared = (one: string, other: string) => sharedContentWords(one, other, languageTables.en)

  test('are found in other forms', () => {
    expect(shared('Where am I living?', 'I live in Oslo.')).toEqual(['living'])
    expect(shared('Which cats?', 'a cat')).toEqual(['cats'])
  })

  test('are not function words', () => {
    expect(shared('What is it that I do with my hands?', 'What do I do with my feet?')).toEqual([])
  })
})

test.each(tables)('the lists of $code name the same things as those of English', (table: LanguageTable) => {
  for (const [slot, list] of Object.entries(languageTables.en.words))
    expect(table.words[slot as keyof LanguageTable['words']].length, slot).toBe(list.length)
})

const withoutSlots = (text: string) => text.replaceAll(/\{\w+\}/g, ' ')
