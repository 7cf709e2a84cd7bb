import { readFileSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'

/** A certificate of `telegram.test`, `hub.test` and `engine.test`, for tests only; nobody else trusts it. */
const pem = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8')

export type TestProxy = {
  /** For `HTTPS_PROXY` and `HTTP_PROXY`. */
  readonly url: string
  /** The requests it got: `CONNECT telegram.test:443`, `GET http://hub.test/file`. */
  readonly asked: readonly string[]
  /** It accepts connections and does not answer. */
  isSilent: boolean
  [Symbol.asyncDispose](): Promise<void>
}

/** A proxy as a company has one, on loopback. Only it resolves the names, each to a port of this computer. */
export async function openProxy(hosts: Readonly<Record<string, number>>): Promise<TestProxy> {
  const asked: string[] = []
  const portOf = (name: string) => hosts[name] ?? 0
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (proxy.isSilent) return
    const { hostname, pathname, search } = new URL(request.url ?? '')
    const { method, headers } = request
    const about = { host: '127.0.0.1', port: portOf(hostname), path: pathname + search, method, headers, agent: false }
    const onward = http.request(about, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  server.on('connect', (request, socket: Duplex) => {
    asked.push(`CONNECT ${request.url}`)
    socket.on('error', () => undefined)
    if (proxy.isSilent) return
    const onward = net.connect(portOf(request.url?.split(':')[0] ?? ''), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      join(socket, onward)
    })
    onward.on('error', () => socket.destroy())
  })
  const { port, close } = await listening(server)
  const proxy = { url: `http://127.0.0.1:${port}`, asked, isSilent: false, [Symbol.asyncDispose]: close }
  return proxy
}

/** TLS in front of a server on loopback, under the names of the certificate, which is trusted from now on. */
export async function openTlsFront(plainPort: number): Promise<{ port: number } & AsyncDisposable> {
  const cert = pem('cert')
  tls.setDefaultCACertificates([...tls.getCACertificates(), cert])
  const onward = () => net.connect(plainPort, '127.0.0.1')
  const server = tls.createServer({ cert, key: pem('key') }, (socket) => join(socket, onward()))
  server.on('tlsClientError', () => undefined)
  const { port, close } = await listening(server)
  return { port, [Symbol.asyncDispose]: close }
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one)
  for (const [end, far] of [
    [one, other],
    [other, one],
  ] as const) {
    end.on('error', () => far.destroy())
    end.on('close', () => far.destroy())
  }
}

/** Closing ends what is open, too. */
async function listening(server: net.Server): Promise<{ port: number; close: () => Promise<void> }> {
  const open = new Set<net.Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of open) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { port: (server.address() as AddressInfo).port, close }
}
