import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Fault } from './faults.ts'

export type Listening = { readonly root: string; readonly port: number; readonly close: () => Promise<void> }

type Listener = {
  readonly respond: (...of: Parameters<RequestListener>) => Promise<void> | void
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** The server of a double, on 127.0.0.1. Port 0: a free one. */
export async function listenOn(port: number, { respond, upgrade }: Listener): Promise<Listening> {
  const server = http.createServer((request, response) => {
    const responded = async () => await respond(request, response)
    responded().catch(() => response.destroy())
  })
  if (upgrade) server.on('upgrade', upgrade)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const close = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    return closed
  }
  const { port: taken } = server.address() as AddressInfo
  return { root: `http://127.0.0.1:${taken}`, port: taken, close }
}

/** Notes for the transcript what became of a call. */
export type Note = (outcome: string) => void

export function drop(response: ServerResponse, note: Note): void {
  note('dropped')
  response.destroy()
}

/** The page of a gateway that did not reach what is behind it. */
export function badGateway(response: ServerResponse, note: Note): void {
  note('502')
  response.writeHead(502, { 'content-type': 'text/html' })
  response.end('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>')
}

type Download = { readonly bytes: Uint8Array; readonly mime: string; readonly fault: Fault | undefined }

/** The bytes of a file; half of them with the faults that end or stall a download. */
export function sendBytes(response: ServerResponse, { bytes, mime, fault }: Download): void {
  response.writeHead(200, { 'content-type': mime, 'content-length': bytes.length })
  const isCut = fault !== undefined && ('cut' in fault || 'dropAfterAccept' in fault)
  if (!isCut && !(fault && 'stall' in fault)) return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length >> 1), () => isCut && response.destroy())
}
