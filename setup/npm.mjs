import { existsSync } from 'node:fs'
import path from 'node:path'
import { run } from './children.mjs'
import { onPath } from './system.mjs'
import { SetupError } from './say.mjs'

// npm's own retries wait for minutes on a closed network.
const NETWORK = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000']
const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--no-update-notifier']

/**
 * Runs npm with this very Node, whatever shell or version manager started us; no package's install script runs.
 * @param {string[]} args
 * @param {string} cwd
 */
export async function npm(args, cwd) {
  const cli = npmCli()
  const [command, first] = cli ? [process.execPath, [cli]] : [onPath('npm'), []]
  if (!command) throw new SetupError('npm was not found; it comes with Node.js: install it from nodejs.org')
  return await run(command, [...first, ...args, ...QUIET, ...NETWORK], { cwd, env: environment() })
}

/**
 * npm's error messages, without the reference to its log.
 * @param {import('./children.mjs').Ended} ended
 */
export function npmReason({ stderr, why }) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(stderr)) {
    return "the package registry cannot be reached; connect this machine, or configure npm's registry or proxy"
  }
  if (/EACCES|EPERM/.test(stderr)) return 'a folder belongs to another account; make it yours'
  if (/ENOSPC/.test(stderr)) return 'the disk is full; 1.5 GB are needed'
  const lines = stderr.split('\n').filter((line) => line.startsWith('npm error') && !line.includes('complete log'))
  return lines.slice(0, 6).join(' ') || why
}

/** npm as a script: the one that started us, or the one that lies beside this Node. */
function npmCli() {
  const beside = path.join(path.dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  return [process.env.npm_execpath, beside].find((file) => file?.endsWith('npm-cli.js') && existsSync(file))
}

/** Options of the command that started us (`npm start --omit=dev`) must not affect the installation. */
function environment() {
  const env = { ...process.env }
  for (const name of Object.keys(env)) {
    if (/^npm_config_(omit|include|only|production|dry_run|global|location|prefix|workspaces?)$/i.test(name)) {
      delete env[name]
    }
  }
  delete env.NODE_ENV
  return env
}
