import type { Marked } from '../shared/markdown.ts'

/** What Telegram takes for the name of a person, and tells them of. */
const NAME = /(?<![\w@])@(?=[a-z]\w{2,31}\b)/gi
/** Shows nothing, and no name begins with it. */
const WORD_JOINER = '\u2060'

/**
 * So that nothing a model writes in a group notifies anybody: Telegram finds user names by itself, in texts that come
 * without any mark for them. In code it looks for none, and code stays as it is, since people copy it.
 */
export function quiet({ text, marks }: Marked): Marked {
  const code = marks.filter(({ type }) => type === 'code' || type === 'block')
  const isCode = (at: number) => code.some(({ start, length }) => at >= start && at < start + length)
  const found = Array.from(text.matchAll(NAME), ({ index }) => index + 1).filter((at) => !isCode(at))
  if (found.length === 0) return { text, marks }
  const shifted = (at: number) => at + found.filter((each) => each <= at).length
  const pieces = [0, ...found].map((from, nth) => text.slice(from, found[nth]))
  return {
    text: pieces.join(WORD_JOINER),
    marks: marks.map((mark) => {
      const start = shifted(mark.start)
      return { ...mark, start, length: shifted(mark.start + mark.length) - start }
    }),
  }
}
