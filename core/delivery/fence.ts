const FENCE_LINE = /^ {0,3}(`{3,})([^`\n]*)$/

/** An open code block. */
export type Fence = {
  readonly ticks: string
  /** The line that opens it again in the next message. */
  readonly opener: string
  /** Where its first line stands in the text that was looked at; undefined when it was open before. */
  readonly start?: number
  /** No line of code stands after the first line. */
  readonly empty: boolean
}

/** The code block that is open at the end of a text, given the one that was open before it. */
export function openFence(text: string, before: Fence | undefined): Fence | undefined {
  let fence = before
  let start = 0
  for (const line of text.split('\n')) {
    fence = afterLine(line, { fence, start })
    start += line.length + 1
  }
  return fence
}

function afterLine(line: string, { fence, start }: { fence: Fence | undefined; start: number }): Fence | undefined {
  const [, ticks, info = ''] = FENCE_LINE.exec(line) ?? []
  if (fence === undefined) {
    return ticks === undefined ? undefined : { ticks, opener: `${ticks}${info.trim()}`, start, empty: true }
  }
  const closes = ticks !== undefined && ticks.length >= fence.ticks.length && info.trim() === ''
  if (closes) return undefined
  return fence.empty && line.trim() !== '' ? { ...fence, empty: false } : fence
}
