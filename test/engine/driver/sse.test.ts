import { describe, expect, it } from 'vitest'
import { serverEvents, StreamError } from '#engine/driver/sse.ts'

async function read(...chunks: (string | Buffer)[]) {
  const events = []
  for await (const event of serverEvents(arriving(chunks), 100)) events.push(event)
  return events
}

async function* arriving(chunks: readonly (string | Buffer)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

describe('a stream of server-sent events', () => {
  it('reads events however the bytes are cut', async () => {
    const whole = Buffer.from('event: x\ndata: {"a":"é€😀"}\n\ndata: two\n\n')
    const expected = [
      { event: 'x', data: '{"a":"é€😀"}' },
      { event: 'message', data: 'two' },
    ]
    const singleBytes = Array.from(whole, (byte) => Buffer.from([byte]))
    expect(await read(whole)).toEqual(expected)
    expect(await read(...singleBytes)).toEqual(expected)
  })

  it('takes LF, CRLF and CR as ends of lines, also when a CRLF is cut in two', async () => {
    expect(await read('data: a\r', '\n\r\ndata: b\r\rdata: c\n\n')).toMatchObject([
      { data: 'a' },
      { data: 'b' },
      { data: 'c' },
    ])
  })

  it('joins data lines, drops comments and unknown fields, and takes one space after the colon away', async () => {
    expect(await read(': ping\nid: 7\ndata: a\ndata:  b\ndata\n\n')).toEqual([{ event: 'message', data: 'a\n b\n' }])
  })

  it('drops an event that the stream cuts off', async () => {
    expect(await read('data: whole\n\ndata: half')).toMatchObject([{ data: 'whole' }])
  })

  it('puts a replacement character in place of bytes that are no UTF-8', async () => {
    expect(await read(Buffer.from([...Buffer.from('data: '), 0xff, 0xc3, 0x28, 10, 10]))).toMatchObject([
      { data: '\ufffd\ufffd(' },
    ])
  })

  it('breaks off at a line that does not end', async () => {
    await expect(read('data: ', 'x'.repeat(60), 'x'.repeat(60))).rejects.toBeInstanceOf(StreamError)
  })
})
