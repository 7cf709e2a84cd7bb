import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptText, strippedText } from './stripped-text.mjs'

// Loaded before every command. Node would strip the types of all our files anew at each start, and keep the compiler that
// does it in memory: what it makes of a file is kept instead. Without this everything runs as well, half a second later
// and with some 25 MB more (docs/benchmarks.md).
const STRIP_ALL_MS_MAX = 20_000
let areAllStripped = false

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\.ts$/.test(url) || url.includes('/node_modules/')) return next(url, context)
    const source = readFileSync(fileURLToPath(url), 'utf8')
    const text = keptText(source) ?? afterStrippingAll(source) ?? strippedText(source)
    // Without a text there is something wrong in it, which Node itself says best.
    return text === undefined ? next(url, context) : { format: 'module', shortCircuit: true, source: text }
  },
})

/**
 * The first file that is new is a sign of others.
 * @param {string} source
 */
function afterStrippingAll(source) {
  if (areAllStripped) return undefined
  areAllStripped = true
  const script = path.join(import.meta.dirname, 'strip-all.mjs')
  spawnSync(process.execPath, [script], { stdio: 'ignore', timeout: STRIP_ALL_MS_MAX })
  return keptText(source)
}
