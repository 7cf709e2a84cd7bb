import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

type Posted = {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** For the answer. */
  readonly timeoutMs: number
  /** Writes the body and ends the request; in one piece unless this does it otherwise. */
  readonly write?: (request: http.ClientRequest) => void
}

/** Posts JSON to the service, on a connection of its own; resolves with the status that it is answered. */
export function postJson(url: string, body: Buffer, options: Posted): Promise<number> {
  const { headers, signal, timeoutMs, write = (open) => open.end(body) } = options
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', 'content-length': body.length, ...headers }
    const request = http.request(url, { method: 'POST', headers: all, signal, agent: false, timeout: timeoutMs })
    request.on('error', reject)
    request.on('timeout', () => request.destroy(new Error('no answer')))
    request.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', reject)
    })
    write(request)
  })
}

/** Resolves at the next event of this type, or when the signal aborts. */
export function nextEvent(target: EventTarget, type: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      target.removeEventListener(type, done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    target.addEventListener(type, done)
    signal.addEventListener('abort', done)
  })
}

/** Resolves after this time, or when the signal aborts. */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => undefined)
}
