import http from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { proxiedAgent } from './proxy.ts'

/**
 * A GET by way of the environment's proxy, which this Node's own `fetch` does not use. Redirects are the caller's to
 * follow. The signal cuts the connection, also later in the body.
 */
export function get(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  const { protocol } = new URL(url)
  const open = protocol === 'https:' ? https.get : http.get
  const asked = { 'user-agent': 'chasqui', ...headers }
  return new Promise((resolve, reject) => {
    const sent = open(url, { headers: asked, signal, agent: proxiedAgent(protocol) }, (answer) => {
      try {
        resolve(responseOf(answer))
      } catch (error) {
        // Servers may send a status that no `Response` has, such as 600.
        answer.destroy()
        reject(error)
      }
    })
    // A request does not hear of its end while a proxy's tunnel is being built for it.
    const stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    sent.on('error', reject)
    sent.on('close', () => {
      signal.removeEventListener('abort', stop)
      // After 101, which nobody asked for, Node closes without an error; where there was an answer this does nothing.
      reject(new Error('the connection ended without an answer'))
    })
  })
}

const WITHOUT_BODY = [204, 205, 304]

function responseOf(answer: http.IncomingMessage): Response {
  const { statusCode: status = 0, rawHeaders } = answer
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  // Who reads the body gets its errors; without this, one that comes after reading would end the process.
  answer.on('error', () => undefined)
  const isEmpty = WITHOUT_BODY.includes(status)
  if (isEmpty) answer.resume()
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), { status, headers })
}
