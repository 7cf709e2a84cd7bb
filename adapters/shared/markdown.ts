/** What a marked stretch of text is, in UTF-16 units of the text without the marks. */
export type Mark = {
  readonly type: 'bold' | 'italic' | 'code' | 'block'
  readonly start: number
  readonly length: number
  /** Of a block, where it is named. */
  readonly language?: string
}

export type Marked = { readonly text: string; readonly marks: readonly Mark[] }

const TOKEN = new RegExp(
  [
    // A block that is not closed yet goes to the end, so that it looks right while it grows.
    /^```(?<language>[\w+#.-]*)[^\n`]*\n(?<block>[\s\S]*?)(?:\n```[ \t]*$|(?![\s\S]))/,
    /`(?<code>[^`\n]+)`/,
    /\*\*(?=\S)(?<bold>[^\n]*?\S)\*\*/,
    // Not 2*3*4, and not a list that begins with a star.
    /(?<![\w*])\*(?=[^\s*])(?<italic>[^*\n]*[^\s*])\*(?![\w*])/,
    /!?\[(?<label>[^\]\n]+)\]\((?<address>https?:\/\/[^\s)]+)\)/,
    /^#{1,6}[ \t]+(?<heading>[^\n]+)$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gm',
)

/**
 * The Markdown that models write, as plain text and what is marked in it. Never longer than what came in; what is not
 * complete, or not known, stays as it was written. Where a link leads stays in sight.
 */
export function readMarkdown(markdown: string): Marked {
  const marks: Mark[] = []
  let text = ''
  let done = 0
  for (const match of markdown.matchAll(TOKEN)) {
    const found = meaningOf(match.groups ?? {})
    text += markdown.slice(done, match.index)
    if (found.mark && found.text !== '') marks.push({ ...found.mark, start: text.length, length: found.text.length })
    text += found.text
    done = match.index + match[0].length
  }
  text += markdown.slice(done)
  return text.trim() === '' ? { text: markdown, marks: [] } : { text, marks }
}

type Meaning = { readonly text: string; readonly mark?: Pick<Mark, 'type' | 'language'> }

function meaningOf(groups: Record<string, string | undefined>): Meaning {
  const { language, block, code, bold, italic, heading, label, address } = groups
  if (block !== undefined) return { text: block, mark: { type: 'block', ...(language ? { language } : {}) } }
  if (code !== undefined) return { text: code, mark: { type: 'code' } }
  if (italic !== undefined) return { text: italic, mark: { type: 'italic' } }
  const strong = bold ?? heading
  if (strong !== undefined) return { text: strong, mark: { type: 'bold' } }
  return { text: label === address ? `${address}` : `${label} (${address})` }
}
