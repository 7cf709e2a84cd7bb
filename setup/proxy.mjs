import http from 'node:http'
import https from 'node:https'

const NAMES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']
const THIS_COMPUTER = 'localhost,127.0.0.1,::1'

/**
 * An agent whose connections go through the environment's proxy. Node knows how from 22.21 and 24.5 on; an older one
 * leaves the option aside and connects directly. (The service, on its own Node, has machine/proxy.ts.)
 * @param {string} url
 * @param {NodeJS.ProcessEnv} [env]
 */
export function agentFor(url, env = process.env) {
  const excepted = env.no_proxy || env.NO_PROXY
  const proxies = Object.fromEntries(NAMES.map((name) => [name, usable(env[name])]))
  const proxyEnv = { ...proxies, no_proxy: excepted ? `${excepted},${THIS_COMPUTER}` : THIS_COMPUTER }
  const options = /** @type {https.AgentOptions} */ ({ proxyEnv })
  return url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options)
}

/** Which of the environment's settings name a proxy, and whether it can be used. @param {NodeJS.ProcessEnv} env */
export function proxiesIn(env) {
  return NAMES.filter((name) => env[name]).map((name) => ({ name, isUsable: usable(env[name]) !== undefined }))
}

/** As other programs take it, the scheme may be left out. @param {string | undefined} proxy */
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
