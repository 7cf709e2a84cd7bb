import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { run } from './children.mjs'
import { isRoot } from './system.mjs'
import { SetupError } from './say.mjs'

// A closed network fails within seconds; a slow one may take longer once it answers.
const NETWORK = ['-o', 'Acquire::http::Timeout=5', '-o', 'Acquire::https::Timeout=5', '-o', 'Acquire::Retries=1']
const QUIET = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }

/**
 * Packages of the distribution and their dependencies, unpacked into a folder without being installed: no root needed,
 * and no service is started. Package lists are private and fresh, the system's own are not touched.
 * @param {string[]} names
 * @param {{ out: string, work: string }} folders
 */
export async function unpackPackages(names, { out, work }) {
  const own = privateOptions(work)
  const update = await apt([...own, '-o', 'APT::Update::Error-Mode=any', 'update'])
  if (!update.ok) throw new SetupError(`the distribution's package lists cannot be read (${update.why})`)
  const needed = await apt([...own, 'install', '--print-uris', '-y', '--no-install-recommends', ...names])
  if (!needed.ok) throw new SetupError(`the distribution does not have ${names.join(', ')} (${needed.why})`)
  const found = Array.from(needed.stdout.matchAll(/^'[^']+' ([^_\s]+)_\S+\.deb /gm), ([, name = '']) => name)
  const debs = path.join(work, 'debs')
  mkdirSync(debs)
  const download = await apt([...own, 'download', ...new Set([...names, ...found])], debs)
  if (!download.ok) throw new SetupError(`packages cannot be downloaded (${download.why})`)
  for (const deb of readdirSync(debs)) {
    const unpack = await run('dpkg-deb', ['-x', path.join(debs, deb), out])
    if (!unpack.ok) throw new SetupError(`${deb} cannot be unpacked (${unpack.why})`)
  }
}

/**
 * The environment in which programs unpacked there find their libraries: some have them in a subfolder.
 * @param {string} folder
 * @returns {{ LD_LIBRARY_PATH: string }}
 */
export function librariesIn(folder) {
  const lib = path.join(folder, 'usr', 'lib')
  const tops = foldersIn(lib)
    .filter((name) => name.includes('-linux-'))
    .map((name) => path.join(lib, name))
  const below = tops.flatMap((top) => foldersIn(top).map((name) => path.join(top, name)))
  const own = below.filter((inner) => readdirSync(inner).some((name) => /^lib.*\.so/.test(name)))
  return { LD_LIBRARY_PATH: [...tops, ...own].join(':') }
}

/** @param {string} folder */
function foldersIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}

/**
 * Installs packages of the distribution. Only root can; it is used for compilers and browsers, never for servers.
 * @param {string[]} names
 */
export async function installPackages(names) {
  // The lists of a fresh container are empty, those of an old machine name removed files: update them.
  await apt(['update'])
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  const install = await apt([...wait, 'install', '-y', '-q', '--no-install-recommends', ...names])
  if (!install.ok) throw new SetupError(`apt-get install ${names.join(' ')} failed (${install.why})`)
}

/**
 * @param {string[]} args
 * @param {string} [cwd]
 */
const apt = (args, cwd = process.cwd()) =>
  run('apt-get', [...NETWORK, ...args], { cwd, env: { ...process.env, ...QUIET } })

/** @param {string} work */
function privateOptions(work) {
  const folders = { 'Dir::State::lists': 'lists', 'Dir::Cache': 'apt' }
  const options = ['-o', 'Debug::NoLocking=1', ...(isRoot() ? ['-o', 'APT::Sandbox::User=root'] : [])]
  for (const [key, name] of Object.entries(folders)) {
    mkdirSync(path.join(work, name, 'partial'), { recursive: true })
    options.push('-o', `${key}=${path.join(work, name)}`)
  }
  mkdirSync(path.join(work, 'apt', 'archives', 'partial'), { recursive: true })
  // Even a list of what would be installed is noted there, and the system's own may be written by root alone.
  options.push('-o', `Dir::State::extended_states=${path.join(work, 'extended_states')}`)
  return options
}
