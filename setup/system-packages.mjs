import { installPackages } from './apt.mjs'
import { run } from './children.mjs'
import { hasApt, isRoot, onPath } from './system.mjs'
import { SetupError } from './say.mjs'

/**
 * Package names by package manager. apt has no `redis`: its package would start a service, so the server is unpacked
 * into the cache instead.
 * @type {Record<'redis' | 'compiler' | 'llamaServer' | 'chromium', Record<string, string[]>>}
 */
const NEEDS = {
  redis: { brew: ['redis'], dnf: ['valkey'], pacman: ['valkey'], apk: ['redis'] },
  compiler: { apt: ['g++', 'git'], dnf: ['gcc-c++', 'git'], pacman: ['gcc', 'git'], apk: ['g++', 'git'] },
  llamaServer: { brew: ['llama.cpp'] },
  chromium: {
    apt: ['chromium', 'fonts-dejavu-core'],
    dnf: ['chromium'],
    pacman: ['chromium'],
    apk: ['chromium'],
  },
}

/** @type {Record<string, string[]>} */
const INSTALL = {
  apt: ['apt-get', 'install'],
  brew: ['brew', 'install'],
  dnf: ['dnf', 'install', '-y'],
  pacman: ['pacman', '-S', '--noconfirm', '--needed'],
  apk: ['apk', 'add'],
}

/**
 * The command that installs something, for the person at the terminal.
 * @param {keyof typeof NEEDS} need
 * @returns {string | undefined}
 */
export function systemCommand(need) {
  const found = managerFor(need)
  if (!found) return undefined
  const prefix = isRoot() || found.manager === 'brew' ? '' : 'sudo '
  return `${prefix}${[...(INSTALL[found.manager] ?? []), ...found.packages].join(' ')}`
}

/**
 * Installs it when that is allowed: as root, or with brew, which needs no root.
 * @param {keyof typeof NEEDS} need
 * @returns {Promise<boolean>} false where no package manager may be asked
 */
export async function installBySystem(need) {
  const found = managerFor(need)
  if (!found || (found.manager !== 'brew' && !isRoot())) return false
  if (found.manager === 'apt') {
    await installPackages(found.packages)
    return true
  }
  const [command = '', ...args] = INSTALL[found.manager] ?? []
  const install = await run(command, [...args, ...found.packages])
  if (!install.ok) throw new SetupError(`${systemCommand(need)} failed (${install.why})`)
  return true
}

/** @param {keyof typeof NEEDS} need */
function managerFor(need) {
  for (const [manager, packages] of Object.entries(NEEDS[need])) {
    if (manager === 'apt' ? hasApt() : onPath(manager)) return { manager, packages }
  }
  return undefined
}
