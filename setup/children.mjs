import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const OUTPUT_CHARACTERS_MAX = 4_000_000

/** @type {Set<number>} process groups that must not outlive us */
const groups = new Set()
/** @type {Set<() => void>} */
const undoings = new Set()

/**
 * @typedef {object} Ended
 * @property {boolean} ok it ended by itself with exit code 0
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} why how it ended, for a person, with the last line it wrote
 */

/**
 * Runs a program to its end; never rejects. It gets a process group of its own, so that an interruption also ends the
 * processes it started (a compiler starts compilers).
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitMs?: number }} [options]
 * @returns {Promise<Ended>}
 */
export function run(command, args, { cwd, env = process.env, limitMs = 600_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const text = { stdout: '', stderr: '' }
    let isLate = false
    const pid = child.pid
    if (pid) groups.add(pid)
    const timer = setTimeout(() => {
      isLate = true
      if (pid) killGroup(pid)
    }, limitMs)
    for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
      child[name].setEncoding('utf8').on('data', (chunk) => {
        text[name] = (text[name] + chunk).slice(-OUTPUT_CHARACTERS_MAX)
      })
    }
    /** @param {string} why */
    const end = (why) => {
      clearTimeout(timer)
      if (pid) groups.delete(pid)
      resolve({ ok: why === '', ...text, why })
    }
    child.on('error', (error) => end(error.message))
    child.on('close', (code, signal) => {
      if (isLate) return end(`no end after ${limitMs / 1000} s`)
      if (code === 0) return end('')
      end(withLastLine(signal ? `stopped by ${signal}` : `exit code ${code}`, text.stderr || text.stdout))
    })
  })
}

/**
 * Registers a process group (its leader's pid) or removes it again; for children that are not run to their end.
 * @param {number | undefined} pid
 * @returns {() => void} ends the group and forgets it
 */
export function tether(pid) {
  if (!pid) return () => {}
  groups.add(pid)
  return () => {
    groups.delete(pid)
    killGroup(pid)
  }
}

/**
 * Registers cleanup for an interruption by a person. The returned function unregisters it.
 * @param {() => void} undo synchronous
 * @returns {() => void}
 */
export function undoOnInterrupt(undo) {
  undoings.add(undo)
  return () => undoings.delete(undo)
}

/** From here on Ctrl-C, SIGTERM and SIGHUP leave no process and no half-made folder behind. */
export function handleInterrupts() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      abandon()
      process.stderr.write(`set-up: stopped by ${signal}; the next run starts this step again\n`)
      process.exit(128 + constants.signals[signal])
    })
  }
}

/** Ends all processes started here and runs the registered cleanup, when one of several parallel steps has failed. */
export function abandon() {
  for (const pid of groups) killGroup(pid)
  for (const undo of undoings) undo()
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/**
 * @param {string} how
 * @param {string} output
 */
function withLastLine(how, output) {
  const line = output.trim().split('\n').at(-1)?.trim()
  return line ? `${how}: ${line.slice(0, 300)}` : how
}
