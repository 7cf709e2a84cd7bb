import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { run } from './children.mjs'
import { ensureProgram } from './program-cache.mjs'
import { root } from './system.mjs'
import { SetupError } from './say.mjs'

const BUILD_MS_MAX = 120_000
/** What the pages are built from, beside the packages. */
const SOURCES = ['console/web', 'console/roles.ts', 'setup/console.mjs']
/** Of pages that were built before, 2 MB each. */
const KEPT = 2
const KEPT_MS = 86_400_000
/** Files below it would hardly become smaller. */
const COMPRESSED_BYTES_MIN = 1_024
const REASON_LENGTH_MAX = 300

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
  const built = await ensureProgram({ cache, name: `console-${version}` }, steps)
  await dropOldPages(built.folder)
  return {
    ...built,
    proof: 'index.html',
    source: 'built',
  }
}

/**
 * Each change of a page leaves the pages before it behind. Another checkout, or a service that runs, may have them: what
 * was set up within a day stays, and the newest two in any case.
 * @param {string} folder the ones that were just set up
 * @param {Date} [now]
 */
export async function dropOldPages(folder, now = new Date()) {
  await utimes(folder, now, now)
  const programs = path.dirname(folder)
  const all = (await readdir(programs)).filter((name) => /^console-[\da-f]{12}$/.test(name))
  const dated = all.map((name) => ({ name, ms: statSync(path.join(programs, name)).mtimeMs }))
  const old = dated.toSorted((one, other) => other.ms - one.ms).slice(KEPT)
  for (const { name, ms } of old) {
    if (now.getTime() - ms > KEPT_MS) await rm(path.join(programs, name), { recursive: true, force: true })
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
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    limitMs: BUILD_MS_MAX,
  })
  if (!built.ok) throw new SetupError(`they cannot be built: ${reasonIn(built)}`)
  await compress(path.join(out, 'assets'))
}

/**
 * What Vite found and where; the last lines of what it says are a stack of its own.
 * @param {import('./children.mjs').Ended} built
 */
function reasonIn({ stderr, why }) {
  const [, what] = /^\[[^\]]+\] +(.+)$/m.exec(stderr) ?? []
  const [, where] = /\[ (\S+:\d+:\d+) \]/.exec(stderr) ?? []
  return what === undefined ? why : `${what.slice(0, REASON_LENGTH_MAX)}${where ? ` (${where})` : ''}`
}

/**
 * Each file also as brotli and gzip, so that the service never compresses.
 * @param {string} folder
 */
async function compress(folder) {
  const names = readdirSync(folder).filter((name) => /\.(?:js|css|svg)$/.test(name))
  for (const file of names.map((name) => path.join(folder, name))) {
    const bytes = await readFile(file)
    if (bytes.length < COMPRESSED_BYTES_MIN) continue
    const [smaller, small] = await Promise.all([
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      promisify(gzip)(bytes, { level: 9 }),
    ])
    await Promise.all([writeFile(`${file}.br`, smaller), writeFile(`${file}.gz`, small)])
  }
}
