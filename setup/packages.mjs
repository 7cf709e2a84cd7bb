import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { npm, npmReason } from './npm.mjs'
import { platform, root } from './system.mjs'
import { SetupError } from './say.mjs'

/** Changes with the lock file and the machine's kind: what node_modules was installed for. */
export function packagesStamp(folder = root) {
  const lock = readFileSync(path.join(folder, 'package-lock.json'))
  return createHash('sha256').update(lock).update(platform).digest('hex').slice(0, 16)
}

/**
 * One full installation, tests included: so `npm test` works offline after a first `npm start`. An existing
 * installation from the same lock file is used as it is.
 * @returns {Promise<{ version: string, source: string }>}
 */
export async function installPackagesFromLock() {
  const version = `lock ${packagesStamp().slice(0, 8)}`
  if (existsSync(runtimePath()) && agrees()) return { version, source: 'installed already' }
  const install = await npm(['ci', '--include=dev', '--include=optional', '--prefer-offline'], root)
  if (!install.ok) throw new SetupError(`npm ci failed: ${npmReason(install)}`)
  if (!existsSync(runtimePath())) {
    throw new SetupError(`there is no Node.js 22 for ${platform}; Linux and macOS, each on x64 and arm64, work`)
  }
  return { version, source: 'npm ci' }
}

/** The Node that the service runs on; npm brings it as a package. */
export const runtimePath = () => path.join(root, 'node_modules', '.bin', 'node')

/** Whether node_modules holds just what the lock file asks for on this machine. npm writes its record last. */
function agrees() {
  const installed = packagesIn(path.join(root, 'node_modules', '.package-lock.json'))
  const wanted = packagesIn(path.join(root, 'package-lock.json'))
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true
    const found = installed[where]
    if (!found) return !!entry.optional && !isForHere(entry)
    const isSame = found.version === entry.version && found.integrity === entry.integrity
    return isSame && existsSync(path.join(root, where))
  })
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean } & Platforms} Entry
 * @typedef {{ os?: string[], cpu?: string[], libc?: string[] }} Platforms the machines a package is for
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/**
 * An optional package without a platform was left out together with the one that needs it.
 * @param {Platforms} platforms
 */
function isForHere({ os, cpu, libc }) {
  if (!os && !cpu) return false
  if (libc && !libc.includes(libcHere())) return false
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch))
}

function libcHere() {
  const report = /** @type {any} */ (process.report?.getReport())
  return report?.header?.glibcVersionRuntime ? 'glibc' : 'musl'
}
