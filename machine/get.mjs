import http from 'node:http'
import https from 'node:https'
import { proxiedAgent } from './proxy.mjs'

/**
 * A GET through the environment's proxy, which Node's own `fetch` does not use. The caller follows redirects. The
 * signal closes the connection, also during the body.
 * @param {string} url
 * @param {Readonly<Record<string, string>>} headers
 * @param {AbortSignal} signal
 * @returns {Promise<http.IncomingMessage>}
 */
export function get(url, headers, signal) {
  return new Promise((resolve, reject) => {
    const { protocol } = new URL(url)
    const open = protocol === 'https:' ? https.get : http.get
    const asked = { 'user-agent': 'chasqui', ...headers }
    const sent = open(url, { headers: asked, signal, agent: proxiedAgent(protocol) }, (answer) => {
      const { statusCode = 0 } = answer
      if (statusCode < 200 || statusCode > 599) {
        answer.destroy()
        return reject(new RangeError(`there is no status ${statusCode}`))
      }
      // The reader of the body gets its errors; without this listener, a later error would crash the process.
      answer.on('error', () => undefined)
      resolve(answer)
    })
    // The request does not react to the signal while a proxy's tunnel is being built for it.
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    sent.on('error', reject)
    sent.on('close', () => {
      signal.removeEventListener('abort', stop)
      // After an unrequested 101, Node closes without an error; after an answer this does nothing.
      reject(new Error('the connection ended without an answer'))
    })
  })
}
