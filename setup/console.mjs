import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { run } from './children.mjs'
import { ensureProgram } from './program-cache.mjs'
import { root } from './system.mjs'
import { SetupError } from './say.mjs'

const BUILD_MS_MAX = 120_000
/** What the pages are built from, beside the packages. */
const SOURCES = ['console/web', 'console/roles.ts']

/** The image installs the packages before it has the sources. */
export const hasSources = () => SOURCES.every((name) => existsSync(path.join(root, name)))

/** Changes with anything that the pages are built from. */
export function pagesVersion() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')))
  for (const file of SOURCES.flatMap(filesBelow).toSorted()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** @param {string} name @returns {string[]} */
function filesBelow(name) {
  const full = path.join(root, name)
  if (!statSync(full).isDirectory()) return [name]
  const found = readdirSync(full, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

/**
 * The console's pages, built by Vite and kept in the cache folder by what they were built from.
 * @param {{ cache: string }} where
 */
export async function buildPages({ cache }) {
  const version = pagesVersion()
  const steps = { build, tryOut: async (/** @type {string} */ folder) => tryPages(folder, version) }
  return {
    ...(await ensureProgram({ cache, name: `console-${version}` }, steps)),
    proof: 'index.html',
    source: 'built',
  }
}

/**
 * @param {string} folder
 * @param {string} [version]
 */
export async function tryPages(folder, version = 'present') {
  if (!existsSync(path.join(folder, 'index.html'))) throw new SetupError('the pages have no index.html')
  return version
}

/** @param {string} out */
async function build(out) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const config = path.join(root, 'console', 'web', 'vite.config.mjs')
  const node = path.join(root, 'node_modules', '.bin', 'node')
  const built = await run(node, [vite, 'build', '--config', config, '--outDir', out, '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    limitMs: BUILD_MS_MAX,
  })
  if (!built.ok) throw new SetupError(`the console's pages cannot be built: ${built.why}`)
}
