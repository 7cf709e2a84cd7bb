import { describe, expect, it } from 'vitest'
import { KNOWN_MARKS, UNMISTAKABLE_MARKS } from '#engine/models/control-marks.ts'
import { MarkFilter } from '#engine/driver/marks.ts'

const MARKS = ['<|python_start|>', '<|eot|>', '<|eot_id|>', '<turn|>', '[INST]']

function filtered(pieces: readonly string[], marks: readonly string[] = MARKS) {
  const filter = new MarkFilter(marks)
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end()
}

describe('the filter of control marks', () => {
  it('takes marks out, also when they come letter by letter', () => {
    const text = 'before <|python_start|>between<|eot|> after'
    expect(filtered([text])).toBe('before between after')
    expect(filtered(text.split(''))).toBe('before between after')
  })

  it('takes out the marks of the model', () => {
    expect(filtered('Hi<start_of_turn>user'.split(''), ['<start_of_turn>'])).toBe('Hiuser')
  })

  it('lets what only looks like a mark through', () => {
    const text = 'a < b, <|, <| x |>, <||>, <turn>, [inst], <|eo|> and <b|c> <|'
    expect(filtered(text.split(''))).toBe(text)
  })

  it('does not hold text back that cannot become a mark', () => {
    expect(new MarkFilter(MARKS).push('plain text')).toBe('plain text')
    expect(new MarkFilter(MARKS).push('plain <|eo')).toBe('plain ')
    expect(new MarkFilter(MARKS).push('plain <|ea')).toBe('plain <|ea')
    expect(new MarkFilter([]).push('plain <|eot|>')).toBe('plain <|eot|>')
  })

  it('takes out a mark that another one was hidden in', () => {
    expect(filtered(['<|e<|eot|>ot|>x'])).toBe('x')
  })

  it('keeps a character together whose halves come apart, and never lets half of one out', () => {
    expect(filtered(['a\ud83d', '\ude00b'])).toBe('a😀b')
    expect(filtered(['a\ud83d'])).toBe('a\ufffd')
  })

  it('takes out every mark of the known families, letter by letter, but those of thoughts', () => {
    const kept = KNOWN_MARKS.filter((mark) => filtered(`a${mark}b`.split(''), KNOWN_MARKS) !== 'ab')
    expect(kept.toSorted()).toEqual([
      '</mm:think>',
      '</seed:think>',
      '</think>',
      '</thought>',
      '<channel|>',
      '<mm:think>',
      '<seed:think>',
      '<think>',
      '<thought>',
      '<|END_THINKING|>',
      '<|START_THINKING|>',
      '<|inner_prefix|>',
      '<|inner_suffix|>',
      '[/THINK]',
      '[THINK]',
      '◁/think▷',
      '◁think▷',
    ])
  })

  it('leaves what people write where nobody knows whose marks they are', () => {
    const text = 'mv <filename> <image>.png; <s>old</s> or <img>, [MASK] and [1]'
    expect(filtered(text.split(''), UNMISTAKABLE_MARKS)).toBe(text.replace('</s>', ''))
    expect(filtered('Hello!<turn|><|im_end|></s><end_of_turn>'.split(''), UNMISTAKABLE_MARKS)).toBe('Hello!')
  })

  it('takes the longer of two marks that begin alike', () => {
    expect(filtered(['a<a><a>b'], ['<a>', '<a><a>'])).toBe('ab')
    expect(filtered('<|eot_id|>x<|eot|>'.split(''))).toBe('x')
  })

  it('is ready at once for the thousands of marks of some vocabularies', () => {
    const marks = Array.from({ length: 6_242 }, (_, index) => `<unused${index}>`)
    expect(filtered('a<unused6241>b <unused>'.split(''), marks)).toBe('ab <unused>')
    expect(filtered(['<unused'.repeat(2_000), '<unused7>'.repeat(2_000)], marks)).toBe('<unused'.repeat(2_000))
  })

  it('takes NUL out, which no store takes', () => {
    expect(filtered(['a\0b'])).toBe('ab')
  })
})
