import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { withLock } from '#setup/lock.mjs'
import { root } from '#setup/system.mjs'
import { ended, ownFolder } from './kit.mjs'

const LOCK = 'setup.lock'

test('the lock is there while work is done and gone afterwards, even when the work fails', async () => {
  const cache = ownFolder()
  const seen = await withLock(cache, async () => existsSync(path.join(cache, LOCK)))
  expect(seen).toBe(true)
  await expect(withLock(cache, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(existsSync(path.join(cache, LOCK))).toBe(false)
})

test('who comes second waits, and gives up after a while with what to do', async () => {
  const cache = ownFolder()
  const first = withLock(cache, async () => {
    const second = withLock(cache, async () => 'never', { waitMsMax: 0 })
    await expect(second).rejects.toThrow(`stop it, or delete ${path.join(cache, LOCK)}`)
    return 'waited for'
  })
  expect(await first).toBe('waited for')
})

test('a lock whose process has ended is taken over', async () => {
  const cache = ownFolder()
  leaveLock(cache, { pid: endedPid() })
  expect(await withLock(cache, async () => 'mine', { waitMsMax: 0 })).toBe('mine')
})

test('a lock of an earlier process with the number of a living one is taken over', async () => {
  const cache = ownFolder()
  leaveLock(cache, { pid: process.pid, born: 'at another time' })
  expect(await withLock(cache, async () => 'mine', { waitMsMax: 0 })).toBe('mine')
})

test('a lock of another computer counts until it has been silent for long', async () => {
  const cache = ownFolder()
  const file = leaveLock(cache, { pid: 1, host: 'another-computer' })
  await expect(withLock(cache, async () => 'mine', { waitMsMax: 0 })).rejects.toThrow('another set-up')
  const longAgo = new Date(Date.now() - 120_000)
  utimesSync(file, longAgo, longAgo)
  expect(await withLock(cache, async () => 'mine', { waitMsMax: 0 })).toBe('mine')
})

test('of many who find a dead lock at once, one at a time works', async () => {
  const cache = ownFolder()
  const journal = path.join(cache, 'journal')
  leaveLock(cache, { pid: endedPid() })
  const script = `
    import { appendFileSync } from 'node:fs'
    import { withLock } from ${JSON.stringify(path.join(root, 'setup', 'lock.mjs'))}
    await withLock(${JSON.stringify(cache)}, async () => {
      appendFileSync(${JSON.stringify(journal)}, 'in ')
      await new Promise((resolve) => setTimeout(resolve, 5))
      appendFileSync(${JSON.stringify(journal)}, 'out ')
    })`
  const starters = Array.from({ length: 6 }, () => ended(process.execPath, ['--input-type=module', '-e', script]))
  const codes = (await Promise.all(starters)).map(({ code }) => code)
  expect(codes).toEqual([0, 0, 0, 0, 0, 0])
  expect(readFileSync(journal, 'utf8')).toBe('in out '.repeat(6))
})

/**
 * @param {string} cache
 * @param {{ pid: number, born?: string, host?: string }} holder
 */
function leaveLock(cache, { pid, born = '', host = os.hostname() }) {
  const file = path.join(cache, LOCK)
  writeFileSync(file, JSON.stringify({ pid, born, host }))
  return file
}

const endedPid = () => spawnSync('true').pid
