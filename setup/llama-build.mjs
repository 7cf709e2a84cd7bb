import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { run } from './children.mjs'
import { flagsFor, LIBRARIES, SOURCE, SOURCE_COMMIT, UI_HEADER, UNITS } from './llama-recipe.mjs'
import { fetchPack, must, TILE_FIX, unpackSource } from './llama-source.mjs'
import { freeBytes } from './memory.mjs'
import { recipeOf } from './program-cache.mjs'
import { onPath, platform } from './system.mjs'
import { SetupError } from './say.mjs'

export { LLAMA_VERSION } from './llama-recipe.mjs'

// The largest compiler process used 1.14 GB.
const COMPILER_BYTES = 1.2e9
const COMPILE_MS_MAX = 20 * 60_000

export const canBuild = () => platform in LIBRARIES

/** Changes with anything the built program depends on. */
export const llamaRecipe = () =>
  recipeOf(
    ...[SOURCE, LIBRARIES[platform], SOURCE_COMMIT, UNITS, flagsFor('c++'), UI_HEADER],
    readFileSync(TILE_FIX, 'utf8'),
  )

/**
 * Builds llama-server from two npm packages: the source in one, the prebuilt libraries in the other. Only the server
 * and its picture module are compiled. The program must stay beside its libraries; the folder may be moved.
 * @param {{ out: string, work: string }} folders
 */
export async function buildLlamaServer({ out, work }) {
  const libraries = LIBRARIES[platform]
  if (!libraries) throw new SetupError(`there are no ready-made libraries for ${platform}`)
  const [sourcePack, librariesPack] = await Promise.all([fetchPack(SOURCE, work), fetchPack(libraries, work)])
  const source = path.join(work, 'source')
  await unpackSource({ pack: sourcePack, source, work })
  const bins = `package/bins/${platform}`
  await must('tar', ['xzf', librariesPack, '-C', out, '--strip-components=3', '--exclude=*.node', bins])
  const objects = await compileAll(source)
  await link({ source, out, objects })
  copyLicences({ source, out, work })
}

/**
 * The slowest units come first, so that the last compiler does not run alone for long.
 * @param {string} source
 * @returns {Promise<string[]>} object files
 */
async function compileAll(source) {
  const queue = [...UNITS]
  /** @type {string[]} */
  const objects = []
  const work = async () => {
    for (let unit = queue.shift(); unit; unit = queue.shift()) objects.push(await compile(source, unit))
  }
  await Promise.all(Array.from({ length: compilersAtOnce() }, work))
  return objects
}

function compilersAtOnce() {
  const cores = os.availableParallelism?.() ?? os.cpus().length
  return Math.max(1, Math.min(cores, Math.floor(freeBytes() / COMPILER_BYTES), UNITS.length))
}

/**
 * One unit is many files compiled as one: headers are read once.
 * @param {string} source
 * @param {import('./llama-recipe.mjs').Unit} unit
 */
async function compile(source, { name, optimise, language, files }) {
  const all = files.flatMap((file) => (file.includes('*') ? filesLike(source, file) : [file]))
  const input = language === 'c' ? String(all[0]) : `gen/${name}.cpp`
  if (language === 'c++') {
    writeFileSync(path.join(source, input), all.map((file) => `#include "${file}"\n`).join(''))
  }
  const object = `gen/${name}.o`
  await gpp([...flagsFor(language), optimise, '-c', '-x', language, input, '-o', object], source)
  return object
}

/**
 * @param {string} source
 * @param {string} pattern `folder/*.cpp`
 */
function filesLike(source, pattern) {
  const folder = path.dirname(pattern)
  const names = readdirSync(path.join(source, folder)).filter((name) => name.endsWith('.cpp'))
  return names.sort().map((name) => `${folder}/${name}`)
}

/** @param {{ source: string, out: string, objects: string[] }} parts */
async function link({ source, out, objects }) {
  const libraries = readdirSync(out).filter((name) => /^lib(llama|llama-common|ggml|ggml-base)(\..+)?\.so$/.test(name))
  const found = ['-Wl,-rpath,$ORIGIN', '-Wl,--allow-shlib-undefined', `-L${out}`]
  const program = path.join(out, 'llama-server')
  await gpp(['-s', '-pthread', '-o', program, ...objects, ...libraries.map((name) => `-l:${name}`), ...found], source)
}

/** @param {{ source: string, out: string, work: string }} folders */
function copyLicences({ source, out, work }) {
  const licences = path.join(out, 'licenses')
  mkdirSync(licences)
  for (const [file, name] of [
    [path.join(work, 'package', 'LICENSE'), 'node-llama-cpp'],
    [path.join(source, 'LICENSE'), 'llama.cpp'],
    [path.join(source, 'licenses', 'LICENSE-jsonhpp'), 'nlohmann-json'],
    [path.join(source, 'vendor', 'cpp-httplib', 'LICENSE'), 'cpp-httplib'],
    [path.join(source, 'vendor', 'hash', 'sha256', 'LICENSE'), 'sha256'],
  ]) {
    copyFileSync(String(file), path.join(licences, String(name)))
  }
}

/**
 * Compilers run at lower priority than other programs on this machine.
 * @param {string[]} args
 * @param {string} cwd
 */
async function gpp(args, cwd) {
  const [command, first] = onPath('nice') ? ['nice', ['-n', '10', 'g++']] : ['g++', []]
  const env = { ...process.env, LC_ALL: 'C' }
  const ended = await run(command, [...first, ...args], { cwd, env, limitMs: COMPILE_MS_MAX })
  if (ended.ok) return
  const killed = ended.why.includes('SIGKILL') || /Killed/.test(ended.stderr)
  throw new SetupError(killed ? 'the compiler ran out of memory; 1.2 GB must be free' : `g++: ${firstError(ended)}`)
}

/** @param {import('./children.mjs').Ended} ended */
const firstError = ({ stderr, why }) => stderr.split('\n').find((line) => line.includes('error')) ?? why
