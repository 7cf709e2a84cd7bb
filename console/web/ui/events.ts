/** One server-sent event of an answer. */
export type ServerEvent = { readonly name: string; readonly data: unknown }

/** The events of an answer that comes piece by piece, as they come. */
export async function* eventsIn(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ServerEvent, void, undefined> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let left = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const frames = (left + value).split('\n\n')
      left = frames.pop() ?? ''
      for (const frame of frames) yield eventIn(frame)
    }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}

function eventIn(frame: string): ServerEvent {
  const fields = new Map(frame.split('\n').map((line) => splitAt(line, line.indexOf(': '))))
  return { name: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? '{}') as unknown }
}

const splitAt = (line: string, at: number) => [line.slice(0, at), line.slice(at + 2)] as const
