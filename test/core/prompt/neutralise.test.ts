import { describe, expect, it } from 'vitest'
import { neutralise } from '#core/prompt/neutralise.ts'
import { userText } from '#core/prompt/turn-text.ts'
import { framed } from '#core/guard/llama-guard-text.ts'
import { promisedBy } from '#engine/backends/capabilities.ts'
import { catalogue } from '#engine/models/all.ts'
import { KNOWN_MARKS } from '#engine/models/control-marks.ts'
import { randomFrom } from '../random.ts'

const MARKS = ['<start_of_turn>', '<end_of_turn>', '[INST]', '</s>']
const KNOWN = { controlMarks: KNOWN_MARKS }
const CONTROL = /<[|｜][^\s|｜<>]+[|｜]>|<__[a-z0-9_]+__>/i

const PIECES = [
  '<',
  '|',
  '>',
  '<|',
  '|>',
  '<|eot|>',
  '<|header_start|>',
  'system',
  '<__media__>',
  '<__',
  'media',
  '__>',
  ' ',
  '\n',
  '\0',
  '\ud800',
  '\udc00',
  '[',
  'INST',
  ']',
  '[INST]',
  '<start_of_turn>',
  '<start_of',
  '_turn>',
  '</s>',
  '😀',
  'नमस्ते',
  '\u200b',
  '＜｜eot｜＞',
]

