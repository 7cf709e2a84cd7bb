import http from 'node:http'
import https from 'node:https'
import { isIPv4 } from 'node:net'

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/** Never requested through a proxy: addresses of this computer, and unix sockets. */
const THIS_COMPUTER = [
  'localhost',
  '*.localhost',
  'localhost.',
  '*.localhost.',
  '127.0.0.0-127.255.255.255',
  '0.0.0.0',
  '::1',
  '::',
  // 127.0.0.1 and 0.0.0.0 as IPv6 addresses, as a `URL` writes them.
  '::ffff:7f00:1',
  '::ffff:0:0',
]

const TUNNEL_MS_MAX = 30_000

/**
 * An agent whose connections go through the proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`; the same
 * names in lower case have priority). Every connection to another computer uses one. Node supports it from 22.21 and
 * 24.5 on; an older one, which only set-up may have, ignores the option and connects directly.
 * @param {string} protocol
 * @param {https.AgentOptions} [options]
 * @param {Environment} [env]
 * @returns {http.Agent}
 */
export function proxiedAgent(protocol, options = {}, env = process.env) {
  const proxies = proxyEnv(env)
  const proxy = protocol === 'https:' ? proxies.https_proxy : proxies.http_proxy
  // Node's types do not know `proxyEnv` yet. The time also ends a tunnel that is never built.
  const all = /** @type {https.AgentOptions} */ ({
    ...(proxy && { timeout: TUNNEL_MS_MAX }),
    ...options,
    proxyEnv: proxies,
  })
  return protocol === 'https:' ? new https.Agent(all) : new http.Agent(all)
}

/**
 * The environment's settings that name a usable proxy; without one, connections are made directly.
 * @param {Environment} [env]
 */
export function proxiesIn(env = process.env) {
  return PROXY_NAMES.filter((name) => env[name]).map((name) => ({ name, isUsable: usable(env[name]) !== undefined }))
}

/** Names of settings whose proxy cannot be used. @param {Environment} [env] */
export function unusableProxies(env) {
  return proxiesIn(env).flatMap(({ name, isUsable }) => (isUsable ? [] : [name]))
}

const PROXY_NAMES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']

/** In the form that Node understands. @param {Environment} env */
function proxyEnv(env) {
  const excepted = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter(Boolean)
  return {
    https_proxy: usable(env.https_proxy || env.HTTPS_PROXY),
    http_proxy: usable(env.http_proxy || env.HTTP_PROXY),
    no_proxy: [...excepted.flatMap(asNodeReads), ...THIS_COMPUTER].join(','),
  }
}

/**
 * The scheme may be left out, as in other programs. A value that Node would refuse is ignored: its error message would
 * hold the password.
 * @param {string | undefined} proxy
 */
function usable(proxy) {
  if (!proxy) return undefined
  try {
    const { protocol, username, password, href } = new URL(proxy.includes('://') ? proxy : `http://${proxy}`)
    decodeURIComponent(username + password)
    return /^https?:$/.test(protocol) ? href : undefined
  } catch {
    return undefined
  }
}

/**
 * A domain matches the hosts in it, with or without a leading dot; a network (10.0.0.0/8) becomes a range for Node.
 * @param {string} entry
 */
function asNodeReads(entry) {
  const [, network = '', bits] = /^(.*)\/(\d{1,2})$/.exec(entry) ?? []
  if (bits !== undefined && isIPv4(network) && Number(bits) <= 32) return [rangeOf(network, Number(bits))]
  if (/[:*]/.test(entry) || isIPv4(entry)) return [entry]
  const domain = entry.replace(/^\./, '')
  return [domain, `*.${domain}`]
}

/**
 * @param {string} network
 * @param {number} bits
 */
function rangeOf(network, bits) {
  const size = 2 ** (32 - bits)
  const number = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const first = number - (number % size)
  return `${addressOf(first)}-${addressOf(first + size - 1)}`
}

/** @param {number} number */
const addressOf = (number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
