import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Seen = { path: string; body: string; headers: IncomingMessage['headers'] }

export type Loopback = {
  url: string
  /** Every request, oldest first. */
  seen: Seen[]
  /** Resolves when a connection was closed by the other side before we had answered. */
  nextHangUp(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A small server with faults chosen by the test. */
export async function loopback(answer: (request: Seen, response: ServerResponse) => void): Promise<Loopback> {
  const seen: Seen[] = []
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { path: request.url ?? '', body: Buffer.concat(chunks).toString('utf8'), headers: request.headers }
      seen.push(one)
      answer(one, response)
    })
    response.on('close', () => !response.writableFinished && waiting.splice(0).forEach((resolve) => resolve()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    nextHangUp: () => new Promise((resolve) => waiting.push(resolve)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const eventOf = (data: object) => `data: ${JSON.stringify(data)}\n\n`

/** The data of one event of a streamed answer. */
export const piece = (content: string, more: object = {}) =>
  eventOf({ model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: null, ...more }] })

export const finish = (reason = 'stop') => eventOf({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })

export const usage = eventOf({
  choices: [],
  usage: { prompt_tokens: 40, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 9 } },
})

export const done = 'data: [DONE]\n\n'

export function stream(response: ServerResponse, ...parts: (string | Buffer)[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const part of parts) response.write(part)
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
