import { element } from './element.js'
import { parseMarkdown } from './markdown/markdown.mjs'

/** A last line of marks alone can still become any block. */
const UNDECIDED_LINE = /(?:^|\n)[ \t>]*(?:[-*_=+#~`]+|\d{1,9}[.)]?)[ \t]*$/
/** What opens something that is not closed yet. */
const OPENING_SIGN = /(?<![\p{L}\p{N}])(?:\*{1,3}(?=[^\s*])|_{1,3}(?=[^\s_])|`+|!?\[)/u
const HELD_LENGTH_MAX = 200

/**
 * Shows Markdown in a bubble. A text is never read as HTML, pictures are not loaded, and a link shows where it goes.
 * Blocks that stay the same keep their nodes: a text that grows changes at its end alone, and what a reader selected
 * or scrolled to the side above stays.
 */
export function showMarkdown(bubble, text, { isGrowing }) {
  const whole = text.replaceAll('\r\n', '\n')
  const source = isGrowing ? decided(whole) : whole
  const before = bubble.blocks ?? []
  bubble.blocks = parseMarkdown(source).map((block, at) => {
    const key = `${block.type}: ${source.slice(block.from, block.to)}`
    return before[at]?.key === key ? before[at] : { key, node: blockNode(block) }
  })
  const same = bubble.blocks.findIndex((block, at) => block !== before[at])
  const firstNew = same === -1 ? bubble.blocks.length : same
  for (const { node } of before.slice(firstNew)) node.remove()
  bubble.append(...bubble.blocks.slice(firstNew).map(({ node }) => node))
}

/** A growing text without the signs at its end that will mean something once more of it is there. */
function decided(whole) {
  const source = whole.replace(UNDECIDED_LINE, '')
  const text = lastText(parseMarkdown(source))
  if (text === undefined) return source
  const from = Math.max(text.from, source.length - HELD_LENGTH_MAX)
  const opening = OPENING_SIGN.exec(source.slice(from, text.to))
  const held = opening ? source.slice(0, from + opening.index) : source
  return held.trim() === '' ? source : held
}

/** The text that the last line ends with; an address may follow that is still being written. */
function lastText(blocks) {
  let block = blocks.at(-1)
  while (block?.blocks ?? block?.items) block = (block.blocks ?? block.items).at(-1)
  const [before, last] = [block?.inlines?.at(-2), block?.inlines?.at(-1)]
  const text = last?.type === 'link' && before?.type === 'text' && before.text.endsWith('](') ? before : last
  return text?.type === 'text' ? text : undefined
}

const plain = (name, children = []) => element(name, '', children)
const directed = (name, children) => Object.assign(plain(name, children), { dir: 'auto' })

function blockNode(block) {
  switch (block.type) {
    case 'heading':
      return directed('p', [plain('strong', inlineNodes(block.inlines))])
    case 'code':
      return codeNode(block)
    case 'quote':
      return directed('blockquote', block.blocks.map(blockNode))
    case 'list':
      return listNode(block)
    case 'rule':
      return plain('hr')
    default:
      return directed('p', inlineNodes(block.inlines))
  }
}

function codeNode({ text }) {
  const pre = plain('pre', [plain('code', [text])])
  pre.dir = 'ltr'
  pre.tabIndex = 0
  return pre
}

function listNode({ first, isTight, items }) {
  const inItem = (block) => (isTight && block.type === 'paragraph' ? inlineNodes(block.inlines) : [blockNode(block)])
  const list = directed(
    first === undefined ? 'ul' : 'ol',
    items.map(({ blocks }) => plain('li', blocks.flatMap(inItem))),
  )
  if (first !== undefined) list.start = first
  return list
}

const inlineNodes = (inlines) => inlines.flatMap(inlineNode)

function inlineNode(inline) {
  switch (inline.type) {
    case 'code':
      return [plain('code', [inline.text])]
    case 'break':
      return [plain('br')]
    case 'strong':
      return [plain('strong', inlineNodes(inline.inlines))]
    case 'emphasis':
      return [plain('em', inlineNodes(inline.inlines))]
    case 'link':
    case 'image':
      return linkNodes(inline)
    default:
      return [inline.text]
  }
}

/** A label may say anything, also another address: where it really leads stands behind it. */
function linkNodes({ address, inlines }) {
  const shown = address.replace(/^mailto:/i, '')
  const label = plain('a', inlines.length === 0 ? [shown] : inlines.flatMap(withoutLinks))
  label.href = address
  label.title = address
  label.target = '_blank'
  label.rel = 'noopener noreferrer nofollow'
  if ([shown, address].includes(label.textContent)) return [label]
  return [label, ` (${new URL(address).host || shown})`]
}

/** A link holds no other. */
const withoutLinks = (inline) => ('address' in inline ? inline.inlines.flatMap(withoutLinks) : inlineNode(inline))
