import type { ShownMessage } from './platform.ts'

export type Rendered = { readonly text: string; readonly marks: ShownMessage['marks'] }

type Mark = ShownMessage['marks'][number]

/**
 * How WhatsApp's clients show a text: https://faq.whatsapp.com/539178204879377. Marks hold inside one line, at the edge
 * of words, around something that begins and ends without a blank; code is shown as it is.
 */
export function renderWhatsApp(source: string): Rendered {
  const marks: Mark[] = []
  const pieces = source.split(/(```[\s\S]+?```)/)
  const text = pieces
    .map((piece) => {
      const block = /^```([\s\S]+?)```$/.exec(piece)?.[1]
      if (block === undefined)
        return piece
          .split('\n')
          .map((line) => renderLine(line, marks))
          .join('\n')
      marks.push({ type: 'block', text: block.replaceAll(/^\n|\n$/g, '') })
      return block
    })
    .join('')
  return { text: withoutInvisible(text), marks: marks.map((mark) => ({ ...mark, text: withoutInvisible(mark.text) })) }
}

function renderLine(line: string, marks: Mark[]): string {
  const list = /^[-*] (?=\S)/.exec(line)
  if (list) return `• ${renderInline(line.slice(2), marks)}`
  return renderInline(line.replace(/^> (?=\S)/, ''), marks)
}

const CODE = /`([^`\n]+)`/
const SIGNS: readonly (readonly [sign: string, type: Mark['type'] | undefined])[] = [
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', undefined],
]

function renderInline(text: string, marks: Mark[]): string {
  const code = CODE.exec(text)
  if (code) {
    const [whole, inside = ''] = code
    const before = renderInline(text.slice(0, code.index), marks)
    marks.push({ type: 'code', text: inside })
    return before + inside + renderInline(text.slice(code.index + whole.length), marks)
  }
  const found = firstPair(text)
  if (!found) return text
  const at = marks.length
  const inside = renderInline(text.slice(found.start + 1, found.end), marks)
  if (found.type) marks.splice(at, 0, { type: found.type, text: inside })
  return text.slice(0, found.start) + inside + renderInline(text.slice(found.end + 1), marks)
}

type Pair = { readonly start: number; readonly end: number; readonly type: Mark['type'] | undefined }

function firstPair(text: string): Pair | undefined {
  for (let start = 0; start < text.length; start += 1) {
    const [sign, type] = SIGNS.find(([sign]) => sign === text[start]) ?? []
    if (sign === undefined || !opens(text, start)) continue
    for (let end = text.indexOf(sign, start + 2); end > 0; end = text.indexOf(sign, end + 1)) {
      if (closes(text, end)) return { start, end, type }
    }
  }
  return undefined
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)
const isBlank = (character: string | undefined) => character === undefined || /\s/.test(character)
const opens = (text: string, at: number) => !isWord(text[at - 1]) && !isBlank(text[at + 1]) && text[at + 1] !== text[at]
const closes = (text: string, at: number) => !isWord(text[at + 1]) && !isBlank(text[at - 1])

/** Characters without a width, by which marks are kept from being read as such. */
function withoutInvisible(text: string): string {
  return text.replaceAll(/[\u200B\u2060\uFEFF]/g, '')
}
