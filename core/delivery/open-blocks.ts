import { type Block, type CodeBlock, parseMarkdown } from '../contract/markdown/markdown.mjs'

/** The blocks that are open where a text was cut. */
export type OpenBlocks = {
  readonly fence?: OpenFence
  /** The columns where the texts of the open list items begin, outermost first. */
  readonly columns: readonly number[]
}

/** An open code block. */
export type OpenFence = {
  /** The line that opens it again in the next message, and the line that closes it in this one. */
  readonly opener: string
  readonly closer: string
  /** Where its first line begins in the text; undefined when it was open before. */
  readonly start?: number
  /** No code comes after the opening line. */
  readonly empty: boolean
}

/** The blocks that are open at the end of a text, given the code block that was open before it. */
export function openBlocks(text: string, before: OpenFence | undefined): OpenBlocks {
  const lead = before === undefined ? '' : `${before.opener}\n`
  const { last, columns, isQuoted } = lastOf(parseMarkdown(lead + text))
  // In a quote every line begins with `>`, so its indentation stays.
  const open = { columns: isQuoted ? [] : columns }
  if (last?.type !== 'code' || last.fence === undefined || last.fence.isClosed) return open
  return { ...open, fence: fenceOf(last, { source: lead + text, lead, isQuoted }) }
}

function lastOf(blocks: readonly Block[]) {
  const columns: number[] = []
  let isQuoted = false
  let last = blocks.at(-1)
  while (last?.type === 'list' || last?.type === 'quote') {
    if (last.type === 'quote') isQuoted = true
    const item = last.type === 'list' ? last.items.at(-1) : undefined
    if (item !== undefined) columns.push(item.column)
    last = (last.type === 'quote' ? last : item)?.blocks.at(-1)
  }
  return { last, columns, isQuoted }
}

type Surroundings = { readonly source: string; readonly lead: string; readonly isQuoted: boolean }

function fenceOf({ from, text, fence }: CodeBlock, { source, lead, isQuoted }: Surroundings): OpenFence {
  const lineStart = source.lastIndexOf('\n', from - 1) + 1
  const indentation = source.slice(lineStart, from).replace(/[^\s>]/g, ' ')
  const start = lineStart - lead.length
  return {
    opener: `${isQuoted ? indentation : ''}${fence?.ticks}${fence?.info ?? ''}`,
    closer: `${indentation}${fence?.ticks}`,
    ...(start >= 0 ? { start } : {}),
    empty: text.trim() === '',
  }
}

/**
 * The rest of a text without the indentation of list items that began in an earlier message. A line that is indented
 * less ends its item, as in Markdown.
 */
export function unindented(text: string, columns: readonly number[]): string {
  const open = [...columns]
  const lines = text.split('\n').map((line) => {
    if (line.trim() === '') return line
    const indent = line.length - line.trimStart().length
    while (indent < (open.at(-1) ?? 0)) open.pop()
    return line.slice(open.at(-1) ?? 0)
  })
  return lines.join('\n')
}
