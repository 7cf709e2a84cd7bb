import { describe, expect, it, test } from 'vitest'
import { passageTerms } from '#core/memory/kinds/passage-terms.ts'
import { asTsvector, isAboutSelf, searchTerms, SELF_TERM, withBeginnings } from '#core/memory/terms.ts'
import { languages } from '#core/texts/all.ts'
import { SEARCH_LANGUAGES } from '#core/memory/languages.ts'
import { cpuMsOf } from '../../kit/cpu-ms.ts'

/** A message, and a question that shares no form of its word with it. */
const PAIRS: readonly [language: string, message: string, question: string][] = [
  ['en', 'I went hiking with two friends', 'when did I hike the last time?'],
  ['es', 'Mis gatos duermen en la cocina', '¿qué come mi gato?'],
  ['fr', 'J’habite à Lyon avec mes chevaux', 'où est mon cheval ?'],
  ['de', 'Ich wohne mit meinen Katzen in Köln', 'Wie heißt meine Katze?'],
  ['it', 'Ho comprato due gatti per mia sorella', 'che cosa ha il mio gatto?'],
  ['pt', 'Eu moro com os meus gatos', 'o que faz o meu gato?'],
  ['id', 'Saya membaca di rumah', 'apa bacaan saya?'],
  ['hi', 'मेरी किताबें घर में हैं', 'मेरी किताब कहाँ है'],
  ['ar', 'هذا هو الكتاب من المكتبة', 'ما هو كتاب الدرس'],
  ['vi', 'Tôi sống ở Đà Nẵng', 'tôi da nang'],
  ['tl', 'Nakatira ako sa Cebu', 'saan ang Cebu?'],
  ['th', 'ฉันมีแมวสองตัวชื่อมะลิ', 'แมวของฉันชื่ออะไร'],
  ['ja', '猫を二匹飼っていて名前はミケです', 'うちの猫の名前は何ですか'],
  ['zh', '我养了两只猫，叫小米', '我的猫叫什么名字'],
]

test.each(PAIRS)('%s: a message is found by another form of its word', (_, message, question) => {
  const terms = new Set(searchTerms(message))
  expect(searchTerms(question).filter((term) => terms.has(term))).not.toEqual([])
})

it('knows every language that the service speaks and that puts spaces between words', () => {
  const spaced = Object.keys(languages).filter((language) => language !== 'th')
  expect(SEARCH_LANGUAGES.map(({ code }) => code).toSorted()).toEqual(spaced.toSorted())
})

describe('the terms of a text', () => {
  it('are those of its words with content', () => {
    expect(searchTerms('What is my name?')).toEqual(['name'])
    expect(searchTerms('¿Dónde está mi avión?')).toContain('avion')
  })

  it('are its stop words where it has nothing else', () => {
    expect(searchTerms('who am I?')).toEqual(['who', 'am', 'i'])
  })

  it('keep numbers, however they are written', () => {
    expect(searchTerms('on 03/04/2026 at ٣')).toEqual(['3', '4', '2026', '3'])
  })

  it('are the same for one text in different forms of Unicode', () => {
    expect(searchTerms('café'.normalize('NFD'))).toEqual(searchTerms('CAFÉ'))
    expect(searchTerms('Ｏｓｌｏ')).toEqual(searchTerms('oslo'))
  })

  it.each([
    ['', 0],
    ['\ud800', 0],
    ["'); drop table turn; --", 9],
    ['a'.repeat(1_000_000), 1],
    ['é'.repeat(100_000), 1],
    ['ก'.repeat(50_000), 2_000],
    ['a\u0301'.repeat(20_000), 1],
    ['word '.repeat(100_000), 2_000],
    ['__proto__ constructor \\ \' "', 8],
  ])('of hostile text are bounded: %#', async (text, max) => {
    let terms: readonly string[] = []
    expect(await cpuMsOf(() => (terms = searchTerms(text)))).toBeLessThan(1_000)
    expect(terms.length).toBeLessThanOrEqual(max)
    expect(terms.every((term) => term !== '' && term.length <= 80 && term.isWellFormed())).toBe(true)
  })

  it('are quoted for Postgres', () => {
    expect(asTsvector(["o'neill", 'a\\b', "o'neill"])).toBe("'o''neill':1A,3A 'a\\\\b':2A")
  })

  it('are labelled apart from those around them', () => {
    expect(asTsvector(['boat'], ['sail'], [SELF_TERM], ['march', 'boat'])).toBe(
      "'boat':1A,5 'sail':2B '*self':3C 'march':4",
    )
  })

  it('have the beginnings of the longer ones', () => {
    expect(withBeginnings(['sea', 'allergy', '2026000'])).toEqual(['sea', 'allergy', '2026000', 'aller*'])
    expect(withBeginnings(['zahnarzttermin'])).toContain(withBeginnings(['zahnarzt']).at(-1))
  })
})

test.each([
  '?' + '"'.repeat(50_000) + 'x',
  '"'.repeat(50_000) + ' x',
  '? '.repeat(25_000),
  '?' + ' '.repeat(50_000) + 'x',
])('sentences of hostile text are told apart in little time: %#', async (typed) => {
  expect(await cpuMsOf(() => passageTerms({ typed, before: typed, saidAtMs: 0 }))).toBeLessThan(200)
})

describe('a text about its writer', () => {
  it.each(['Where do I live?', '¿Cómo se llama mi perro?', 'Où est ma clé ?', 'Was mag meine Katze?', 'مرحبا انا هنا'])(
    'says so: %s',
    (text) => expect(isAboutSelf(text)).toBe(true),
  )

  it.each(['Where does he live?', 'the weather in Oslo', ''])('is none: %s', (text) =>
    expect(isAboutSelf(text)).toBe(false),
  )

  it('is known by words that are no content', () => {
    for (const { selfWords, stopWords } of SEARCH_LANGUAGES)
      for (const word of selfWords) expect(stopWords).toContain(word)
  })
})
