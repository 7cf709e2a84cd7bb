import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const ENTRY = path.join(import.meta.dirname, 'main.ts')

/** What the first page behind sign-in is made of: the document `inside.html` has it loaded beside the entry, not after it. */
const INSIDE = ['app.tsx', 'inside.tsx', 'pages/overview/page.tsx']

/** A text in another language than English. */
const TRANSLATED = /web.texts.(?!en\b)([a-z]{2})\b/

/**
 * The entry, with the doors, is one file that needs no other. What pages have in common is one file: many small ones are more
 * requests, and more bytes. Parts of pages that others use, and texts, are apart by who uses them, so that the overview
 * does not load the guide of a channel. Each other language is two files, of which sign-in and the overview need the first,
 * and the overview of a service that is not well the small one of its failures.
 */
const GROUPS = [
  { name: besideTheEntry, debugName: 'entry', priority: 3 },
  { name: firstOfLanguage, debugName: 'first-of-language', priority: 3 },
  { name: failuresOfLanguage, debugName: 'failures-of-language', priority: 3 },
  { name: restOfLanguage, debugName: 'rest-of-language', priority: 2 },
  { name: 'shared', test: /node_modules|web.(?!pages|texts.[a-z]{2}\b)/, minShareCount: 2, priority: 2 },
  {
    name: 'of-pages',
    test: /web.(?:pages|texts.en\b)/,
    minShareCount: 2,
    priority: 1,
    entriesAware: true,
    entriesAwareMergeThreshold: 8_000,
  },
]

/** @type {import('vite').Rolldown.CodeSplittingNameFunction} */
function besideTheEntry(id, graph) {
  return reachedFrom(ENTRY, graph).has(id) ? 'entry' : null
}

/** @type {import('vite').Rolldown.CodeSplittingNameFunction} */
function firstOfLanguage(id, graph) {
  const [, language] = TRANSLATED.exec(id) ?? []
  if (language === undefined) return null
  const first = path.join(import.meta.dirname, 'texts', language, 'first.ts')
  return reachedFrom(first, graph).has(id) ? `${language}-first` : null
}

/** @type {import('vite').Rolldown.CodeSplittingNameFunction} */
function failuresOfLanguage(id) {
  const [, language] = TRANSLATED.exec(id) ?? []
  return id.endsWith('failures.ts') ? `${language}-failures` : null
}

/** @type {import('vite').Rolldown.CodeSplittingNameFunction} */
function restOfLanguage(id) {
  const [, language] = TRANSLATED.exec(id) ?? []
  return language === undefined || id.endsWith('setting-names.ts') ? null : language
}

/**
 * Without what is imported when it is needed.
 * @param {string} entry
 * @param {import('vite').Rolldown.ChunkingContext} graph
 */
function reachedFrom(entry, graph) {
  const reached = new Set([entry])
  for (const id of reached) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(next)
  return reached
}

/** @returns {import('vite').Plugin} */
function insideDocument() {
  return {
    name: 'inside-document',
    async writeBundle({ dir = '' }, bundle) {
      const { source } = /** @type {import('vite').Rolldown.OutputAsset} */ (bundle['index.html'])
      const modules = INSIDE.map((file) => path.join(import.meta.dirname, file))
      const links = linksFor(modules, Object.values(bundle)).filter(({ name }) => !String(source).includes(name))
      const tags = links.map(({ rel, name }) => `  <link rel="${rel}" crossorigin href="./${name}">\n`)
      await writeFile(path.join(dir, 'inside.html'), String(source).replace('</head>', `${tags.join('')}</head>`))
    },
  }
}

/**
 * What these modules and all that they import are loaded from.
 * @param {readonly string[]} modules
 * @param {readonly (import('vite').Rolldown.OutputChunk | import('vite').Rolldown.OutputAsset)[]} bundle
 */
function linksFor(modules, bundle) {
  const chunks = bundle.filter((file) => file.type === 'chunk')
  const names = new Set(
    chunks.filter(({ moduleIds }) => modules.some((id) => moduleIds.includes(id))).map(({ fileName }) => fileName),
  )
  const styles = new Set()
  for (const name of names) {
    const chunk = chunks.find(({ fileName }) => fileName === name)
    for (const next of chunk?.imports ?? []) names.add(next)
    for (const style of chunk?.viteMetadata?.importedCss ?? []) styles.add(style)
  }
  return [
    ...[...names].map((name) => ({ rel: 'modulepreload', name })),
    ...[...styles].map((name) => ({ rel: 'stylesheet', name })),
  ]
}

/** Set-up builds with it (`setup/console.mjs`); the server puts the nonce and the base of each response in. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), insideDocument()],
  html: { cspNonce: '__NONCE__' },
  build: {
    emptyOutDir: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  cacheDir: path.join(import.meta.dirname, '../../node_modules/.vite'),
})
