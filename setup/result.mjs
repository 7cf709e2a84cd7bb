import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isProgram, resultFile } from './system.mjs'

/**
 * The result of the last set-up, in the form that the service reads.
 * @typedef {object} Result
 * @property {1} version
 * @property {string} stamp of the packages
 * @property {string} cache
 * @property {Record<string, Entry>} programs
 * @property {{ step: string, seconds: number, source: string }[]} seconds of the last full set-up
 *
 * @typedef {(import('./candidates.mjs').Program & { missing?: undefined, wanted: string }) | Missing} Entry
 * @typedef {{ missing: string, tried?: string[] }} Missing what to do, and what did not answer
 */

/**
 * @param {string} [file]
 * @returns {Result | undefined}
 */
export function readResult(file = resultFile) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'))
    return result.version === 1 ? result : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {Result} result
 * @param {string} [file]
 */
export function writeResult(result, file = resultFile) {
  mkdirSync(path.dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, `${JSON.stringify(result, null, 2)}\n`)
  renameSync(beside, file)
}

/**
 * Whether an entry can still be used: made for what is wanted now, and on the disk.
 * @param {Entry | undefined} entry
 * @param {string} wanted
 */
export function isUsable(entry, wanted) {
  if (!entry || entry.missing !== undefined || entry.wanted !== wanted) return false
  if (entry.path !== undefined) return isProgram(entry.path)
  return existsSync(path.join(String(entry.folder), entry.proof ?? 'bin/postgres'))
}
