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
    return readFileSync(placeOf(source), 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Makes it and keeps it; a folder that cannot be written only means that it is not kept.
 * @param {string} source
 * @returns {string | undefined} nothing when there is something wrong in the source
 */
export function strippedText(source) {
  const warn = process.emitWarning
  try {
    // It would warn that it is experimental, which the same work done by Node itself does not.
    process.emitWarning = () => undefined
    const text = stripTypeScriptTypes(source)
    keep(placeOf(source), text)
    return text
  } catch {
    return undefined
  } finally {
    process.emitWarning = warn
  }
}

/** @param {string} source */
function placeOf(source) {
  const hash = createHash('sha256').update(process.version).update('\0').update(source).digest('hex')
  return path.join(folder, `${hash.slice(0, 32)}.mjs`)
}

/**
 * Whole or not at all, also when two processes make it.
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
