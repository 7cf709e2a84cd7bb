import { NOT_BUILT_YET, OTHER_NAMES, SETTINGS } from './names.mjs'

const KNOWN = [...SETTINGS.map(({ name }) => name), ...OTHER_NAMES, ...Object.values(NOT_BUILT_YET).flat()]

/**
 * What the environment asks for and will not get.
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
    .filter((name) => name.startsWith('CHASQUI_') && !KNOWN.includes(name.replace(/_FILE$/, '')))
    .map((name) => note(name, 'no setting of this name; is it misspelt?'))
  return [...early, ...unknown]
}

/**
 * @param {string} part
 * @param {string} text
 * @returns {import('./doctor.mjs').Finding}
 */
const note = (part, text) => ({ state: 'note', part, text })
