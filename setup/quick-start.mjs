import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import './drizzle-imports.mjs'
import { keptText, strippedText } from './stripped-text.mjs'

// Loaded before every command. Node would strip the types of all files at each start and keep the compiler in memory,
// so the stripped text of each file is cached. Without this, a start takes half a second longer and some 25 MB more
// memory (docs/benchmarks.md).
const STRIP_ALL_MS_MAX = 20_000
let areAllStripped = false

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\.ts$/.test(url) || url.includes('/node_modules/')) return next(url, context)
    const source = readFileSync(fileURLToPath(url), 'utf8')
    const text = keptText(source) ?? afterStrippingAll(source) ?? strippedText(source)
    // Without a text the file has a syntax error, which Node itself reports best.
    return text === undefined ? next(url, context) : { format: 'module', shortCircuit: true, source: text }
  },
})

/**
 * When one file is new, others probably are, too.
 * @param {string} source
 */
function afterStrippingAll(source) {
  if (areAllStripped) return undefined
  areAllStripped = true
  const script = path.join(import.meta.dirname, 'strip-all.mjs')
  spawnSync(process.execPath, [script], { stdio: 'ignore', timeout: STRIP_ALL_MS_MAX })
  return keptText(source)
}
