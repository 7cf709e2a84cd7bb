import { NOT_BUILT_YET, OTHER_NAMES, SETTINGS } from './names.mjs'
import { proxiesIn } from '#machine/download.mjs'

const KNOWN = [...SETTINGS.map(({ name }) => name), ...OTHER_NAMES, ...Object.values(NOT_BUILT_YET).flat()]

/** Those of platforms may be somebody else's, so a start does not refuse them. */
const OUR_NAMES = /^(CHASQUI|TELEGRAM|DISCORD|META|MESSENGER|INSTAGRAM|WHATSAPP)_/

const PROXY_USED = 'used for Telegram, Meta, model hubs and hosts, never for this computer; exceptions: NO_PROXY'
const PROXY_UNUSED = 'not used: expected an address such as http://proxy.example:3128'

/**
 * Settings in the environment that have no effect.
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./doctor.mjs').Finding[]}
 */
export function settingFindings(env) {
  const early = Object.entries(NOT_BUILT_YET).flatMap(([part, names]) =>
    names
      .filter((name) => env[name] || env[`${name}_FILE`])
      .map((name) => note(name, `accepted; ${part} is not built yet`)),
  )
  const unknown = Object.keys(env)
    .filter((name) => OUR_NAMES.test(name) && !KNOWN.includes(name.replace(/_FILE$/, '')))
    .map((name) => note(name, 'no setting of this name; is it misspelt?'))
  const proxies = proxiesIn(env).map(({ name, isUsable }) => note(name, isUsable ? PROXY_USED : PROXY_UNUSED))
  return [...early, ...unknown, ...proxies]
}

/**
 * @param {string} part
 * @param {string} text
 * @returns {import('./doctor.mjs').Finding}
 */
const note = (part, text) => ({ state: 'note', part, text })
