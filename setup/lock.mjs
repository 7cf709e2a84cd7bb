import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { undoOnInterrupt } from './children.mjs'
import { say, SetupError } from './say.mjs'

const POLL_MS = 200
const HEARTBEAT_MS = 2000
const WAIT_MS_MAX = 20 * 60_000
// A holder on another computer (a shared home folder) or in another container cannot be checked: its heartbeat decides.
const SILENCE_MS_MAX = 30_000
const WRITING_MS_MAX = 2000

/**
 * Runs `use` while no other set-up works on this cache. A lock whose process is gone is taken over.
 * @template T
 * @param {string} cache
 * @param {() => Promise<T>} use
 * @param {{ waitMsMax?: number }} [limits]
 * @returns {Promise<T>}
 */
export async function withLock(cache, use, { waitMsMax = WAIT_MS_MAX } = {}) {
  const file = path.join(cache, 'setup.lock')
  mkdirSync(cache, { recursive: true })
  await take(file, waitMsMax)
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS)
  const release = () => rmSync(file, { force: true })
  const forget = undoOnInterrupt(release)
  try {
    return await use()
  } finally {
    clearInterval(heartbeat)
    forget()
    release()
  }
}

/**
 * @param {string} file
 * @param {number} waitMsMax
 */
async function take(file, waitMsMax) {
  const giveUpAt = performance.now() + waitMsMax
  for (let hasSaid = false; !create(file); await pause()) {
    const { state, pid } = holderOf(file)
    if (state === 'dead') removeDead(file)
    if (state !== 'alive') continue
    if (performance.now() > giveUpAt) {
      throw new SetupError(`another set-up (process ${pid}) does not end; stop it, or delete ${file}`)
    }
    if (!hasSaid) say(`another set-up (process ${pid}) is at work; waiting for it`)
    hasSaid = true
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MS))

/** @param {string} file */
function create(file) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: bornAt(process.pid), host: os.hostname() }), {
      flag: 'wx',
    })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/**
 * @param {string} file
 * @returns {{ state: 'alive' | 'dead' | 'gone', pid: number }}
 */
function holderOf(file) {
  try {
    const silenceMs = Date.now() - statSync(file).mtimeMs
    const { pid, born, host } = parsed(readFileSync(file, 'utf8'))
    if (pid === 0) return { state: silenceMs < WRITING_MS_MAX ? 'alive' : 'dead', pid }
    if (host !== os.hostname()) return { state: silenceMs < SILENCE_MS_MAX ? 'alive' : 'dead', pid }
    return { state: runs(pid) && born === bornAt(pid) ? 'alive' : 'dead', pid }
  } catch {
    return { state: 'gone', pid: 0 }
  }
}

/**
 * @param {string} text empty for a moment, between the file's creation and its first line
 * @returns {{ pid: number, born?: string, host?: string }}
 */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return { pid: 0 }
  }
}

/**
 * Only one process at a time may remove a dead lock, and only after a second check: otherwise two that saw the same
 * dead lock could each remove the other's new one.
 * @param {string} file
 */
function removeDead(file) {
  const takeover = `${file}.takeover`
  try {
    mkdirSync(takeover)
  } catch {
    return clearOldTakeover(takeover)
  }
  try {
    if (holderOf(file).state === 'dead') rmSync(file, { force: true })
  } finally {
    rmdirSync(takeover)
  }
}

/** @param {string} takeover */
function clearOldTakeover(takeover) {
  try {
    if (Date.now() - statSync(takeover).mtimeMs > SILENCE_MS_MAX) rmdirSync(takeover)
  } catch {
    // Another process has just removed it.
  }
}

/** @param {number} pid */
function runs(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * When a process was started, if the system reports it: process ids are reused, above all in containers. A zombie is
 * still listed; it counts as ended.
 * @param {number} pid
 * @returns {string}
 */
function bornAt(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // Deleted by a person; set-up still succeeds.
  }
}
