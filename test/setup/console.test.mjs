import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dropOldPages } from '#setup/console.mjs'
import { root } from '#setup/system.mjs'
import { ended, preparedCheckout, ownFolder, programsIn, writeProgram } from './kit.mjs'

const SCRIPT = 'let all = "";\n'.repeat(200)

/** In place of Vite: writes what it would, or what it says of a source that cannot be built. */
const VITE = `
  const fs = require('node:fs')
  const out = process.argv[process.argv.indexOf('--outDir') + 1]
  if (fs.readFileSync('console/web/main.tsx', 'utf8').includes('BROKEN')) {
    process.stderr.write('error during build:\\n\\n[transform] Unexpected token\\n    [ console/web/main.tsx:1:2 ]\\n    at x\\n')
    process.exit(1)
  }
  fs.mkdirSync(out + '/assets', { recursive: true })
  fs.writeFileSync(out + '/index.html', '<!doctype html>')
  fs.writeFileSync(out + '/assets/main.js', ${JSON.stringify(SCRIPT)})
  fs.writeFileSync(out + '/assets/tiny.js', '1')`

/** One that is set up, but for the console's pages. */
function checkoutWithPages() {
  const { checkout, env } = preparedCheckout()
  cpSync(path.join(root, 'console', 'roles.ts'), path.join(checkout, 'console', 'roles.ts'), { recursive: true })
  const write = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(path.dirname(path.join(checkout, name)), { recursive: true })
    writeFileSync(path.join(checkout, name), text)
  }
  write('console/web/main.tsx', 'export {}')
  write('node_modules/vite/bin/vite.js', VITE)
  write('node_modules/vite/package.json', '{}')
  writeProgram(path.join(checkout, 'node_modules', '.bin', 'node'), `exec "${process.execPath}" "$@"`)
  const prepare = (script = 'main.ts') => ended('node', ['setup/prepare.mjs', script], { cwd: checkout, env })
  return { checkout, write, prepare }
}

const quiet = { code: 0, stdout: '', stderr: '' }
const built = { code: 0, stdout: '', stderr: expect.stringMatching(/^set-up: the console's pages \w{12}: built/) }

test('the pages are built once, each file also in the two encodings that browsers take', async () => {
  const { checkout, prepare } = checkoutWithPages()
  expect(await prepare()).toEqual(built)
  const pages = /** @type {{ folder?: string } | undefined} */ (programsIn(checkout)?.console)
  const assets = path.join(String(pages?.folder), 'assets')
  expect(readdirSync(assets).toSorted()).toEqual(['main.js', 'main.js.br', 'main.js.gz', 'tiny.js'])
  const read = (/** @type {string} */ name) => readFileSync(path.join(assets, name))
  expect(brotliDecompressSync(read('main.js.br')).toString()).toBe(SCRIPT)
  expect(gunzipSync(read('main.js.gz')).toString()).toBe(SCRIPT)
  expect(await prepare()).toEqual(quiet)
})

test('they are built again when a source of theirs changes, and only then', async () => {
  const { write, prepare } = checkoutWithPages()
  await prepare()
  write('console/api/server.ts', 'export {}')
  expect(await prepare()).toEqual(quiet)
  write('console/web/pages/more.tsx', 'export {}')
  expect(await prepare()).toEqual(built)
})

test('pages that cannot be built keep nothing from starting, and say what is wrong with which source', async () => {
  const { checkout, write, prepare } = checkoutWithPages()
  write('console/web/main.tsx', 'BROKEN')
  const reason = 'they cannot be built: Unexpected token (console/web/main.tsx:1:2)'
  expect(await prepare()).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`*** WITHOUT the console's pages: ${reason}`),
  })
  expect(programsIn(checkout)?.console).toEqual({ missing: reason, tried: [] })
  write('console/web/main.tsx', 'export {}')
  expect(await prepare()).toEqual(built)
})

test('commands that do not serve them do not build them', async () => {
  const { prepare } = checkoutWithPages()
  for (const script of ['cli/chat.ts', 'cli/console.ts', 'cli/models.ts']) expect(await prepare(script)).toEqual(quiet)
})

test('of pages that were built before, the newest two are kept, and what was set up within a day', async () => {
  const programs = ownFolder()
  const hoursAgo = { 'console-000000000001': 90, 'console-000000000002': 80, 'console-000000000003': 70, redis: 99 }
  const now = new Date()
  for (const [name, hours] of Object.entries(hoursAgo)) {
    mkdirSync(path.join(programs, name))
    const then = new Date(now.getTime() - hours * 3_600_000)
    utimesSync(path.join(programs, name), then, then)
  }
  const left = async (/** @type {string} */ used) => {
    await dropOldPages(path.join(programs, used), now)
    return readdirSync(programs).toSorted()
  }
  // An older one that is set up again is the newest.
  expect(await left('console-000000000001')).toEqual(['console-000000000001', 'console-000000000003', 'redis'])
  for (const name of ['console-000000000004', 'console-000000000005']) mkdirSync(path.join(programs, name))
  expect(await left('console-000000000004')).toHaveLength(4)
})
