import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { librariesIn, unpackPackages } from './apt.mjs'
import { firstThatAnswers, installed } from './candidates.mjs'
import { tether, undoOnInterrupt } from './children.mjs'
import { ensureProgram } from './program-cache.mjs'
import { hasApt, onPath, platform } from './system.mjs'
import { SetupError } from './say.mjs'
import { installBySystem, systemCommand } from './system-packages.mjs'

const ANSWER_MS_MAX = 8000
const MAJOR_MIN = 6
/** Redis, or Valkey, the free server with the same protocol. */
const NAMES = ['redis-server', 'valkey-server']

/** @param {{ cache: string }} where */
export async function findRedis({ cache }) {
  const { program, passedOver } = await firstThatAnswers([
    ...NAMES.map((name) => ({ name: `${name} on PATH`, find: () => installed(onPath(name), 'PATH', tryRedis) })),
    { name: "the distribution's packages", find: () => fromPackages(cache) },
    { name: 'the package manager', find: fromManager },
  ])
  if (program) return program
  const command = systemCommand('redis')
  const install = command ? `run: ${command}` : 'install redis-server or valkey-server'
  const how = hasApt() ? `connect this machine to the network, or ${install}` : install
  throw new SetupError(`no Redis that answers: ${how}, and start again; or set REDIS_URL`, passedOver)
}

/** @param {string} cache */
async function fromPackages(cache) {
  if (!hasApt()) return undefined
  const { folder, version } = await ensureProgram(
    { cache, name: `redis-debian-${platform}` },
    {
      build: async (out, work) => {
        // On Debian the server is the same file as redis-check-rdb, so the tools' package is enough.
        await unpackPackages(['redis-tools'], { out, work })
        const server = ['redis-check-rdb', 'valkey-check-rdb'].find((name) =>
          existsSync(path.join(out, 'usr/bin', name)),
        )
        if (!server) throw new SetupError('the package redis-tools holds no server')
        symlinkSync(path.join('usr/bin', server), path.join(out, 'redis-server'))
      },
      tryOut: (out) => tryRedis(path.join(out, 'redis-server'), librariesIn(out)),
    },
  )
  const file = path.join(folder, 'redis-server')
  return { path: file, version, source: "the distribution's packages", env: librariesIn(folder) }
}

async function fromManager() {
  if (!(await installBySystem('redis'))) return undefined
  return await installed(NAMES.map((name) => onPath(name)).find(Boolean), 'the package manager', tryRedis)
}

/**
 * Starts the server on a private socket and asks for its name and version.
 * @param {string} file
 * @param {Record<string, string>} [env]
 * @returns {Promise<string>} its version
 */
export async function tryRedis(file, env = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chasqui-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const forget = undoOnInterrupt(remove)
  const socket = path.join(folder, 's')
  const args = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--daemonize', 'no']
  const child = spawn(file, [...args, '--dir', folder], {
    cwd: folder,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = tether(child.pid)
  try {
    const version = await Promise.race([answerOf(socket), deathOf(child)])
    if (Number.parseInt(version, 10) < MAJOR_MIN) throw new Error(`version ${version}, needed is ${MAJOR_MIN} or newer`)
    return version
  } finally {
    end()
    forget()
    remove()
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<never>}
 */
function deathOf(child) {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-2000)
    })
  }
  return new Promise((_resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      reject(new Error(`it ended (${signal ?? `exit code ${code}`}): ${said.trim().split('\n').at(-1) ?? ''}`))
    })
  })
}

/**
 * @param {string} socket
 * @returns {Promise<string>}
 */
async function answerOf(socket) {
  const giveUpAt = performance.now() + ANSWER_MS_MAX
  for (;;) {
    const answer = await ask(socket).catch(() => '')
    const version = /(?:valkey|redis)_version:(\S+)/.exec(answer)?.[1]
    if (answer.startsWith('+PONG') && version) return version
    if (performance.now() > giveUpAt) throw new Error(`no answer to PING within ${ANSWER_MS_MAX / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * @param {string} socket
 * @returns {Promise<string>}
 */
function ask(socket) {
  return new Promise((resolve, reject) => {
    let text = ''
    const connection = net.connect(socket, () => connection.end('PING\r\nINFO server\r\nQUIT\r\n'))
    connection.setTimeout(1000, () => connection.destroy(new Error('no answer')))
    connection.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    connection.on('error', reject)
    connection.on('close', () => resolve(text))
  })
}
