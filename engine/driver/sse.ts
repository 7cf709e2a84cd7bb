/** A stream of events that breaks the rules, or our limits. The message holds nothing of its content. */
export class StreamError extends Error {
  override readonly name = 'StreamError'
}

export type ServerEvent = { readonly event: string; readonly data: string }

/**
 * Reads server-sent events: lines end in LF, CRLF or CR, `data` lines of one event are joined, comments are dropped.
 * Bytes that are no UTF-8 become U+FFFD. An event that the stream cuts off is dropped, as the standard says.
 */
export async function* serverEvents(
  chunks: AsyncIterable<Uint8Array>,
  lineBytesMax: number,
): AsyncGenerator<ServerEvent, void, undefined> {
  let event = ''
  let data: string[] = []
  for await (const line of linesOf(chunks, lineBytesMax)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n') }
      event = ''
      data = []
      continue
    }
    const [field, value] = fieldOf(line)
    if (field === 'data') data.push(value)
    if (field === 'event') event = value
    if (data.length > DATA_LINES_MAX) throw new StreamError('An event of the stream has too many lines')
  }
}

const DATA_LINES_MAX = 1_000

function fieldOf(line: string): [field: string, value: string] {
  const colon = line.indexOf(':')
  if (colon < 0) return [line, '']
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value]
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>, lineBytesMax: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false })
  let rest = ''
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true })
    // A CR at the very end may be the first half of a CRLF.
    const isHalf = rest.endsWith('\r')
    const lines = (isHalf ? rest.slice(0, -1) : rest).split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + (isHalf ? '\r' : '')
    if (rest.length > lineBytesMax) throw new StreamError(`A line of the stream is longer than ${lineBytesMax} bytes`)
    yield* lines
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}
