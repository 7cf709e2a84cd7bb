import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'

// What Node makes of a TypeScript file, kept under the hash of the file. Lines and columns stay as they are.
const folder = path.join(import.meta.dirname, '..', 'node_modules', '.chasqui', 'stripped')

/**
 * @param {string} source
 * @returns {string | undefined} nothing when it was not made yet
 */
export function keptText(source) {
  try {
    return readFileSync(pathOf(source), 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Strips the types and caches the text; without a writable folder it is not cached.
 * @param {string} source
 * @returns {string | undefined} nothing when there is something wrong in the source
 */
export function strippedText(source) {
  const warn = process.emitWarning
  try {
    // Hides the warning that this is experimental; Node's own stripping does not warn.
    process.emitWarning = () => undefined
    const text = stripTypeScriptTypes(source)
    keep(pathOf(source), text)
    return text
  } catch {
    return undefined
  } finally {
    process.emitWarning = warn
  }
}

/** @param {string} source */
function pathOf(source) {
  const hash = createHash('sha256').update(process.version).update('\0').update(source).digest('hex')
  return path.join(folder, `${hash.slice(0, 32)}.mjs`)
}

/**
 * Atomic, also when two processes write it.
 * @param {string} file
 * @param {string} text
 */
function keep(file, text) {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.${process.pid}`, text)
    renameSync(`${file}.${process.pid}`, file)
  } catch {
    return
  }
}
