import * as http from 'node:http'
import * as https from 'node:https'
import { proxiedAgent } from '#machine/proxy.mjs'
import { wholeBody } from '#machine/whole-body.ts'
import type { Address } from './address.ts'

export type HttpRequest = {
  address: Address
  agent: http.Agent
  key: string | undefined
  method: 'GET' | 'POST'
  path: string
  body?: string
}

/** Keeps connections for the next request, as many as the dispatcher ever has in flight. */
export function agentFor(address: Address): http.Agent {
  return proxiedAgent(protocolOf(address), {
    keepAlive: true,
    maxSockets: SOCKETS_MAX,
    maxFreeSockets: FREE_SOCKETS_MAX,
  })
}

/** Sends a request and resolves with the head of the answer; the signal closes the connection, also during the body. */
export async function send(request: HttpRequest, signal: AbortSignal): Promise<http.IncomingMessage> {
  try {
    return await attempt(request, request.agent, signal)
  } catch (error) {
    if (!(error instanceof StaleConnectionError) || signal.aborted) throw error
    return attempt(request, proxiedAgent(protocolOf(request.address)), signal)
  }
}

/** Reads a whole body; a longer one is an error. */
export const textOf = async (message: http.IncomingMessage, bytesMax: number): Promise<string> =>
  (await wholeBody(message, bytesMax)).toString('utf8')

const SOCKETS_MAX = 256
const FREE_SOCKETS_MAX = 8

/** The server had just closed a kept connection: nothing was processed, so the request may be sent once more. */
class StaleConnectionError extends Error {
  override readonly name = 'StaleConnectionError'
}

function attempt(
  { address, key, method, path, body }: HttpRequest,
  agent: http.Agent,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const outgoing = requestTo(address, path, {
      method,
      agent,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    })
    outgoing.once('response', (message) => {
      // The reader of the body gets its errors; without this listener, a later error would crash the process.
      message.on('error', () => undefined)
      resolve(message)
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isStale ? new StaleConnectionError('The connection was closed', { cause: error }) : error)
    })
    // Not the `signal` option of http.request: its error on a connection that is just being returned has no listener.
    const hangUp = () => {
      outgoing.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', hangUp, { once: true })
    outgoing.once('close', () => signal.removeEventListener('abort', hangUp))
    outgoing.end(body)
  })
}

const protocolOf = (address: Address) => (address.type === 'url' ? address.root.protocol : 'http:')

function requestTo(address: Address, path: string, options: http.RequestOptions): http.ClientRequest {
  // llama-server closes the connection after a stream although it says keep-alive; a new socket connection is cheap.
  if (address.type === 'socket') return http.request({ ...options, agent: false, socketPath: address.path, path })
  const { root } = address
  const url = new URL(root)
  url.pathname = root.pathname.replace(/\/$/, '') + path
  return url.protocol === 'https:' ? https.request(url, options) : http.request(url, options)
}
