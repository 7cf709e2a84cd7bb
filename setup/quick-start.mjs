import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptText, strippedText } from './stripped-text.mjs'

// Loaded before every command, for two things that Node would do again and again at each start. Without it everything
// runs as well, half a second later and with a heap of 60 MB more.
//
// - It would strip the types of all our files, and keep the compiler that does it: what it makes of a file is kept.
// - It would read the package.json of drizzle-orm, with its 447 exports, for each of the 108 files that this package
//   imports from itself: where those lie and what they are needs no reading.
const STRIP_ALL_MS_MAX = 20_000
const WITHIN_DRIZZLE = /\/node_modules\/drizzle-orm\/.*\.js$/
let areAllStripped = false

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = '' } = context
    const isWithin = /^\.\.?\/.*\.js$/.test(specifier) && WITHIN_DRIZZLE.test(parentURL)
    if (!isWithin) return next(specifier, context)
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
  },
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
