import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { librariesIn, unpackPackages } from './apt.mjs'
import { firstThatAnswers, installed } from './candidates.mjs'
import { run } from './children.mjs'
import { ensureProgram } from './program-cache.mjs'
import { hasApt, isProgram, isRoot, onPath, platform } from './system.mjs'
import { SetupError } from './say.mjs'
import { installBySystem, systemCommand } from './system-packages.mjs'

const TRY_MS_MAX = 20_000
/** Those that must lie beside the program: what the system has already, apt leaves out. */
const PACKAGES = ['chromium', 'chromium-common', 'fontconfig-config', 'fonts-dejavu-core']
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/**
 * A browser for WhatsApp Web and for the tests of the web page. The service needs none for anything else.
 * @param {{ cache: string }} where
 */
export async function findChromium({ cache }) {
  const own = process.env.CHASQUI_CHROMIUM
  const { program, passedOver } = await firstThatAnswers([
    { name: 'CHASQUI_CHROMIUM', find: () => installed(own && path.resolve(own), 'CHASQUI_CHROMIUM', tryChromium) },
    ...NAMES.map((name) => ({ name: `${name} on PATH`, find: () => installed(onPath(name), 'PATH', tryChromium) })),
    ...MAC_APPS.filter(isProgram).map((file) => ({
      name: file,
      find: () => installed(file, 'application', tryChromium),
    })),
    { name: 'the package manager', find: fromManager },
    { name: "the distribution's packages", find: () => fromPackages(cache) },
  ])
  if (program) return program
  const command = systemCommand('chromium')
  const how = command ? `run: ${command}` : 'install Chrome or Chromium, or name one by CHASQUI_CHROMIUM'
  throw new SetupError(`no Chromium that starts, for WhatsApp and for tests: ${how}`, passedOver)
}

async function fromManager() {
  // Ubuntu's package only installs a snap, which containers cannot run.
  if (!isRoot() || isUbuntu() || !(await installBySystem('chromium'))) return undefined
  const file = NAMES.map((name) => onPath(name)).find(Boolean)
  return await installed(file, 'the package manager', tryChromium)
}

/** @param {string} cache */
async function fromPackages(cache) {
  if (!hasApt() || isUbuntu()) return undefined
  const name = `chromium-debian-${platform}`
  const { folder, version } = await ensureProgram(
    { cache, name },
    {
      build: (out, work) => unpackPackages(PACKAGES, { out, work }),
      tryOut: (out) => tryChromium(browserIn(out), environmentFor(out)),
    },
  )
  writeFontSettings(folder)
  return { path: browserIn(folder), version, source: "the distribution's packages", env: environmentFor(folder) }
}

/** @param {string} folder */
const browserIn = (folder) => path.join(folder, 'usr/lib/chromium/chromium')

/** @param {string} folder */
const environmentFor = (folder) => ({ ...librariesIn(folder), FONTCONFIG_FILE: path.join(folder, 'fonts.conf') })

/**
 * The packages' own configuration refers to folders of an installed system.
 * @param {string} folder
 */
function writeFontSettings(folder) {
  mkdirSync(path.join(folder, 'font-cache'), { recursive: true })
  writeFileSync(
    path.join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${folder}/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`,
  )
}

function isUbuntu() {
  return existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/**
 * @param {string} file
 * @param {Record<string, string>} [env]
 * @returns {Promise<string>} version
 */
export async function tryChromium(file, env = {}) {
  const { ok, why, stdout } = await run(file, ['--version'], { env: { ...process.env, ...env }, limitMs: TRY_MS_MAX })
  if (!ok) throw new SetupError(`${file} does not start (${why})`)
  const version = /\d+(\.\d+)+/.exec(stdout)?.[0]
  if (!version) throw new SetupError(`${file} does not say its version`)
  return version
}
