import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout that this file lies in. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** What set-up itself runs on; the service brings its own Node. */
export const NODE_MAJOR_MIN = 18

/** `linux-x64`: how platform packages and folders in the cache are named. */
export const platform = `${process.platform}-${process.arch}`

/** Written after each set-up, read by the service: which programs it runs, and from where. */
export const resultFile = path.join(root, 'node_modules', '.chasqui', 'setup.json')

/**
 * Where the shell would find a program; files of our own `node_modules` do not count.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function onPath(name, env = process.env) {
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder) || folder.includes('node_modules')) continue
    const file = path.join(folder, name)
    if (isProgram(file)) return file
  }
  return undefined
}

/** @param {string} file */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

export const isRoot = () => process.getuid?.() === 0

export const hasApt = () => existsSync('/etc/debian_version') && !!onPath('apt-get') && !!onPath('dpkg-deb')
