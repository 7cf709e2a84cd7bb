import { element } from './element.js'

/**
 * The little markdown that models write, as DOM nodes: emphasis, code, lists, headings, links. A text is never read as
 * HTML, pictures are not loaded, and a link shows where it goes.
 */
export function markdownNodes(text) {
  const nodes = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; ) {
    const block = codeBlock(lines, at) ?? list(lines, at) ?? heading(lines, at) ?? paragraph(lines, at)
    if (block.node) nodes.push(block.node)
    at = block.next
  }
  return nodes
}

const FENCE = /^\s*```/
const ITEM = /^\s*(?:[-*•]|(\d{1,4})[.)])\s+(.*)$/
const HEADING = /^#{1,6}\s+(.*)$/

function codeBlock(lines, at) {
  if (!FENCE.test(lines[at])) return undefined
  let end = at + 1
  while (end < lines.length && !FENCE.test(lines[end])) end += 1
  const pre = plain('pre', [plain('code', [lines.slice(at + 1, end).join('\n')])])
  pre.dir = 'ltr'
  pre.tabIndex = 0
  return { node: pre, next: end + 1 }
}

function list(lines, at) {
  const first = ITEM.exec(lines[at])
  if (!first) return undefined
  const isNumbered = first[1] !== undefined
  const node = plain(isNumbered ? 'ol' : 'ul', [])
  node.dir = 'auto'
  if (isNumbered) node.start = Number(first[1])
  let next = at
  for (; next < lines.length; next += 1) {
    const item = ITEM.exec(lines[next])
    if (!item || (item[1] !== undefined) !== isNumbered) break
    node.append(plain('li', inline(item[2])))
  }
  return { node, next }
}

function heading(lines, at) {
  const found = HEADING.exec(lines[at])
  return found ? { node: plain('p', [plain('strong', inline(found[1]))]), next: at + 1 } : undefined
}

function paragraph(lines, at) {
  let next = at
  const node = plain('p', [])
  node.dir = 'auto'
  const startsBlock = (line) => FENCE.test(line) || ITEM.test(line) || HEADING.test(line)
  while (next < lines.length && lines[next].trim() !== '' && (next === at || !startsBlock(lines[next]))) {
    if (next > at) node.append(plain('br', []))
    node.append(...inline(lines[next]))
    next += 1
  }
  return { node: next > at ? node : undefined, next: Math.max(next, at + 1) }
}

// One pass, the first that matches wins. No repetition inside a repetition, so no text is slow to read.
const CODE = /`([^`\n]+)`/
const LINK = /\[([^\]\n]{1,300})\]\(([^\s)]{1,2000})\)/
const ADDRESS = /(https?:\/\/[^\s<>"'`*]{1,2000})/
const BOLD = /\*\*([^*\n]+)\*\*/
const ITALIC = /\*([^*\s][^*\n]*)\*|(?<![\p{L}\p{N}])_([^_\n]+)_(?![\p{L}\p{N}])/u
const INLINE = new RegExp([CODE, LINK, ADDRESS, BOLD, ITALIC].map(({ source }) => source).join('|'), 'gu')

function inline(text) {
  const nodes = []
  let at = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, label, target, address, bold, italic, italicToo] = match
    nodes.push(text.slice(at, match.index))
    at = match.index + whole.length
    if (code !== undefined) nodes.push(plain('code', [code]))
    else if (label !== undefined) nodes.push(...labelled(target, label, whole))
    else if (address !== undefined) {
      const shown = address.replace(/[.,;:!?)\]]+$/, '')
      nodes.push(link(shown, shown) ?? shown, address.slice(shown.length))
    } else if (bold !== undefined) nodes.push(plain('strong', inline(bold)))
    else nodes.push(plain('em', inline(italic ?? italicToo)))
  }
  nodes.push(text.slice(at))
  return nodes.filter((node) => node !== '')
}

/** A label may say anything, also another address: where it really leads stands behind it. */
function labelled(target, label, whole) {
  const node = link(target, label)
  return node ? [node, ` (${new URL(target).host})`] : [whole]
}

function link(target, label) {
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return undefined
  const node = plain('a', [label])
  node.href = target
  node.title = target
  node.target = '_blank'
  node.rel = 'noopener noreferrer nofollow'
  return node
}

const plain = (name, children = []) => element(name, '', children)
