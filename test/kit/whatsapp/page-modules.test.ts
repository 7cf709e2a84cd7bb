import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { NEVER_REACHED, OPTIONAL } from './page/never-reached.js'

const LIBRARY = new URL('src/', import.meta.resolve('whatsapp-web.js/package.json'))
const PAGE = new URL('./page/', import.meta.url)
/** As the library asks for a module, and as it names one that it wraps. */
const ASKED = /(?:require\(\s*|\bmodule:\s*)['"`](WA\w+)['"`]/g
const PROVIDED = /^ {2}(WA\w+)[:,]/gm

const [asked, provided] = await Promise.all([named(LIBRARY, /\.js$/, ASKED), named(PAGE, /-modules\.js$/, PROVIDED)])
const listed = Object.values(NEVER_REACHED).flat()

test('the page provides every module that the library asks for, or the list says why it is never reached', () => {
  expect(asked.size).toBeGreaterThan(100)
  expect([...asked].filter((name) => !provided.has(name) && !listed.includes(name))).toEqual([])
})

test('the list and the page name no module that the library does not ask for', () => {
  expect([...listed, ...provided].filter((name) => !asked.has(name))).toEqual([])
})

test('a module is provided or listed, and listed once', () => {
  expect(listed.filter((name, index) => provided.has(name) || listed.indexOf(name) !== index)).toEqual([])
  expect(OPTIONAL.filter((name) => !listed.includes(name))).toEqual([])
})

test('the library asks for its modules by their names alone, so that the search above finds them', async () => {
  const texts = await sourcesIn(LIBRARY, /\.js$/)
  const given = texts.flatMap((text) => [...text.matchAll(/window\s*\.require\(([^)]*)\)/g)])
  const others = given.map(([, argument = '']) => argument.trim()).filter((argument) => !/^['"`]/.test(argument))
  // The one that wraps functions: it is given the module's name as `module: '…'`.
  expect(others).toEqual(['target.module'])
})

async function named(folder: URL, files: RegExp, pattern: RegExp): Promise<Set<string>> {
  const texts = await sourcesIn(folder, files)
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])))
}

async function sourcesIn(folder: URL, files: RegExp): Promise<string[]> {
  const names = (await readdir(fileURLToPath(folder), { recursive: true })).filter((name) => files.test(name))
  return await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
}
