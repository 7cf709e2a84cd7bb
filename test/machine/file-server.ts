import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export type FileServer = { url: string; requests: IncomingMessage[]; breakConnections(): void }

/** A server on loopback that answers its first request with the first answer, and all later ones with the last. */
export async function fileServer(...answers: Answer[]): Promise<FileServer> {
  const requests: IncomingMessage[] = []
  const breakConnections = () => server.closeAllConnections()
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]
    requests.push(request)
    answer?.(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/models/file.gguf`, requests, breakConnections }
}

/** The whole file or the range that is asked for, if the file is still the one that the asker knows. */
export function whole(content: Buffer, etag = `"${sha256Of(content)}"`): Answer {
  return (request, response) => {
    const from = startOf(request, etag)
    response.writeHead(from === undefined ? 200 : 206, headersFor(content, from, etag)).end(content.subarray(from))
  }
}

/** As `whole`, but after `bytes` of the body nothing more comes. */
export function stalledAfter(bytes: number, content: Buffer, etag = `"${sha256Of(content)}"`): Answer {
  return (request, response) => {
    const from = startOf(request, etag)
    response.writeHead(from === undefined ? 200 : 206, headersFor(content, from, etag))
    response.write(content.subarray(from, (from ?? 0) + bytes))
  }
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => void response.writeHead(code, headers).end('no')
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function startOf(request: IncomingMessage, etag: string): number | undefined {
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  const condition = request.headers['if-range']
  return from === undefined || (condition !== undefined && condition !== etag) ? undefined : Number(from)
}

function headersFor(content: Buffer, from: number | undefined, etag: string): Record<string, string> {
  const range = from === undefined ? {} : { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }
  return { etag, 'content-length': String(content.length - (from ?? 0)), ...range }
}
