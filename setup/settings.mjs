/** Settings that are accepted already, for parts that are still to come: nobody should wonder why nothing happens. */
const NOT_BUILT = {
  Discord: ['DISCORD_BOT_TOKEN', 'DISCORD_API_ROOT'],
  WhatsApp: ['WHATSAPP_ENABLED', 'WHATSAPP_CHROMIUM'],
  'Messenger, Instagram and WhatsApp Cloud': ['META_APP_SECRET', 'META_VERIFY_TOKEN', 'META_GRAPH_ROOT'],
  'the console': ['CHASQUI_CONSOLE_PORT'],
  'telemetry export': ['OTEL_EXPORTER_OTLP_ENDPOINT'],
}

const KNOWN = `DATA CACHE PORT PUBLIC_URL CONSOLE_PORT HOST ROLE LLAMA_SERVER LLAMA_MIRRORS MODEL ENGINE_URL
  ENGINE_MODEL ENGINE_KEY GUARD GUARD_URL GUARD_MODEL ACCESS CHROMIUM`
  .split(/\s+/)
  .map((name) => `CHASQUI_${name}`)

/**
 * What the environment asks for and will not get.
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./doctor.mjs').Finding[]}
 */
export function settingFindings(env) {
  const early = Object.entries(NOT_BUILT).flatMap(([part, names]) =>
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
