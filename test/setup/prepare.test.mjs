import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packagesStamp } from '#setup/packages.mjs'
import { isUsable, readResult, writeResult } from '#setup/result.mjs'
import { root } from '#setup/system.mjs'
import { bareCheckout, ended, ownFolder, preparedCheckout, programsIn, writeProgram } from './kit.mjs'

const quiet = { code: 0, stdout: '', stderr: '' }

test('the stamp changes with the lock file', () => {
  const checkout = bareCheckout()
  const before = packagesStamp(checkout)
  expect(packagesStamp(checkout)).toBe(before)
  writeFileSync(path.join(checkout, 'package-lock.json'), '{}')
  expect(packagesStamp(checkout)).not.toBe(before)
})

test('no install script of a package runs: puppeteer would download a browser of its own', () => {
  expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
})

test('a result is read as it was written, and a broken or foreign file is none', () => {
  const file = path.join(ownFolder(), 'deep', 'setup.json')
  expect(readResult(file)).toBeUndefined()
  const result = { version: /** @type {const} */ (1), stamp: 's', cache: '/c', programs: {}, seconds: [] }
  writeResult(result, file)
  expect(readResult(file)).toEqual(result)
  writeFileSync(file, '{"version":2}')
  expect(readResult(file)).toBeUndefined()
  writeFileSync(file, '{"vers')
  expect(readResult(file)).toBeUndefined()
})

test('a recorded program counts while it is on the disk and what is wanted is the same', () => {
  const file = writeProgram(path.join(ownFolder(), 'redis-server'), 'exit 0')
  const entry = { path: file, version: '7', source: 'PATH', wanted: '1' }
  expect(isUsable(entry, '1')).toBe(true)
  expect(isUsable(entry, '2')).toBe(false)
  expect(isUsable({ missing: 'install it' }, '1')).toBe(false)
  rmSync(file)
  expect(isUsable(entry, '1')).toBe(false)
})

describe('in a checkout that is set up', () => {
  test('there is nothing to do and nothing to say', async () => {
    const { checkout, env } = preparedCheckout()
    expect(await ended('node', ['setup/prepare.mjs', 'main.ts'], { cwd: checkout, env })).toEqual(quiet)
  })

  test('WhatsApp switched on, a browser is looked for once', async () => {
    const { checkout, env: others } = preparedCheckout()
    const browser = writeProgram(path.join(checkout, 'a-chromium'), 'echo "Chromium 156.0.1"')
    const env = { ...others, WHATSAPP_ENABLED: 'true', CHASQUI_CHROMIUM: browser }
    const run = () => ended('node', ['setup/prepare.mjs', 'main.ts'], { cwd: checkout, env })
    const said = expect.stringMatching(/^set-up: Chromium 156\.0\.1: CHASQUI_CHROMIUM \(.* s\)\n$/)
    expect(await run()).toEqual({ code: 0, stdout: '', stderr: said })
    expect(programsIn(checkout)?.chromium).toMatchObject({ path: browser, version: '156.0.1' })
    expect(await run()).toEqual(quiet)
  })

  test('WhatsApp switched on and no browser to be had, the service starts all the same and is told what to do', async () => {
    const { checkout, env: others } = preparedCheckout()
    // Neither a browser nor a package manager is found.
    const env = { ...others, WHATSAPP_ENABLED: 'true', PATH: ownFolder() }
    const run = await ended(process.execPath, ['setup/prepare.mjs', 'main.ts'], { cwd: checkout, env })
    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('*** WITHOUT Chromium: no Chromium that starts'),
    })
    expect(programsIn(checkout)?.chromium).toEqual({ missing: expect.stringMatching(/CHASQUI_CHROMIUM$/), tried: [] })
  })

  test('the command runs, with its arguments, on the Node among the packages', async () => {
    const { checkout, env } = preparedCheckout()
    const run = await ended('sh', ['setup/run.sh', 'main.ts', '--config', 'a b'], { cwd: checkout, env })
    expect(run).toEqual({ code: 0, stdout: expect.stringMatching(/^ran .* main\.ts --config a b\n$/), stderr: '' })
  })

  test('a cache that cannot be written stops set-up with what to do', async () => {
    const { checkout, env } = preparedCheckout()
    const file = path.join(checkout, 'a-file')
    writeFileSync(file, '')
    const CHASQUI_CACHE = path.join(file, 'cache')
    const run = await ended('node', ['setup/prepare.mjs', 'main.ts'], { cwd: checkout, env: { ...env, CHASQUI_CACHE } })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('set CHASQUI_CACHE to a folder of your own')
  })
})
