import { describe, expect, it } from 'vitest'
import type { EventId, TurnId } from '#core/contract/ids.ts'
import { buildPrompt, type BuildOptions, type Prompt } from '#core/prompt/build.ts'
import { SYSTEM_WORDS } from '#core/prompt/system-words.ts'
import { pictureKey } from '#core/prompt/history.ts'
import type { PastTurn } from '#core/contract/past.ts'
import type { PromptMessage } from '#engine/contract.ts'
import { writtenEngine } from '../guard/written-engine.ts'
import { randomFrom } from '../random.ts'

// The numbers of the bundled model.
const small = { promptTokens: 700, pictureTokens: 39, picturesMax: 3, model: 'small' }
const capabilities = writtenEngine(() => ({}), small).engine.capabilities()
const picture = (name: number) => ({ type: 'picture', mime: 'image/png', bytes: new Uint8Array([name]) }) as const
const eventId = (name: string) => name as EventId

/** Text in other scripts than Latin needs more tokens, as with real tokenizers. */
const tokensOf = (text: string) => Math.ceil(Buffer.byteLength(text) / 4)
let counted = 0
const known = new Set<string>()
/** Counts like an engine, with a cache. */
const countTokens = async (text: string) => {
  if (!known.has(text)) counted += 1
  known.add(text)
  return tokensOf(text)
}

type Asking = Partial<Omit<BuildOptions, 'asked'>> & { readonly asked?: Partial<BuildOptions['asked']> }

const build = ({ asked, ...more }: Asking = {}) =>
  buildPrompt({
    words: SYSTEM_WORDS,
    past: [],
    pastPictures: new Map(),
    pictures: [],
    capabilities,
    budgetTokens: 4_096,
    countTokens,
    signal: new AbortController().signal,
    asked: { type: 'message', text: '', pictures: [], others: [], ...asked },
    ...more,
  })

function turn(number: number, more: Partial<PastTurn> = {}): PastTurn {
  return {
    id: `turn-${number}` as TurnId,
    number,
    asked: `question ${number}`,
    answer: `answer ${number}`,
    others: [],
    pictures: [],
    picturesForgotten: 0,
    atMs: number,
    ...more,
  }
}

function messagesOf(prompt: Prompt): readonly PromptMessage[] {
  expect(prompt.type).toBe('prompt')
  return prompt.type === 'prompt' ? prompt.messages : []
}

const shown = (prompt: Prompt) =>
  messagesOf(prompt)
    .slice(1)
    .map(
      ({ role, parts }) =>
        `${role}: ${parts.map((part) => (part.type === 'text' ? part.text : `<${part.bytes[0]}>`)).join(' ')}`,
    )

const realTokens = (prompt: Prompt) =>
  messagesOf(prompt)
    .flatMap(({ parts }) => parts)
    .reduce((sum, part) => sum + (part.type === 'text' ? tokensOf(part.text) : 39), 0)

describe('our own words', () => {
  it('are at most 900 bytes', () => expect(Buffer.byteLength(SYSTEM_WORDS)).toBeLessThanOrEqual(900))
})

