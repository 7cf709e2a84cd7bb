import { describe, expect, it } from 'vitest'
import { MarkFilter } from '#engine/driver/marks.ts'

function filtered(pieces: readonly string[], marks: readonly string[] = []) {
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
    const text = 'a < b, <|, <| x |>, <||> and <b|c> <|'
    expect(filtered(text.split(''))).toBe(text)
  })

  it('does not hold text back that cannot become a mark', () => {
    expect(new MarkFilter([]).push('plain text')).toBe('plain text')
    expect(new MarkFilter([]).push('plain <|eo')).toBe('plain ')
  })

  it('takes out a mark that another one was hidden in', () => {
    expect(filtered(['<|e<|eot|>ot|>x'])).toBe('x')
  })

  it('keeps a character together whose halves come apart, and never lets half of one out', () => {
    expect(filtered(['a\ud83d', '\ude00b'])).toBe('a😀b')
    expect(filtered(['a\ud83d'])).toBe('a\ufffd')
  })

  it('takes NUL out, which no store takes', () => {
    expect(filtered(['a\0b'])).toBe('ab')
  })
})
