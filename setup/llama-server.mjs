import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { firstThatAnswers, installed } from './candidates.mjs'
import { run } from './children.mjs'
import { download } from './download.mjs'
import { buildLlamaServer, canBuild, LLAMA_VERSION, llamaRecipe } from './llama-build.mjs'
import { ensureProgram, findProgram } from './program-cache.mjs'
import { onPath, platform } from './system.mjs'
import { say, SetupError } from './say.mjs'
import { installBySystem, systemCommand } from './system-packages.mjs'

const TRY_MS_MAX = 15_000
const RELEASE = 'b11194'
const RELEASES = `https://github.com/ggml-org/llama.cpp/releases/download/${RELEASE}`
/** The builds for ordinary processors, as published with the release. @type {Record<string, [string, string]>} */
const ARCHIVES = {
  'linux-x64': ['ubuntu-x64', '527c09064f3c89e4b6e1008a641e31903a04ccdd1c69abd0752acbbd4e1905f6'],
  'linux-arm64': ['ubuntu-arm64', '92a8e5bb9f2f16804715fa6876f64691827a54d41d39dca67e2a83aa70f133ce'],
  'darwin-arm64': ['macos-arm64', 'cc5d31e048c1c440149a0aaf25a6e387823511c0f23561ec534a4ec07c14e9e1'],
  'darwin-x64': ['macos-x64', 'fe9b6c1a2856647303b31401b89e9aab320416706c358c3ce4beb71d21b1f37a'],
}

const RELEASED = { name: `llama-server-${RELEASE}-${platform}`, source: `official release ${RELEASE}` }
const BUILT = {
  name: `llama-server-${LLAMA_VERSION}-${platform}-${llamaRecipe()}`,
  source: `built from ${LLAMA_VERSION} source`,
}

/** @param {{ cache: string }} where */
export async function findLlamaServer({ cache }) {
  const own = process.env.CHASQUI_LLAMA_SERVER
  const { program, passedOver } = await firstThatAnswers([
    {
      name: 'CHASQUI_LLAMA_SERVER',
      find: () => installed(own && path.resolve(own), 'CHASQUI_LLAMA_SERVER', tryLlamaServer),
    },
    { name: 'llama-server on PATH', find: () => installed(onPath('llama-server'), 'PATH', tryLlamaServer) },
    { name: 'the cache', find: () => fromCache(cache) },
    { name: 'the official release', find: () => fromRelease(cache) },
    { name: 'a build from source', find: () => fromSource(cache) },
    { name: 'the package manager', find: fromManager },
  ])
  if (program) return program
  throw new SetupError(
    `no llama-server: ${advice()}; or name one by CHASQUI_LLAMA_SERVER, or a model host by CHASQUI_ENGINE_URL`,
    passedOver,
  )
}

function advice() {
  if (!canBuild()) return 'install llama.cpp'
  const command = systemCommand('compiler')
  if (missingTools().length > 0 && command) return `run: ${command}, and start again`
  return 'connect this machine to the network and start again'
}

const missingTools = () => ['g++', 'git', 'tar'].filter((name) => !onPath(name))

/**
 * Programs that another checkout has installed are checked before the network is used.
 * @param {string} cache
 */
async function fromCache(cache) {
  for (const { name, source } of [RELEASED, BUILT]) {
    const present = await findProgram({ cache, name }, tryIn)
    if (present) return { path: programIn(present.folder), version: present.version, source }
  }
  return undefined
}

/** @param {string} cache */
async function fromRelease(cache) {
  const archive = ARCHIVES[platform]
  if (!archive) return undefined
  const [what, sha256] = archive
  const base = `llama-${RELEASE}-bin-${what}.tar.gz`
  const steps = {
    build: async (/** @type {string} */ out) => {
      const downloads = path.join(cache, 'downloads')
      mkdirSync(downloads, { recursive: true })
      const file = path.join(downloads, base)
      await download({ urls: [...mirrors(), RELEASES].map((folder) => `${folder}/${base}`), sha256, file })
      const unpack = await run('tar', ['xzf', file, '-C', out, '--strip-components=1'])
      if (!unpack.ok) throw new SetupError(`${base} cannot be unpacked (${unpack.why})`)
    },
    tryOut: tryIn,
  }
  const { folder, version } = await ensureProgram({ cache, name: RELEASED.name }, steps)
  return { path: programIn(folder), version, source: RELEASED.source }
}

/** URLs of folders that hold the release's files, tried before the official one. */
function mirrors() {
  const listed = process.env.CHASQUI_LLAMA_MIRRORS ?? ''
  return listed
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((url) => url.replace(/\/+$/, ''))
}

/** @param {string} cache */
async function fromSource(cache) {
  if (!canBuild()) return undefined
  const steps = {
    build: async (/** @type {string} */ out, /** @type {string} */ work) => {
      await requireCompiler()
      say(`building llama-server ${LLAMA_VERSION}: about a minute on two cores`)
      await buildLlamaServer({ out, work })
    },
    tryOut: tryIn,
  }
  const { folder, version } = await ensureProgram({ cache, name: BUILT.name }, steps)
  return { path: programIn(folder), version, source: BUILT.source }
}

async function requireCompiler() {
  if (missingTools().length > 0) await installBySystem('compiler')
  if (missingTools().length > 0) throw new SetupError(`${missingTools().join(' and ')} missing`)
}

async function fromManager() {
  if (!(await installBySystem('llamaServer'))) return undefined
  return await installed(onPath('llama-server'), 'the package manager', tryLlamaServer)
}

/** @param {string} folder */
const programIn = (folder) => path.join(folder, 'llama-server')

/** @param {string} folder */
const tryIn = (folder) => tryLlamaServer(programIn(folder))

/**
 * @param {string} file
 * @returns {Promise<string>} what it says of its version
 */
export async function tryLlamaServer(file) {
  const { ok, why, stdout, stderr } = await run(file, ['--version'], { limitMs: TRY_MS_MAX })
  if (!ok) throw new SetupError(`${file} does not start (${why})`)
  const version = /version:?\s+(.+)/i.exec(`${stdout}\n${stderr}`)?.[1]
  if (!version) throw new SetupError(`${file} does not say its version, so it is no llama-server`)
  return version.trim()
}
