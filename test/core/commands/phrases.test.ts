import { describe, expect, it, test } from 'vitest'
import { commandInWords } from '#core/commands/phrases.ts'
import { PHRASES } from '#core/commands/phrase-table.ts'
import type { Asked } from '#core/contract/asked.ts'
import type { EventId } from '#core/contract/ids.ts'
import type { Language } from '#core/texts/text-table.ts'
import { cpuMsOf } from '../../kit/cpu-ms.ts'

type Message = Extract<Asked, { type: 'message' }>
const asks = (text: string, more: Partial<Message> = {}, preferred: Language = 'en') =>
  commandInWords({ type: 'message', text, pictures: [], others: [], ...more }, preferred)

describe('a message that asks for a command in plain words', () => {
  describe.each(Object.entries(PHRASES) as [Language, (typeof PHRASES)[Language]][])('in %s', (language, phrases) => {
    it('is found in each wording, with or without signs and capitals', () => {
      const commands = {
        memories: { name: 'memories', argument: '' },
        why: { name: 'why', argument: '' },
        forgetAll: { name: 'forget', argument: 'all' },
        off: { name: 'memory', argument: 'off' },
      } as const
      for (const [means, command] of Object.entries(commands)) {
        const wordings = phrases[means as keyof typeof commands]
        expect(wordings.length).toBeGreaterThanOrEqual(4)
        for (const phrase of wordings) {
          const bare = phrase.toUpperCase().replaceAll(/[?¿؟,]/g, '')
          for (const text of [phrase, bare, ` ${phrase} !`])
            expect(asks(text, {}, language), text).toEqual({ ...command, language })
        }
      }
    })

    it('stops, also as a reply to the bot and with a sign, and never as a question', () => {
      const toTheBot = { quote: { fromBot: true, text: 'Once upon a time' } }
      expect(phrases.stop.length).toBeGreaterThanOrEqual(3)
      for (const word of phrases.stop) {
        for (const text of [word, `${word}.`, `${word.toUpperCase()}!`, `@chasqui_bot ${word}`])
          expect(asks(text, toTheBot, language), text).toEqual({ name: 'stop', argument: '', language })
        for (const text of [`${word}?`, `${word} Zürich`]) expect(asks(text, toTheBot, language), text).toBeUndefined()
      }
    })

    it('has the rest remembered, in the words of the person', () => {
      expect(phrases.remember.length).toBeGreaterThanOrEqual(6)
      for (const opening of phrases.remember) {
        const text = `${opening} Zürich, "Ä-Ö" & 42`
        const found = asks(text, {}, language)
        expect(found, text).toMatchObject({ name: 'remember', language })
        expect(found?.argument, text).toMatch(/Zürich, "Ä-Ö" & 42$/)
      }
    })
  })

  it('counts as the language of the person where words are the same in two', () => {
    expect(asks('Que sabes de mim?', {}, 'pt')?.language).toBe('pt')
    expect(asks('was weißt du über mich', {}, 'th')).toMatchObject({ name: 'memories', language: 'de' })
    expect(asks('que sais tu de moi', {}, 'en')).toMatchObject({ name: 'memories', language: 'fr' })
  })

  it('may name the bot in a group', () => {
    expect(asks('@chasqui_bot what do you know about me?')).toMatchObject({ name: 'memories' })
    expect(asks('why did you say that, @chasqui_bot')).toMatchObject({ name: 'why' })
    expect(asks('@chasqui_bot, remember that I like tea')).toMatchObject({ argument: 'I like tea' })
  })
})

test.each([
  'what do you know about me and my dog?',
  'what do you know about medicine?',
  'why did you say that Oslo is small?',
  'forget everything I said about Oslo',
  "don't remember anything about the trip",
  'do you remember that day?',
  'Remember that time when we went to Oslo?',
  'Remember the milk',
  'I remember that he likes tea',
  'Remember thatcher',
  'remember that I like tea\nand what is 2 + 2?',
])('%j goes to the model', (text) => expect(asks(text)).toBeUndefined())

const picture = { eventId: 'e' as EventId, part: 0, media: { type: 'image', ref: 'r' }, quoted: false } as const

test.each<[string, Partial<Message>]>([
  ['with a picture', { pictures: [picture] }],
  ['with a voice message', { others: ['audio'] }],
  ['that quotes', { quote: { fromBot: false, text: 'I hate tea' } }],
  ['that was forwarded', { typed: '' }],
])('a message %s is no command in words', (_, more) => {
  for (const text of ['what do you know about me?', 'why did you say that?', 'forget me', 'remember that I like tea'])
    expect(asks(text, more)).toBeUndefined()
})

test('in German the conjunction is kept, without which the words are no sentence', () => {
  expect(asks('Merk dir, dass ich vegetarisch esse', {}, 'de')).toMatchObject({ argument: 'dass ich vegetarisch esse' })
  expect(asks('Merk dir: Ich esse vegetarisch', {}, 'de')).toMatchObject({ argument: 'Ich esse vegetarisch' })
  expect(asks('Merk dir, dass', {}, 'de')).toMatchObject({ argument: '' })
})

test('"remember that" alone says how, and any length is passed on to be refused', () => {
  expect(asks('Remember that')).toEqual({ name: 'remember', argument: '', language: 'en' })
  expect(asks(`remember that ${'tea '.repeat(12_500)}`)?.argument).toHaveLength(49_999)
})

test('50,000 commas, spaces or signs between words are read in a moment', async () => {
  for (const sign of [',', ' ', '@', ', @', 'no,']) {
    const text = `a${sign.repeat(50_000 / sign.length)}a`
    const took = await cpuMsOf(() => expect(asks(text)).toBeUndefined())
    expect(took, sign).toBeLessThan(300)
  }
})