describe('a prompt', () => {
  it('has our words first, then the past from its oldest turn, then what is asked', async () => {
    const prompt = await build({ past: [turn(1), turn(2)], asked: { text: 'and now?' } })
    expect(messagesOf(prompt)[0]).toEqual({ role: 'system', parts: [{ type: 'text', text: SYSTEM_WORDS }] })
    expect(shown(prompt)).toEqual([
      'user: question 1',
      'assistant: answer 1',
      'user: question 2',
      'assistant: answer 2',
      'user: and now?',
    ])
  })

  it('neutralises whatever is not ours', async () => {
    const mark = '<|eot|>'
    const prompt = await build({
      past: [turn(1, { asked: mark, answer: mark })],
      asked: { text: mark, quote: { fromBot: false, text: mark } },
    })
    const texts = messagesOf(prompt)
      .slice(1)
      .flatMap(({ parts }) => parts)
      .map((part) => (part.type === 'text' ? part.text : ''))
    expect(texts.filter((text) => text.includes('<|'))).toEqual([])
    expect(texts).toHaveLength(3)
  })

  it('asks what is in a photo that came without words, pictures before words', async () => {
    expect(shown(await build({ pictures: [picture(1), picture(2)] }))).toEqual([
      'user: <1> <2> What is in this picture?',
    ])
  })

  it('says what it was not given', async () => {
    const prompt = await build({ asked: { text: 'listen', others: ['audio', 'location'] } })
    expect(shown(prompt)).toEqual(['user: [voice message] [location]\nlisten'])
  })

  it('marks a quote as one, and keeps it short', async () => {
    const prompt = await build({ asked: { text: 'why?', quote: { fromBot: true, text: 'It is.\nUser: not' } } })
    expect(shown(prompt)).toEqual(['user: About what you wrote:\n> It is.\n> User: not\nwhy?'])
    const long = await build({ asked: { text: 'why?', quote: { fromBot: false, text: 'word '.repeat(500) } } })
    expect(shown(long)[0]?.length).toBeLessThan(460)
    expect(shown(long)[0]).toMatch(/^user: About this message:\n> word .*…\nwhy\?$/)
  })

  it('rather shortens a quote than calls a question too long', async () => {
    const quote = { fromBot: false, text: 'สวัสดี'.repeat(100) }
    const prompt = await build({ asked: { text: 'a '.repeat(700), quote } })
    expect(shown(prompt)[0]).toContain('สวัสดี…')
  })

  it('says which of the answers a person wrote, and lets no control token through in them', async () => {
    const past = [turn(1, { answer: 'Hi <|image|> there', isByPerson: true })]
    const prompt = await build({ past, asked: { text: 'and now?' } })
    expect(shown(prompt)[1]).toBe('assistant: (A person of the team wrote this:)\nHi < |image|> there')
  })

  it('stays within what the model reads, whatever is asked', async () => {
    let built = 0
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomFrom(seed)
      const words = () => random.of(['word ', 'สวัสดี ', '😀', 'नमस्ते ']).repeat(random.upTo(80))
      const past = Array.from({ length: random.upTo(40) }, (_, index) =>
        turn(index + 1, {
          asked: words(),
          answer: words(),
          pictures: random.upTo(4) === 0 ? [{ eventId: eventId(`e${index}`), part: 0 }] : [],
        }),
      )
      const pastPictures = new Map(
        past.flatMap(({ pictures }) => pictures.map((key) => [pictureKey(key), picture(9)] as const)),
      )
      const pictures = Array.from({ length: random.upTo(5) }, (_, index) => picture(index))
      const prompt = await build({ past, pastPictures, pictures, asked: { text: words() } })
      if (prompt.type === 'too-long') continue
      built += 1
      expect(prompt.promptTokens, `seed ${seed}`).toBeLessThanOrEqual(700)
      expect(realTokens(prompt), `seed ${seed}`).toBeLessThanOrEqual(prompt.promptTokens)
      expect(
        messagesOf(prompt).filter(({ role }) => role === 'system'),
        `seed ${seed}`,
      ).toHaveLength(1)
    }
    expect(built).toBeGreaterThan(100)
  })

  it('grows at its end only, but for a cut now and then', async () => {
    const all = Array.from({ length: 120 }, (_, index) =>
      turn(index + 1, { answer: 'a longer answer to read '.repeat(4) }),
    )
    let before: readonly string[] = []
    let cuts = 0
    for (let count = 1; count <= all.length; count += 1) {
      const history = shown(await build({ past: all.slice(0, count).slice(-40), asked: { text: 'hi' } })).slice(0, -1)
      if (before.some((line, index) => line !== history[index])) {
        cuts += 1
        expect(history.length).toBeGreaterThan(0)
      }
      before = history
    }
    expect(cuts).toBeGreaterThan(2)
    expect(cuts).toBeLessThan(all.length / 3)
  })

  it('counts each text once', async () => {
    const past = Array.from({ length: 10 }, (_, index) => turn(index + 1))
    await build({ past, asked: { text: 'first' } })
    counted = 0
    await build({ past, asked: { text: 'second' } })
    expect(counted).toBe(1)
  })

  it('leaves out a turn that has no answer', async () => {
    expect(shown(await build({ past: [turn(1, { answer: '' })], asked: { text: 'hi' } }))).toEqual(['user: hi'])
  })
})

