import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came to the webhook, as it was on the wire. */
export type Received = {
  readonly method: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export type Receiver = AsyncDisposable & {
  readonly url: string
  /** Posts only. */
  readonly received: readonly Received[]
  /** How the next posts are answered; 200 when none is left. */
  readonly statuses: number[]
}

/** A service's webhook that knows one verify token and takes everything. */
export async function openReceiver(verifyToken: string): Promise<Receiver> {
  const received: Received[] = []
  const statuses: number[] = []
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString('utf8')
    const query = Object.fromEntries(url.searchParams)
    if (request.method === 'GET') {
      const isKnown = query['hub.mode'] === 'subscribe' && query['hub.verify_token'] === verifyToken
      return void response.writeHead(isKnown ? 200 : 403).end(isKnown ? query['hub.challenge'] : '')
    }
    const status = statuses.shift() ?? 200
    received.push({ method: request.method ?? '', query, headers: request.headers, body })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    statuses,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}
