import { proxiesIn } from '#machine/download.mjs'
import { reaches } from './service-findings.mjs'

const HOSTS = [
  { part: 'engine host', name: 'CHASQUI_ENGINE_URL' },
  { part: 'guard host', name: 'CHASQUI_GUARD_URL' },
]

/**
 * Whether the hosts in the environment take connections, for a check before the service runs: a running service reports
 * more. Through a proxy only the service can check it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./doctor.mjs').Finding[]>}
 */
export async function hostFindings(env) {
  const named = proxiesIn(env).length > 0 ? [] : HOSTS.filter(({ name }) => env[name])
  return Promise.all(named.map((host) => hostFinding(host, String(env[host.name]))))
}

/**
 * @param {{ part: string, name: string }} host
 * @param {string} url
 * @returns {Promise<import('./doctor.mjs').Finding>}
 */
async function hostFinding({ part, name }, url) {
  const reason = await reaches(url)
  if (!reason) return { state: 'ok', part, text: `${name} names a server, which takes connections` }
  return { state: 'missing', part, text: `${name} names a server, but ${reason}`, fix: `start it, or correct ${name}` }
}
