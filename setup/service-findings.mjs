import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { root } from './system.mjs'
import { reasonOf } from './say.mjs'

const ANSWER_MS_MAX = 3000
const ANSWER_CHARACTERS_MAX = 100_000
/** Default ports, by protocol. @type {Record<string, number>} */
const USUAL_PORTS = { 'redis:': 6379, 'rediss:': 6379, 'http:': 80, 'https:': 443 }

/** The status socket in the data folder, for the user of the service only. */
const STATUS_SOCKET = 'status.sock'

/**
 * The status of a running service's components, from a socket in the data folder; the public page only says whether the
 * service is ready.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ isRunning: boolean, findings: import('./doctor.mjs').Finding[] }>}
 */
export async function serviceFindings(env) {
  const { host, port } = publicAddress(env)
  const page = readinessIn(await textOf({ host, port, path: '/readyz' }).catch(() => ''))
  const service = readinessIn(await statusIn(path.resolve(root, env.CHASQUI_DATA || 'data')))
  const isRunning = page !== undefined
  const part = 'service'
  if (service) {
    const where = page ? `${host}:${port}` : (service.url ?? 'no port, for npm run chat')
    const text = `${service.ready ? 'ready' : 'not ready yet'} on ${where}`
    return { isRunning, findings: [{ state: 'ok', part, text }, ...service.parts.map(partFinding)] }
  }
  if (page) {
    const text = `${page.ready ? 'ready' : 'not ready yet'} on ${host}:${port}; it works on another data folder`
    const fix = 'run doctor as its user, with its CHASQUI_DATA, to see its parts'
    return { isRunning, findings: [{ state: 'note', part, text, fix }] }
  }
  const text = `none answers on ${host}:${port}`
  return { isRunning, findings: [{ state: 'note', part, text, fix: 'npm start runs it' }] }
}

/**
 * @param {string} folder
 * @returns {Promise<string>} empty when no service answers
 */
async function statusIn(folder) {
  const before = process.cwd()
  try {
    // The path of a socket may have about a hundred bytes, the path of a data folder many more.
    process.chdir(folder)
    return await textOf({ socketPath: STATUS_SOCKET, path: '/' })
  } catch {
    return ''
  } finally {
    process.chdir(before)
  }
}

/**
 * The address of the public page; from this machine, a wildcard address is loopback.
 * @param {NodeJS.ProcessEnv} env
 */
export const publicAddress = (env) => addressOf(env.CHASQUI_HOST, env.CHASQUI_PORT || 3000)

/** @param {NodeJS.ProcessEnv} env */
export const consoleAddress = (env) => addressOf(env.CHASQUI_CONSOLE_HOST, env.CHASQUI_CONSOLE_PORT || 3001)

/**
 * @param {string | undefined} host
 * @param {string | number} port
 */
const addressOf = (host, port) => ({
  host: !host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host,
  port: Number(port),
})

/**
 * Whether something takes connections at an address.
 * @param {string} url
 * @returns {Promise<string | undefined>} the reason why not; the address itself may hold a password and is not shown
 */
export function reaches(url) {
  return new Promise((resolve) => {
    /** @type {net.Socket} */
    let socket
    try {
      const { hostname, port, protocol } = new URL(url)
      // A database may be named by a socket folder in its query; the service finds out.
      if (!hostname) return resolve(undefined)
      socket = net.connect({ host: hostname, port: Number(port || USUAL_PORTS[protocol] || 5432) })
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
 * @typedef {{ name: string, state: string, word?: string, detail: string, fix?: string }} Part
 *
 * @param {Part} part
 * @returns {import('./doctor.mjs').Finding}
 */
function partFinding({ name, state, word = state, detail, fix }) {
  const text = detail ? `${word}: ${detail}` : word
  const about = { part: `  ${name}`, text, ...(fix && { fix }) }
  if (state === 'failed') return { state: 'missing', ...about }
  return { state: state === 'ready' ? 'ok' : 'note', ...about }
}

/**
 * @param {string} text
 * @returns {{ ready: boolean, url?: string, parts: Part[] } | undefined}
 */
function readinessIn(text) {
  try {
    const { ready, url, parts = [] } = JSON.parse(text)
    if (typeof ready !== 'boolean' || !Array.isArray(parts)) return undefined
    return { ready, url, parts: parts.map(({ detail = '', ...part }) => ({ ...part, detail })) }
  } catch {
    return undefined
  }
}

/**
 * @param {{ host: string, port: number, path: string } | { socketPath: string, path: string }} address
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
