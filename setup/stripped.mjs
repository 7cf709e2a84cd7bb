import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// Loaded before every command. Node would strip the types of all files anew at each start, which costs a fifth of a second
// and some 30 MB that the compiler then keeps; here what it made of a file is kept, under the hash of the file. Lines and
// columns stay as they are. A folder that cannot be written only means that nothing is kept.
const folder = path.join(import.meta.dirname, '..', 'node_modules', '.chasqui', 'stripped')

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\.ts$/.test(url) || url.includes('/node_modules/')) return next(url, context)
    const source = readFileSync(fileURLToPath(url), 'utf8')
    const text = kept(source) ?? stripped(source)
    // Without a text there is something wrong in it, which Node itself says best.
    return text === undefined ? next(url, context) : { format: 'module', shortCircuit: true, source: text }
  },
})

/** @param {string} source */
function placeOf(source) {
  const hash = createHash('sha256').update(process.version).update('\0').update(source).digest('hex')
  return path.join(folder, `${hash.slice(0, 32)}.mjs`)
}

/** @param {string} source */
function kept(source) {
  try {
    return readFileSync(placeOf(source), 'utf8')
  } catch {
    return undefined
  }
}

/** @param {string} source */
function stripped(source) {
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
