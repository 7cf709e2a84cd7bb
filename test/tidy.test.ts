import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const ROOMS = ['adapters', 'app', 'cli', 'console', 'core', 'engine', 'http', 'machine', 'setup', 'test'] as const

/** What a room may name of another: the picture in docs/ARCHITECTURE.md, as a table. main.ts, app and cli join everything. */
const DOORS: Record<string, readonly string[]> = {
  adapters: ['#core/contract/', '#http/', '#machine/'],
  console: ['#core/', '#engine/contract.ts', '#http/', '#machine/'],
  core: ['#engine/contract.ts', '#machine/'],
  engine: ['#machine/'],
  http: ['#machine/'],
  machine: [],
  setup: ['#machine/download.mjs'],
}

/** Within core a file imports from its own layer and from those before it. */
const LAYERS = [
  ['contract'],
  ['store'],
  [
    'access',
    'commands',
    'conversation',
    'delivery',
    'export',
    'forget',
    'guard',
    'jobs',
    'mailbox',
    'media',
    'memory',
    'prompt',
    'queue',
    'settings',
    'takeover',
    'texts',
  ],
  ['turn'],
  ['worker'],
]
/** Of what lies in no folder: beside the rooms between store and turn. */
const LAYER_OF_FILES = 2

const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

const files = (await readdir(ROOT, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
  .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
  .filter((file) => !/(^|\/)(node_modules|data|coverage|adapters\/web\/page)\//.test(file))

const texts = await Promise.all(
  files.map(async (file) => [file, await readFile(path.join(ROOT, file), 'utf8')] as const),
)
const imports = new Map(texts.map(([file, text]) => [file, importsOf(text)]))
function importsOf(text: string): string[] {
  return [...text.replace(COMMENT, '').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, name]) => name ?? [])
}

const roomOf = (file: string) => ROOMS.find((room) => file.startsWith(`${room}/`))

describe('the borders of the house', () => {
  test('a room names only the doors of the rooms it may know', () => {
    const wrong = files.flatMap((file) => {
      const doors = DOORS[roomOf(file) ?? '']
      const across = (imports.get(file) ?? []).filter(
        (name) => name.startsWith('#') && !doors?.some((door) => name.startsWith(door)),
      )
      return doors === undefined ? [] : across.map((name) => `${file} imports ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('a relative import stays in its room', () => {
    const wrong = files.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((name) => name.startsWith('.') && roomOf(path.join(path.dirname(file), name)) !== roomOf(file))
        .map((name) => `${file} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  test('within core nothing imports from a later layer', () => {
    const wrong = files.filter(isInCore).flatMap((file) =>
      (imports.get(file) ?? [])
        .map((name) => resolved(file, name) ?? '')
        .filter((target) => isInCore(target) && layerOf(target) > layerOf(file))
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('the walk through the files of a photo question names files that are there, each once', async () => {
    const page = await readFile(path.join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8')
    const named = [...page.matchAll(/^\| `([^`]+\.m?[jt]s)` \|/gm)].map(([, file = '']) => file)
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((file, index) => !files.includes(file) || named.indexOf(file) !== index)).toEqual([])
  })

  test('no file imports itself through others', () => {
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (file: string, trail: readonly string[]) => {
      if (state.get(file) === 'open') circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '))
      if (state.has(file)) return
      state.set(file, 'open')
      for (const name of imports.get(file) ?? []) {
        const target = resolved(file, name)
        if (target !== undefined && imports.has(target)) visit(target, [...trail, file])
      }
      state.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })
})

const isInCore = (file: string) => file.startsWith('core/')

function layerOf(file: string): number {
  const [, folder = '', inFolder] = file.split('/')
  const layer = LAYERS.findIndex((folders) => folders.includes(folder))
  if (inFolder !== undefined && layer < 0) throw new Error(`core/${folder} has no layer`)
  return layer < 0 ? LAYER_OF_FILES : layer
}

function resolved(file: string, name: string): string | undefined {
  if (name.startsWith('.')) return path.join(path.dirname(file), name)
  if (name.startsWith('#')) return name.slice(1)
  return undefined
}
