import { existsSync } from 'node:fs'
import { cacheFolder } from './cache-folder.mjs'
import { helpFor, asksForHelp } from './help.mjs'
import { packagesStamp, runtimePath } from './packages.mjs'
import { NODE_MAJOR_MIN } from './system.mjs'
import { isUsable, readResult } from './result.mjs'
import { say, SetupError } from './say.mjs'
import { stepsFor } from './steps.mjs'

/** run.sh takes this as: help was printed, do not start the command. */
const EXIT_HELP = 64

// prepare.mjs [script] [argument…]: makes ready what the script needs. With nothing to do it only reads a few files.
const [script, ...rest] = process.argv.slice(2)
const major = Number.parseInt(process.versions.node, 10)

if (asksForHelp(rest)) {
  process.stdout.write(`${helpFor(script)}\n`)
  process.exitCode = EXIT_HELP
} else if (major < NODE_MAJOR_MIN) {
  say(`Node.js ${process.version} is too old; install ${NODE_MAJOR_MIN} or newer from nodejs.org`)
  process.exitCode = 1
} else if (!isReady()) {
  try {
    const { setUp } = await import('./set-up.mjs')
    await setUp({ cache: cacheFolder(), steps: stepsFor(script) })
  } catch (error) {
    printError(error)
    process.exitCode = 1
  }
  // An unanswered DNS query would keep the process running for many seconds.
  process.exit()
}

/** @param {unknown} error */
function printError(error) {
  if (!(error instanceof SetupError)) return say(error instanceof Error ? String(error.stack) : String(error))
  for (const reason of error.tried) say(`tried ${reason}`)
  say(`*** ${error.message}`)
}

function isReady() {
  const result = readResult()
  if (!result || result.stamp !== packagesStamp() || result.cache !== cacheFolder()) return false
  if (!existsSync(runtimePath())) return false
  return stepsFor(script).every(
    (step) => step.unneeded(process.env) || isUsable(result.programs[step.key], step.wanted(process.env)),
  )
}
