import net from 'node:net'
import http from 'node:http'
import { reasonOf } from './say.mjs'

const ANSWER_MS_MAX = 3000
const ANSWER_CHARACTERS_MAX = 100_000

/**
 * What a running service says of its own parts.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ isRunning: boolean, findings: import('./doctor.mjs').Finding[] }>}
 */
export async function serviceFindings(env) {
  const { host, port } = publicAddress(env)
  const answer = parsed(await textOf({ host, port, path: '/readyz' }).catch(() => ''))
  if (!answer) {
    const text = `none answers on ${host}:${port}`
    return { isRunning: false, findings: [{ state: 'note', part: 'service', text, mend: 'npm start runs it' }] }
  }
  const text = `${answer.ready ? 'ready' : 'not ready yet'} on ${host}:${port}`
  return {
    isRunning: true,
    findings: [{ state: 'ok', part: 'service', text }, ...answer.parts.map(partFinding)],
  }
}

/**
 * Where the public page listens; asked from this machine, a wildcard address is loopback.
 * @param {NodeJS.ProcessEnv} env
 */
export function publicAddress(env) {
  const host = env.CHASQUI_HOST || '127.0.0.1'
  return { host: host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host, port: Number(env.CHASQUI_PORT || 3000) }
}

/**
 * Whether something takes connections at an address.
 * @param {string} url
 * @returns {Promise<string | undefined>} the reason why not; the address itself may hold a password and is not told
 */
export function reaches(url) {
  return new Promise((resolve) => {
    /** @type {net.Socket} */
    let socket
    try {
      const { hostname, port, protocol } = new URL(url)
      // A database may be named by a socket folder in its query; the service finds out.
      if (!hostname) return resolve(undefined)
      socket = net.connect({ host: hostname, port: Number(port || (protocol.startsWith('redis') ? 6379 : 5432)) })
    } catch (error) {
      return resolve(`it is no address (${/** @type {any} */ (error).code ?? 'not a URL'})`)
    }
    /** @param {string} [reason] */
    const end = (reason) => {
      socket.destroy()
      resolve(reason)
    }
    socket.setTimeout(ANSWER_MS_MAX, () => end('nothing answers there'))
    socket.on('connect', () => end())
    socket.on('error', (error) => end(`it cannot be reached (${/** @type {any} */ (error).code ?? reasonOf(error)})`))
  })
}

/**
 * @param {{ name: string, state: string, detail: string }} part
 * @returns {import('./doctor.mjs').Finding}
 */
function partFinding({ name, state, detail }) {
  const text = detail ? `${state}: ${detail}` : state
  if (state === 'failed') return { state: 'missing', part: `  ${name}`, text }
  return { state: state === 'ready' ? 'ok' : 'note', part: `  ${name}`, text }
}

/**
 * @param {string} text
 * @returns {{ ready: boolean, parts: { name: string, state: string, detail: string }[] } | undefined}
 */
function parsed(text) {
  try {
    const { ready, parts } = JSON.parse(text)
    if (typeof ready !== 'boolean' || !Array.isArray(parts)) return undefined
    return { ready, parts: parts.map(({ name, state, detail = '' }) => ({ name, state, detail })) }
  } catch {
    return undefined
  }
}

/**
 * @param {{ host: string, port: number, path: string }} address
 * @returns {Promise<string>} the body, whatever the status: a service that is not ready answers 503
 */
function textOf(address) {
  return new Promise((resolve, reject) => {
    const sent = http.get({ ...address, headers: { accept: 'application/json' } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text = (text + chunk).slice(0, ANSWER_CHARACTERS_MAX)
      })
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    const timer = setTimeout(() => sent.destroy(new Error('no answer')), ANSWER_MS_MAX)
    sent.on('close', () => clearTimeout(timer))
    sent.on('error', reject)
  })
}
