import { accessSync, constants, existsSync, promises as fs } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { cacheFolder } from './cache-folder.mjs'
import { run } from './children.mjs'
import { freeBytes } from './memory.mjs'
import { root } from './system.mjs'
import { consoleAddress, publicAddress } from './service-findings.mjs'

const GIGABYTE = 1e9
const DISK_BYTES_MIN = 1.5 * GIGABYTE
const MEMORY_BYTES_MIN = 0.5 * GIGABYTE
const NVIDIA_MS_MAX = 10_000

/**
 * @typedef {import('./doctor.mjs').Finding} Finding
 * @param {NodeJS.ProcessEnv} env
 * @param {{ isRunning: boolean }} service
 * @returns {Promise<Finding[]>}
 */
export async function machineFindings(env, { isRunning }) {
  const data = path.resolve(root, env.CHASQUI_DATA || 'data')
  const { host, port } = publicAddress(env)
  return [
    folderFinding('data folder', data, 'CHASQUI_DATA'),
    folderFinding('cache folder', cacheFolder(env), 'CHASQUI_CACHE'),
    await diskFinding(data),
    await portFinding({ host, port, isRunning, use: 'the chat page', setting: 'CHASQUI_PORT', state: 'missing' }),
    // Without it people are answered all the same.
    await portFinding({
      ...consoleAddress(env),
      isRunning,
      use: 'the console',
      setting: 'CHASQUI_CONSOLE_PORT',
      state: 'note',
    }),
    memoryFinding(),
    ...(await graphicsFindings()),
  ]
}

/**
 * @param {string} part
 * @param {string} folder
 * @param {string} setting
 * @returns {Finding}
 */
function folderFinding(part, folder, setting) {
  const nearest = nearestExisting(folder)
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK)
    const text = nearest === folder ? folder : `${folder} (will be made)`
    return { state: 'ok', part, text }
  } catch {
    const fix = `set ${setting} to a folder of your own`
    return { state: 'missing', part, text: `${nearest} cannot be written by this account`, fix }
  }
}

/** @param {string} folder */
function nearestExisting(folder) {
  let nearest = folder
  while (!existsSync(nearest) && path.dirname(nearest) !== nearest) nearest = path.dirname(nearest)
  return nearest
}

/**
 * @param {string} folder
 * @returns {Promise<Finding>}
 */
async function diskFinding(folder) {
  const part = 'disk'
  // Node 18 has statfs from its later versions on.
  const stats = await fs.statfs?.(nearestExisting(folder)).catch(() => undefined)
  if (!stats) return { state: 'note', part, text: 'free space unknown' }
  const bytes = stats.bavail * stats.bsize
  const text = `${gigabytes(bytes)} free`
  if (bytes >= DISK_BYTES_MIN) return { state: 'ok', part, text }
  return { state: 'missing', part, text, fix: `make room: ${gigabytes(DISK_BYTES_MIN)} are needed` }
}

/**
 * @param {{ host: string, port: number, isRunning: boolean, use: string, setting: string, state: Finding['state'] }} wanted
 * @returns {Promise<Finding>}
 */
async function portFinding({ host, port, isRunning, use, setting, state }) {
  const part = `port ${port}`
  if (await isFree(host, port)) return { state: 'ok', part, text: `free, for ${use}` }
  if (isRunning) return { state: 'ok', part, text: 'in use by the running service' }
  const fix = `end that program, or: ${setting}=${port + 10} npm start`
  return { state, part, text: 'in use by another program', fix }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(host, port) {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.on('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** @returns {Finding} */
function memoryFinding() {
  const free = freeBytes()
  const text = `${gigabytes(free)} of ${gigabytes(os.totalmem())} free, ${os.cpus().length} cores`
  if (free >= MEMORY_BYTES_MIN) return { state: 'ok', part: 'memory', text }
  const fix = `end other programs: ${gigabytes(MEMORY_BYTES_MIN)} are needed`
  return { state: 'missing', part: 'memory', text, fix }
}

/** @returns {Promise<Finding[]>} */
async function graphicsFindings() {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader']
  const { ok, stdout } = await run('nvidia-smi', query, { limitMs: NVIDIA_MS_MAX })
  const cards = ok ? stdout.trim().split('\n').filter(Boolean) : []
  const part = 'graphics card'
  if (cards.length === 0) return [{ state: 'note', part, text: 'no NVIDIA card found; models run on the processor' }]
  return cards.map((card) => {
    const [name, memory, driver] = card.split(',').map((text) => text.trim())
    return { state: 'ok', part, text: `${name}, ${memory}, driver ${driver}` }
  })
}

/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / GIGABYTE).toFixed(1)} GB`