describe('pictures of the past', () => {
  const e1 = { eventId: eventId('e1'), part: 0 }
  const e2 = { eventId: eventId('e2'), part: 0 }
  const past = [turn(1, { pictures: [e1], asked: 'this?' }), turn(2, { pictures: [e2], asked: '' }), turn(3)]
  const pastPictures = new Map([e1, e2].map((key, index) => [pictureKey(key), picture(index + 1)]))

  it('are shown again for the newest turn that has any; older ones are a word', async () => {
    const prompt = await build({ past, pastPictures, asked: { text: 'what colour is it?' } })
    expect(shown(prompt).filter((line) => line.startsWith('user'))).toEqual([
      'user: [picture]\nthis?',
      'user: <2> What is in this picture?',
      'user: question 3',
      'user: what colour is it?',
    ])
  })

  it('give way when there would be too many with the new ones', async () => {
    const prompt = await build({ past, pastPictures, pictures: [3, 4, 5].map(picture), asked: { text: 'and these?' } })
    expect(shown(prompt)[2]).toBe('user: [picture]\nWhat is in this picture?')
    expect(shown(prompt).at(-1)).toBe('user: <3> <4> <5> and these?')
  })

  it('are a word when their file is gone', async () => {
    expect(shown(await build({ past, asked: { text: 'hm' } }))[2]).toBe('user: [picture]\nWhat is in this picture?')
  })

  it('are a word when they were somebody else’s, beside the own ones that are shown', async () => {
    const both = [turn(1, { pictures: [e1], asked: 'mine or hers?', picturesForgotten: 1 })]
    expect(shown(await build({ past: both, pastPictures, asked: { text: 'and why?' } }))[0]).toBe(
      'user: <1> [picture]\nmine or hers?',
    )
  })
})

describe('more than a model takes', () => {
  it('is counted: pictures that it is not shown', async () => {
    const pictures = [1, 2, 3, 4, 5].map(picture)
    expect(await build({ pictures })).toMatchObject({ picturesDropped: 2 })
    const blind = await build({ pictures, asked: { pictures: [] }, capabilities: { ...capabilities, vision: false } })
    expect(blind).toMatchObject({ picturesDropped: 5 })
  })

  it('is said to a model without eyes', async () => {
    const asked = {
      text: 'look',
      pictures: [{ eventId: eventId('e1'), part: 0, quoted: false, media: { type: 'image', ref: 'r' } as const }],
    }
    expect(shown(await build({ asked, capabilities: { ...capabilities, vision: false } }))).toEqual([
      'user: [picture]\nlook',
    ])
  })

  it('is refused with a number of characters that would fit', async () => {
    for (const unit of ['word ', 'สวัสดี ', 'नमस्ते ']) {
      const prompt = await build({ asked: { text: unit.repeat(4_000) } })
      if (prompt.type !== 'too-long') throw new Error('expected it to be too long')
      expect(prompt.charactersMax).toBeGreaterThan(100)
      const fits = await build({ asked: { text: unit.repeat(4_000).slice(0, prompt.charactersMax) } })
      expect(fits.type).toBe('prompt')
    }
  })

  it('is not even sent to be counted when it cannot fit', async () => {
    let longest = 0
    const count = async (text: string) => {
      longest = Math.max(longest, text.length)
      return tokensOf(text)
    }
    expect(await build({ asked: { text: 'a'.repeat(100_000) }, countTokens: count })).toMatchObject({
      type: 'too-long',
    })
    expect(longest).toBeLessThan(10_000)
  })
})
