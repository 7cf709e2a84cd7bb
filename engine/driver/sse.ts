import { createParser } from 'eventsource-parser'

/** An event stream exceeds our limits or reports a failure. The message holds nothing of its content. */
export class StreamError extends Error {
  override readonly name = 'StreamError'
}

export type ServerEvent = { readonly event: string; readonly data: string }

/**
 * Reads server-sent events. Invalid UTF-8 becomes U+FFFD. An incomplete event at the end of the stream is dropped, as
 * the standard says; one of more than `eventCharactersMax` ends the stream.
 * @throws {StreamError}
 */
export async function* serverEvents(
  chunks: AsyncIterable<Uint8Array>,
  eventCharactersMax: number,
): AsyncGenerator<ServerEvent, void, undefined> {
  const events: ServerEvent[] = []
  let isTooLong = false
  const parser = createParser({
    maxBufferSize: eventCharactersMax,
    onEvent: ({ event = 'message', data }) => events.push({ event, data }),
    // The parser also reports unknown fields here; these are ignored.
    onError: ({ type }) => void (isTooLong ||= type === 'max-buffer-size-exceeded'),
  })
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield* events.splice(0)
    if (isTooLong) throw new StreamError(`An event of the stream is longer than ${eventCharactersMax} characters`)
  }
}
