import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { firstThatAnswers } from '#setup/candidates.mjs'
import { run } from '#setup/children.mjs'
import { tryLlamaServer } from '#setup/llama-server.mjs'
import { ensureProgram } from '#setup/program-cache.mjs'
import { findPostgres } from '#setup/postgres.mjs'
import { findRedis, tryRedis } from '#setup/redis.mjs'
import { readResult } from '#setup/result.mjs'
import { ownFolder, setEnvironment, writeProgram } from './kit.mjs'

const redis = readResult()?.programs.redis
const realRedis = redis && redis.missing === undefined ? redis : undefined

test('candidates are asked in order, and none after the first that answers', async () => {
  const asked = /** @type {string[]} */ ([])
  const candidate = (/** @type {string} */ name, /** @type {() => any} */ answer) => ({
    name,
    find: async () => {
      asked.push(name)
      return answer()
    },
  })
  const program = { path: '/x', version: '1', source: 'c' }
  const broken = () => {
    throw new Error('does not start')
  }
  const found = await firstThatAnswers([
    candidate('a', broken),
    candidate('b', () => undefined),
    candidate('c', () => program),
    candidate('d', () => program),
  ])
  expect(asked).toEqual(['a', 'b', 'c'])
  expect(found.program).toEqual({ ...program, passedOver: ['a: does not start'] })
})

test.skipIf(!realRedis)('a broken redis-server on PATH is passed over, and the reason is reported', async () => {
  const bin = ownFolder()
  writeProgram(path.join(bin, 'redis-server'), 'echo "wrong machine" >&2; exit 3')
  const libraries = realRedis?.env?.LD_LIBRARY_PATH ?? ''
  writeProgram(path.join(bin, 'valkey-server'), `LD_LIBRARY_PATH=${libraries} exec ${realRedis?.path} "$@"`)
  setEnvironment({ PATH: bin })
  const found = await findRedis({ cache: ownFolder() })
  expect(found.path).toBe(path.join(bin, 'valkey-server'))
  expect(found.version).toBe(realRedis?.version)
  expect(found.passedOver).toEqual(['redis-server on PATH: it ended (exit code 3): wrong machine'])
})

test('without any Redis, what to do comes first and what was tried after it', async () => {
  const bin = ownFolder()
  writeProgram(path.join(bin, 'redis-server'), 'exit 3')
  setEnvironment({ PATH: bin })
  const failure = findRedis({ cache: ownFolder() })
  await expect(failure).rejects.toThrow(/^no Redis that answers: .*or set REDIS_URL$/)
  await expect(failure).rejects.toMatchObject({ tried: ['redis-server on PATH: it ended (exit code 3): '.trim()] })
})

test('a program that is no llama-server is refused', async () => {
  const file = writeProgram(path.join(ownFolder(), 'llama-server'), 'echo hello')
  await expect(tryLlamaServer(file)).rejects.toThrow('does not say its version')
  await expect(tryLlamaServer(path.join(ownFolder(), 'none'))).rejects.toThrow('does not start')
})

test('a server that ends at once is not waited for', async () => {
  const file = writeProgram(path.join(ownFolder(), 'redis-server'), 'exit 1')
  await expect(tryRedis(file)).rejects.toThrow('it ended (exit code 1)')
})

test('a program that never ends is stopped with all that it started', async () => {
  // The inner program holds the outer one's output open: this ends only when both have exited.
  const file = writeProgram(path.join(ownFolder(), 'sleeper'), 'sleep 600 & wait')
  const { ok, why } = await run(file, [], { limitMs: 300 })
  expect({ ok, why }).toEqual({ ok: false, why: 'no end after 0.3 s' })
})

test('what does not start is not placed, and leaves nothing behind', async () => {
  const cache = ownFolder()
  const build = async (/** @type {string} */ out) => writeFileSync(path.join(out, 'half'), '')
  const tryOut = () => Promise.reject(new Error('does not start'))
  await expect(ensureProgram({ cache, name: 'thing' }, { build, tryOut })).rejects.toThrow('does not start')
  expect(readdirSync(path.join(cache, 'programs'))).toEqual([])
  expect(readdirSync(path.join(cache, 'tmp'))).toEqual([])
})

test('what was placed is used again, and made again once it is damaged', async () => {
  const cache = ownFolder()
  let builds = 0
  const build = async (/** @type {string} */ out) => {
    builds += 1
    writeFileSync(path.join(out, 'program'), '')
  }
  const tryOut = async (/** @type {string} */ folder) => {
    if (!existsSync(path.join(folder, 'program'))) throw new Error('gone')
    return '1.0'
  }
  const steps = { build, tryOut }
  const folder = path.join(cache, 'programs', 'thing')
  expect(await ensureProgram({ cache, name: 'thing' }, steps)).toEqual({ folder, version: '1.0' })
  await ensureProgram({ cache, name: 'thing' }, steps)
  expect(builds).toBe(1)
  mkdirSync(path.join(cache, 'programs', 'other'))
  await ensureProgram({ cache, name: 'other' }, steps)
  expect(builds).toBe(2)
})

test('PostgreSQL is copied out of node_modules with the links that its package only lists', async () => {
  const { folder, version } = await findPostgres({ cache: ownFolder() })
  expect(version).toMatch(/^18\./)
  expect(folder).not.toContain('node_modules')
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['bin', 'lib', 'share']))
  const links = readdirSync(path.join(folder, 'lib')).filter((name) =>
    lstatSync(path.join(folder, 'lib', name)).isSymbolicLink(),
  )
  expect(links.length).toBeGreaterThan(0)
  expect(links.every((name) => existsSync(path.join(folder, 'lib', name)))).toBe(true)
})
