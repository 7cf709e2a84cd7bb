import type { MemoryItem, MemoryItemKind } from '../contract/memory.ts'
import type { Texts } from '../texts/text-table.ts'

/** Of a page, besides the lines below it: whole messages of platforms have at least 2,000 characters. */
const PAGE_CHARACTERS_MAX = 1_500

const KINDS: readonly MemoryItemKind[] = ['profile', 'fact', 'event']

/** By kind, what no longer holds at the end. A page has at least one item. */
export function memoryPages(items: readonly MemoryItem[], { memory: texts }: Texts): string[] {
  const holds = items.filter(({ supersededBy }) => supersededBy === undefined)
  const sections = [
    ...KINDS.map((kind) => ({ heading: texts.kinds[kind], items: holds.filter((item) => item.kind === kind) })),
    { heading: texts.earlier, items: items.filter((item) => !holds.includes(item)) },
  ]
  const pages: string[] = []
  let page = ''
  for (const section of sections) {
    let heading = `**${section.heading}**`
    for (const item of section.items) {
      const line = memoryLine(item, texts)
      const isFull = page !== '' && page.length + heading.length + line.length > PAGE_CHARACTERS_MAX
      if (isFull) {
        pages.push(page)
        page = ''
        heading = `**${section.heading}**`
      }
      page += [
        page === '' ? '' : '\n',
        page !== '' && heading !== '' ? '\n' : '',
        heading && `${heading}\n`,
        line,
      ].join('')
      heading = ''
    }
  }
  return page === '' ? pages : [...pages, page]
}

/** Not `3.`, which would be an item of a list that clients number anew. */
export function memoryLine(
  { number, text, scope, saidAtMs, supersededBy }: MemoryItem,
  texts: Texts['memory'],
): string {
  const about = [dateOf(saidAtMs), ...(scope === '' ? [] : [texts.inGroup])].join(', ')
  return `${number}: ${oneLine(text)} (${about})${supersededBy === undefined ? '' : ` → ${supersededBy}`}`
}

export const dateOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 'yyyy-mm-dd'.length)

export const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
