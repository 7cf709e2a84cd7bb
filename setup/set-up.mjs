import { accessSync, constants, mkdirSync } from 'node:fs'
import { abandon, handleInterrupts } from './children.mjs'
import { withLock } from './lock.mjs'
import { installPackagesFromLock, packagesStamp, runtimePath } from './packages.mjs'
import { clearScratch } from './program-cache.mjs'
import { isProgram } from './system.mjs'
import { isUsable, readResult, writeResult } from './result.mjs'
import { reasonOf, say, secondsSince, SetupError } from './say.mjs'

/**
 * Installs what is missing. May be interrupted anywhere, and started twice at the same time.
 * @param {{ cache: string, steps: import('./steps.mjs').Step[] }} wanted
 */
export async function setUp({ cache, steps }) {
  handleInterrupts()
  requireWritable(cache)
  await withLock(cache, async () => {
    clearScratch(cache)
    await makeReady({ cache, steps }).catch((error) => {
      abandon()
      throw error
    })
  })
}

/**
 * llama-server takes longest and needs none of our packages, so it is built in parallel with all other steps. So are the
 * console's pages, as soon as there are packages.
 * @param {{ cache: string, steps: import('./steps.mjs').Step[] }} wanted
 */
async function makeReady({ cache, steps }) {
  const before = readResult()
  const hasPackages = before?.stamp === packagesStamp() && isProgram(runtimePath())
  const known = before?.cache === cache ? before.programs : {}
  /** @type {import('./result.mjs').Result} */
  const result = {
    version: 1,
    stamp: packagesStamp(),
    cache,
    programs: { ...known },
    seconds: hasPackages ? before.seconds : [],
  }
  const todo = steps.filter((step) => {
    if (step.unneeded(process.env)) return false
    return !isUsable(known[step.key], step.wanted(process.env))
  })
  const packages = hasPackages ? Promise.resolve() : installPackages(result)
  const [alone, ofPackages, after] = [
    todo.filter((step) => step.key === 'llamaServer'),
    todo.filter((step) => step.key === 'console'),
    todo.filter((step) => step.key !== 'llamaServer' && step.key !== 'console'),
  ]
  const oneByOne = async () => {
    await packages
    for (const step of after) await makeOne(step, result)
    writeResult(result)
  }
  await Promise.all([
    oneByOne(),
    ...ofPackages.map((step) => packages.then(() => makeOne(step, result))),
    ...alone.map((step) => makeOne(step, result)),
  ])
  writeResult(result)
}

/** @param {import('./result.mjs').Result} result */
async function installPackages(result) {
  say('packages: installing (half a minute)')
  const startedAt = performance.now()
  const { source } = await installPackagesFromLock()
  note(result, { step: 'packages', label: 'packages', startedAt, what: source })
}

/**
 * @param {import('./steps.mjs').Step} step
 * @param {import('./result.mjs').Result} result
 */
async function makeOne(step, result) {
  const startedAt = performance.now()
  try {
    const program = await step.find({ cache: result.cache })
    result.programs[step.key] = { ...program, wanted: step.wanted(process.env) }
    for (const reason of program.passedOver ?? []) say(`${step.label}: passed over ${reason}`)
    note(result, { step: step.key, label: `${step.label} ${program.version}`, startedAt, what: program.source })
  } catch (error) {
    if (!(error instanceof SetupError) || step.isRequired) throw error
    result.programs[step.key] = { missing: error.message, tried: error.tried }
    for (const reason of error.tried) say(`${step.label}: tried ${reason}`)
    say(`*** WITHOUT ${step.label}: ${error.message} (${secondsSince(startedAt)} s)`)
  }
}

/**
 * @param {import('./result.mjs').Result} result
 * @param {{ step: string, label: string, startedAt: number, what: string }} done
 */
function note(result, { step, label, startedAt, what }) {
  const seconds = secondsSince(startedAt)
  result.seconds = [...result.seconds.filter((entry) => entry.step !== step), { step, seconds, source: what }]
  say(`${label}: ${what} (${seconds} s)`)
}

/** @param {string} cache */
function requireWritable(cache) {
  try {
    mkdirSync(cache, { recursive: true })
    accessSync(cache, constants.W_OK)
  } catch (error) {
    throw new SetupError(
      `the cache folder ${cache} cannot be written (${reasonOf(error)}); set CHASQUI_CACHE to a folder of your own`,
    )
  }
}
