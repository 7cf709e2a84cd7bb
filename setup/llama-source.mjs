import { createHash } from 'node:crypto'
import { mkdirSync, promises as fs, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './children.mjs'
import { SOURCE_COMMIT, SOURCE_FOLDERS, UI_HEADER } from './llama-recipe.mjs'
import { npm, npmReason } from './npm.mjs'
import { SetupError } from './say.mjs'

/** Restores the tokens between the tiles of a large picture, which this version leaves out for Llama 4. */
export const TILE_FIX = fileURLToPath(new URL('llama4-tiles.patch', import.meta.url))

/**
 * @param {{ name: string, version: string, sha512: string }} pack
 * @param {string} work
 * @returns {Promise<string>} the checked file
 */
export async function fetchPack({ name, version, sha512 }, work) {
  const packed = await npm(['pack', `${name}@${version}`, '--pack-destination', work], work)
  if (!packed.ok) throw new SetupError(`npm cannot fetch ${name}: ${npmReason(packed)}`)
  const file = path.join(work, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  const digest = createHash('sha512')
    .update(await fs.readFile(file))
    .digest('base64')
  if (digest !== sha512) throw new SetupError(`${name}@${version} is not the pinned file (${digest.slice(0, 12)}…)`)
  return file
}

/** @param {{ pack: string, source: string, work: string }} folders */
export async function unpackSource({ pack, source, work }) {
  mkdirSync(path.join(source, 'gen'), { recursive: true })
  await must('tar', ['xzf', pack, '-C', work, 'package/llama/gitRelease.bundle', 'package/LICENSE'])
  await git(['init', '-q'], source)
  await git(['fetch', '-q', path.join(work, 'package/llama/gitRelease.bundle'), 'HEAD'], source)
  const commit = await git(['rev-parse', 'FETCH_HEAD'], source)
  if (commit.trim() !== SOURCE_COMMIT) throw new SetupError('the source is another commit than the pinned one')
  await git(['sparse-checkout', 'set', '--no-cone', ...SOURCE_FOLDERS], source)
  await git(['checkout', '-q', 'FETCH_HEAD'], source)
  await git(['apply', TILE_FIX], source)
  writeFileSync(path.join(source, 'gen', 'ui.h'), UI_HEADER)
}

/**
 * A person's git settings and a surrounding repository must have no effect.
 * @param {string[]} args
 * @param {string} cwd
 */
async function git(args, cwd) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' }
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY']) delete env[name]
  return await must('git', args, { cwd, env })
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function must(command, args, options) {
  const ended = await run(command, args, options)
  if (!ended.ok) throw new SetupError(`${command} ${args[0]} failed (${ended.why})`)
  return ended.stdout
}
