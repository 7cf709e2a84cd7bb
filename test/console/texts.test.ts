import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { PERSON_ROWS } from '#core/forget/person-rows.ts'
import { APP_SENTENCES } from '#app/sentences.ts'
import { API_SENTENCES } from '#console/api/sentences.ts'
import { routes } from '#console/api/routes/all.ts'
import { CHANNEL_SENTENCES } from '#adapters/sentences.ts'
import { CORE_SENTENCES } from '#core/sentences.ts'
import { HTTP_SENTENCES } from '#http/sentences.ts'
import { ENGINE_SENTENCES } from '#engine/sentences.ts'
import type { SentenceTable } from '#machine/sentence.ts'
import { en } from '#console/web/texts/en.ts'
import { es } from '#console/web/texts/es.ts'
import { pt } from '#console/web/texts/pt.ts'
import { fr } from '#console/web/texts/fr.ts'
import { de } from '#console/web/texts/de.ts'
import { id } from '#console/web/texts/id.ts'
import { hi } from '#console/web/texts/hi.ts'
import { zh } from '#console/web/texts/zh.ts'

const WEB = path.resolve('console/web')
const sources = await Promise.all(
  (await readdir(WEB, { recursive: true }))
    .filter((file) => /\.tsx?$/.test(file) && !/^texts\/[a-z]{2}[./]/.test(file))
    .map(async (file) => ({ file, code: await readFile(path.join(WEB, file), 'utf8') })),
)

const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = { es, pt, fr, de, id, hi, zh }
const places = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted()

test.each(Object.entries(tables))('%s says all that English says, with the same places', (_language, table) => {
  const placesOf = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(texts)
        .filter(([key]) => !key.startsWith(OF_SERVICE))
        .map(([key, words]) => [key, places(words)]),
    )
  expect(placesOf(table)).toEqual(placesOf(en))
  expect(Object.entries(table).filter(([, words]) => words.trim() === '')).toEqual([])
})

const OF_SERVICE = 'sentence.'
const rooms: readonly SentenceTable[] = [
  API_SENTENCES,
  APP_SENTENCES,
  CHANNEL_SENTENCES,
  CORE_SENTENCES,
  ENGINE_SENTENCES,
  HTTP_SENTENCES,
]

test('no two rooms have a sentence with the same code', () => {
  const codes = rooms.flatMap((room) => Object.keys(room))
  expect(codes.filter((code, nth) => codes.indexOf(code) !== nth)).toEqual([])
})

test.each(Object.entries(tables))('%s says each sentence of the service, with its values', (_language, table) => {
  const own = Object.entries(table).filter(([key]) => key.startsWith(OF_SERVICE))
  expect(Object.fromEntries(own.map(([key, words]) => [key, places(words)]))).toEqual(
    Object.fromEntries(
      rooms.flatMap((room) =>
        Object.entries(room).map(([code, words]) => [`${OF_SERVICE}${code}`, places(words)] as const),
      ),
    ),
  )
})

test('the audit has words for each of its actions', () => {
  const actions = routes.flatMap(({ audit }) => audit?.action ?? [])
  const keys = actions.map((action) => `audit.does.${action.replaceAll('.', '-')}`)
  expect(keys.filter((key) => !Object.hasOwn(en, key))).toEqual([])
})

test('a receipt has words for every table of a person', () => {
  const tables = Object.keys(PERSON_ROWS).map((table) => `receipt.what.${table}`)
  expect(tables.filter((key) => !Object.hasOwn(en, key))).toEqual([])
})

test('every text is used', () => {
  // A key may be made of a beginning and what a value adds: `role.${role}`.
  const used = new Set<string>()
  const beginnings: RegExp[] = []
  for (const { code } of sources) {
    for (const [, key = ''] of code.matchAll(/'([\w.-]+)'/g)) used.add(key)
    for (const [, made = ''] of code.matchAll(/`([\w-]+\.[^`\s]*\$\{[^`\s]*)`/g)) {
      beginnings.push(new RegExp(`^${made.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`))
    }
  }
  const unused = Object.keys(en).filter((key) => {
    const stem = key.replace(/\.(one|other)$/, '')
    return !used.has(key) && !used.has(stem) && !beginnings.some((made) => made.test(key) || made.test(stem))
  })
  expect(unused).toEqual([])
})

test('no page has words of its own', () => {
  const SHOWN = /\b(?:title|label|description|placeholder|aria-label|alt)="([^"]*\p{L}[^"]*)"/gu
  // Between tags; what stands in braces is code, and a command is not translated.
  const BETWEEN = /<[A-Za-z][\w.]*(?:\s[^<>]*?)?>([^<>{}]*\p{L}{2,}[^<>{}]*)<\//gu
  const COMMAND = /^\s*npm run /
  const found = sources
    .filter(({ file }) => file.endsWith('.tsx'))
    .flatMap(({ file, code }) =>
      [...code.matchAll(SHOWN), ...code.matchAll(BETWEEN)]
        .map(([, words = '']) => words)
        .filter((words) => !COMMAND.test(words) && !Object.hasOwn(en, words))
        .map((words) => `${file}: ${words.trim()}`),
    )
  expect(found).toEqual([])
})
