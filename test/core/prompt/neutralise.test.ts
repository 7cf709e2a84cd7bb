import { describe, expect, it } from 'vitest'
import { neutralise } from '#core/prompt/neutralise.ts'
import { randomFrom } from '../random.ts'

const MARKS = ['<start_of_turn>', '<end_of_turn>', '[INST]', '</s>']
const CONTROL = /<\||<__[a-z0-9_]+__>/i

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
  ])('cannot form a control token: %j', (text, harmless) => {
    expect(neutralise(text, MARKS)).toBe(harmless)
  })

  it.each([
    'a < b | c > d',
    'if (x <y|| z)',
    '<b>bold</b>',
    'x <- 3',
    '＜｜eot｜＞',
    '<\u200b|eot|>',
    '__init__',
    '👩‍👩‍👧 ¡hola!',
  ])('stays as it is where no tokenizer sees a mark: %j', (text) => expect(neutralise(text, MARKS)).toBe(text))

  it('loses NUL and lone surrogates before marks are looked for, so that no gap closes afterwards', () => {
    expect(neutralise('<\0|eot|>')).toBe('< |eot|>')
    expect(neutralise('[IN\0ST]', MARKS)).toBe('[ INST]')
    expect(neutralise('a\ud800b')).toBe('a\ufffdb')
  })

  it('holds no mark whatever the pieces are, and doing it twice changes nothing', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const random = randomFrom(seed)
      const text = Array.from({ length: random.upTo(12) }, () => random.of(PIECES)).join('')
      const once = neutralise(text, MARKS)
      expect(CONTROL.test(once), `seed ${seed}`).toBe(false)
      expect(
        MARKS.filter((mark) => once.includes(mark)),
        `seed ${seed}`,
      ).toEqual([])
      expect(once.isWellFormed() && !once.includes('\0'), `seed ${seed}`).toBe(true)
      expect(neutralise(once, MARKS), `seed ${seed}`).toBe(once)
    }
  })

  it('keeps every letter that was written', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = randomFrom(seed)
      const text = Array.from({ length: random.upTo(12) }, () =>
        random.of(PIECES.filter((piece) => piece.isWellFormed())),
      ).join('')
      expect(neutralise(text, MARKS).replace(/ /g, '')).toBe(text.replace(/[ \0]/g, ''))
    }
  })
})
