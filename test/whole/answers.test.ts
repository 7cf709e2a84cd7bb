import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textsFor } from '#core/texts/texts.ts'
import { startModelHost, type ModelHost, type Written } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

const THOUGHT = '\nThe person greets me. My rules say so.\n'
const LONG_THOUGHT = Array.from({ length: 9 }, (_, step) => `In step ${step} I look at my rules. `)
const LOOP = 'I am a helpful assistant. '
const letters = (text: string) => text.split('')

/** What the model writes when it is asked this, by whoever. */
const ANSWERS: Record<string, Written> = {
  'in one piece': { pieces: [`<think>${THOUGHT}</think>\n\nHello!`] },
  'letter by letter': { pieces: letters(`<think>${THOUGHT}</think>\n\nHello!`) },
  'opened by the template': { pieces: [...LONG_THOUGHT, ...letters('\n</think>\n\nHello!')] },
  'never closed': { pieces: ['<think>\n', ...Array.from({ length: 170 }, () => 'I wonder. ')], finish: 'length' },
  'only apart': { pieces: [], reasoning: THOUGHT },
  apart: { pieces: ['Hello!'], reasoning: THOUGHT },
  'about thoughts': { pieces: letters('Write `<think>` there:\n\n```\n<think>\n```') },
  'again and again': { pieces: Array.from({ length: 85 }, () => LOOP), finish: 'length' },
  'too long': { pieces: ['It was a dark night. ', 'The wind '], finish: 'length' },
  'long code': { pieces: ['```js\n', 'go()\n'], finish: 'length' },
}

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => ANSWERS[last] ?? `You said: ${last}` })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const en = textsFor('en')
/** Everything that was ever to be read in this chat. */
const everShownTo = ({ chatId }: ReturnType<Product['person']>) =>
  product.telegram.calls().flatMap(({ payload }) => (Number(payload.chat_id) === chatId ? [String(payload.text)] : []))
const lastPrompt = () => host.prompts.findLast(({ kind }) => kind === 'chat')?.text ?? ''
const judged = () => host.prompts.filter(({ kind }) => kind === 'guard').map(({ text }) => text)

describe('a thought', () => {
  test.each(['in one piece', 'letter by letter', 'apart'])(
    'is neither shown nor judged nor kept: %s',
    async (question) => {
      const anna = product.person('anna')
      anna.sends(question)
      await anna.hears(/^Hello!$/)
      anna.sends(`and then? ${question}`)
      await anna.hears(/and then/)
      expect(lastPrompt()).toContain('assistant: Hello!')
      for (const text of [lastPrompt(), ...judged(), ...everShownTo(anna)])
        expect(text).not.toMatch(/greets|<think|think>/)
    },
  )

  test('that the template opened is replaced by the answer, and kept nowhere', async () => {
    const ben = product.person('ben')
    const closed = Promise.withResolvers<void>()
    host.fail('chat', { type: 'pause', afterWords: LONG_THOUGHT.length, go: closed.promise })
    ben.sends('opened by the template')
    await ben.hears(/look at my rules/)
    closed.resolve()
    await ben.hears(/^Hello!$/)
    expect(
      ben
        .transcript()
        .filter(({ fromBot }) => fromBot)
        .map(({ text }) => text),
    ).toEqual(['Hello!'])
    ben.sends('and then?')
    await ben.hears(/and then/)
    expect(lastPrompt()).toContain('assistant: Hello!')
    expect(lastPrompt()).not.toMatch(/my rules|think>/)
  })

  test.each(['never closed', 'only apart'])('is no answer by itself: %s', async (question) => {
    const cleo = product.person('cleo')
    cleo.sends(question)
    await cleo.hears(/something went wrong/)
    expect(everShownTo(cleo).join('\n')).not.toMatch(/wonder|greets/)
    cleo.sends('and then?')
    await cleo.hears(/and then/)
    expect(lastPrompt()).not.toMatch(/wonder|greets/)
  })

  test('may be spoken about', async () => {
    const dora = product.person('dora')
    dora.sends('about thoughts')
    await dora.hears(/Write <think> there:\n+<think>/)
    dora.sends('what does `<think>` mean in <b>this</b>?')
    await dora.hears(/You said/)
    expect(lastPrompt()).toContain('what does `< think>` mean in <b>this</b>?')
  })
})

describe('an answer that breaks off', () => {
  test('because it said the same again and again, ends after the third time and says why', async () => {
    const emil = product.person('emil')
    emil.sends('again and again')
    const heard = LOOP.repeat(3).trim()
    await emil.hears(/repeating myself/)
    expect(emil.transcript().at(-1)?.text).toBe(`${heard}\n\n${en.cutAnswer.repeated}`)
    emil.sends('and then?')
    await emil.hears(/and then/)
    expect(lastPrompt()).toContain(`assistant: ${heard}\nuser: and then?`)
  })

  test.each([
    ['too long', 'It was a dark night. The wind'],
    ['long code', 'go()'],
  ])('because it may not be longer, says so below, and not in later prompts: %s', async (question, text) => {
    const fritz = product.person(`fritz ${question}`)
    fritz.sends(question)
    await fritz.hears(/got too long/)
    expect(fritz.transcript().at(-1)?.text).toBe(`${text}\n\n${en.cutAnswer.length}`)
    fritz.sends('and then?')
    await fritz.hears(/and then/)
    expect(lastPrompt()).not.toContain('too long)')
    expect(lastPrompt()).not.toContain(en.cutAnswer.length)
  })
})
