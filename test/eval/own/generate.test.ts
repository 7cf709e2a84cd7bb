import { searchTerms } from '#core/memory/terms.ts'
import { describe, expect, test } from 'vitest'
import { median } from '../../bench/statistics.ts'
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

  test('has people of four languages who talk for a month or longer, in 150 to 260 turns', () => {
    expect(new Set(set.people.map(({ language }) => language))).toEqual(new Set(['en', 'es', 'de', 'fr']))
    for (const { id, turns } of set.people) {
      const days = (turns.at(-1)!.saidAtMs - turns[0]!.saidAtMs) / 86_400_000
      expect(days, id).toBeGreaterThan(27)
      expect(turns.length, id).toBeGreaterThanOrEqual(150)
      expect(turns.length, id).toBeLessThanOrEqual(260)
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

  test('asks paraphrased questions that share no content word with the turns of their answer, also with what is beside it', () => {
    const wrong = set.people.flatMap(({ turns, questions, language }) => {
      const table = languageTables[language as LanguageTable['code']]
      const texts = new Map(turns.map(({ id, text }) => [id, text]))
      return questions
        .filter(({ isParaphrase }) => isParaphrase)
        .flatMap(({ text, evidence }) => evidence.flatMap((turn) => sharedContentWords(text, texts.get(turn)!, table)))
    })
    expect(wrong).toEqual([])
  })

  test('has more turns with the words of a question than places that are looked at, for most direct questions', () => {
    const rivals = set.people.flatMap(({ turns, questions, language }) => {
      const table = languageTables[language as LanguageTable['code']]
      const direct = questions.filter(({ isParaphrase, isApart }) => !isParaphrase && isApart !== true)
      return direct.map(
        ({ text, evidence }) =>
          turns.filter((turn) => !evidence.includes(turn.id) && sharedContentWords(text, turn.text, table).length > 0)
            .length,
      )
    })
    expect(median(rivals)).toBeGreaterThan(10)
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

  test.each(tables)('leaves the other half to questions that do, however it is told ($code)', (table) => {
    const unaskable = conceptNames.flatMap((name) => {
      const { say, told, changed = [], ask } = table.concepts[name]
      const tellings = [...say, ...changed, ...(told ? [told.join('\n')] : [])].map(slotsAsWords)
      const isShared = (telling: string) =>
        ask.some((question) => sharedContentWords(slotsAsWords(question), telling, table).length > 0)
      return tellings.filter((telling) => !isShared(telling)).map((telling) => `${name}: ${telling}`)
    })
    expect(unaskable).toEqual([])
  })

  test('shares no term of the service’s own search with the turns of its answer either, by which it could be found', () => {
    const found = set.people.flatMap(({ turns, questions }) => {
      const texts = new Map(turns.map(({ id, text }) => [id, text]))
      return questions
        .filter(({ isParaphrase }) => isParaphrase)
        .flatMap(({ text, evidence }) => {
          const terms = new Set(searchTerms(evidence.map((turn) => texts.get(turn)!).join('\n')))
          const shared = searchTerms(text).filter((term) => terms.has(term))
          return shared.length === 0 ? [] : [`${text}: ${shared.join(', ')}`]
        })
    })
    expect([...new Set(found)]).toEqual([])
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

const slotsAsWords = (text: string) => text.replaceAll(/[{}]/g, ' ')
const withoutSlots = (text: string) => text.replaceAll(/\{\w+\}/g, ' ')