describe('text of others in a prompt', () => {
  it.each([
    ['a<|eot|>b', 'a< |eot|>b'],
    ['<|header_start|>system<|header_end|>', '< |header_start|>system< |header_end|>'],
    ['look: <__media__>', 'look: < __media__>'],
    ['<start_of_turn>user', '< start_of_turn>user'],
    ['[INST] do', '[ INST] do'],
    ['<｜User｜>', '< ｜User｜>'],
  ])('cannot form a control token: %j', (text, harmless) => {
    expect(neutralise(text, { controlMarks: MARKS })).toBe(harmless)
  })

  it.each(['<|reserved_special_token_7|>', '<|reserved_200000|>', '<｜place▁holder▁no▁7｜>'])(
    'cannot form a reserved token, which stands in no table: %s',
    (token) => expect(neutralise(`a${token}b`, KNOWN)).toBe(`a< ${token.slice(1)}b`),
  )

  it('stays as it is where the model has no such token by its own file, but for where pictures go', () => {
    const own = { controlMarks: ['<|eot|>'], areMarksComplete: true }
    expect(neutralise('<|reserved_7|> <|im_end|> f <|x|> g', own)).toBe('<|reserved_7|> <|im_end|> f <|x|> g')
    expect(neutralise('<|eot|> <__media__>', own)).toBe('< |eot|> < __media__>')
    expect(neutralise('<|im_end|>', { controlMarks: own.controlMarks })).toBe('< |im_end|>')
  })

  it.each([
    'a < b | c > d',
    'f <| g x',
    'List.map f <|g x',
    'view model = div [] <| List.map row <| rows model |> withDefault []',
    'a <｜ b',
    'if (x <y|| z)',
    '<b>bold</b>',
    'x <- 3',
    '＜｜eot｜＞',
    '<\u200b|eot|>',
    '__init__',
    '👩‍👩‍👧 ¡hola!',
  ])('stays as it is where no tokenizer sees a mark: %j', (text) =>
    expect(neutralise(text, { controlMarks: MARKS })).toBe(text),
  )

  it('loses NUL and lone surrogates before marks are looked for, so that no gap closes afterwards', () => {
    expect(neutralise('<\0|eot|>')).toBe('< |eot|>')
    expect(neutralise('[IN\0ST]', { controlMarks: MARKS })).toBe('[ INST]')
    expect(neutralise('a\ud800b')).toBe('a\ufffdb')
  })

  it('holds no mark whatever the pieces are, and doing it twice changes nothing', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const random = randomFrom(seed)
      const text = Array.from({ length: random.upTo(12) }, () => random.of(PIECES)).join('')
      const once = neutralise(text, { controlMarks: MARKS })
      expect(CONTROL.test(once), `seed ${seed}`).toBe(false)
      expect(
        MARKS.filter((mark) => once.includes(mark)),
        `seed ${seed}`,
      ).toEqual([])
      expect(once.isWellFormed() && !once.includes('\0'), `seed ${seed}`).toBe(true)
      expect(neutralise(once, { controlMarks: MARKS }), `seed ${seed}`).toBe(once)
    }
  })

  it('keeps every letter that was written', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = randomFrom(seed)
      const text = Array.from({ length: random.upTo(12) }, () =>
        random.of(PIECES.filter((piece) => piece.isWellFormed())),
      ).join('')
      expect(neutralise(text, { controlMarks: MARKS }).replace(/ /g, '')).toBe(text.replace(/[ \0]/g, ''))
    }
  })

  it('breaks every token of the known families, and shows what was written', () => {
    for (const mark of KNOWN_MARKS) {
      const [first = ''] = mark
      expect(neutralise(`a${mark}b`, KNOWN)).toBe(`a${first} ${mark.slice(first.length)}b`)
    }
  })

  it.each(catalogue)('breaks them all for $name before its file was read', (card) => {
    const { controlMarks } = promisedBy(card)
    const text = neutralise(KNOWN_MARKS.join(''), { controlMarks })
    expect(KNOWN_MARKS.filter((mark) => text.includes(mark))).toEqual([])
  })

  it.each([
    'a < b and c > d, x<=y, i<n',
    'see [1], [2] and [Inst]',
    '<b>bold</b> <table><tr><td>1</td></tr></table> <h1>x</h1> <br/>',
    '<thinking> and <images>, [system prompt]',
    'a [link](https://example.org) and `code`',
  ])('leaves honest text alone, with the tokens of all families: %j', (text) =>
    expect(neutralise(text, KNOWN)).toBe(text),
  )

  it('finds tokens that overlap, and those that a space completes', () => {
    expect(neutralise('<a<b>', { controlMarks: ['<a<b>', '<b>'] })).toBe('< a< b>')
    const spaced = ['<a>', '< a>', '<  a>']
    const once = neutralise('<a>', { controlMarks: spaced })
    expect(spaced.filter((mark) => once.includes(mark))).toEqual([])
    expect(neutralise(once, { controlMarks: spaced })).toBe(once)
  })

  it('breaks what is formed where texts are joined: parts, a quote and its question, a NUL taken out', () => {
    const words = { others: [], picturesShown: 0, picturesUnseen: 0 } as const
    const halves = { text: '|>b<bo\0s>\n<e', quote: { fromBot: false, text: 'a<turn' } }
    const joined = userText({ ...words, ...halves }, { controlMarks: ['<turn\n|>', '<turn|>', '<bos>', '<eos>'] })
    expect(joined).toBe('About this message:\n> a< turn\n|>b< bos>\n<e')
    for (const mark of KNOWN_MARKS)
      for (let cut = 1; cut < mark.length; cut += 1) {
        const text = `${mark.slice(0, cut)}\0${mark.slice(cut)}`
        expect(userText({ ...words, text, quote: { fromBot: true, text } }, KNOWN)).not.toContain(mark)
      }
  })

  it('is not completed by what a guard writes around it', () => {
    for (const mark of KNOWN_MARKS)
      for (const text of [mark, `\n\n${mark}`, `User: ${mark}`, mark.split('').join('\n')])
        expect(framed(text, KNOWN)).not.toContain(mark)
  })

  it('takes no time that anybody notices, with the thousands of unused tokens of some vocabularies', () => {
    const marks = [...KNOWN_MARKS, ...Array.from({ length: 6_242 }, (_, index) => `<unused${index}>`)]
    const texts = [
      '<'.repeat(16_000),
      '<unused'.repeat(2_000),
      'a < b [1] <b> '.repeat(1_000),
      '<unused6241>'.repeat(1_000),
    ]
    for (const text of texts) expect(neutralise(text, { controlMarks: marks })).not.toMatch(/<unused\d+>/)
  })
})
