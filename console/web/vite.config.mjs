import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const FIRST = path.join(import.meta.dirname, 'main.ts')

/**
 * What each of the two documents shows first: it is loaded beside the entry, not after it. Nothing of pages is loaded for
 * who is signed out.
 */
const DOCUMENTS = {
  'index.html': ['doors/all.ts'],
  'inside.html': ['app.tsx', 'inside.tsx', 'pages/overview/page.tsx'],
}

/**
 * What pages have in common is one file: many small ones are more requests, and more bytes. Parts of pages that others
 * use, and texts, are apart by who uses them, so that the overview does not load the guide of a channel. What the entry
 * needs is in the entry.
 */
const GROUPS = [
  {
    name: besideTheEntry('shared'),
    debugName: 'shared',
    test: /node_modules|web.(?!doors|pages|texts.en.(?!first))/,
    minShareCount: 2,
    priority: 2,
  },
  {
    name: besideTheEntry('of-pages'),
    debugName: 'of-pages',
    test: /web.(?:pages|texts)/,
    minShareCount: 2,
    priority: 1,
    entriesAware: true,
    entriesAwareMergeThreshold: 8_000,
  },
]

/** @param {string} name @returns {import('vite').Rolldown.CodeSplittingNameFunction} */
function besideTheEntry(name) {
  return (id, graph) => (reachedFrom(FIRST, graph).has(id) ? null : name)
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
function documents() {
  return {
    name: 'documents',
    async writeBundle({ dir = '' }, bundle) {
      const { source } = /** @type {import('vite').Rolldown.OutputAsset} */ (bundle['index.html'])
      for (const [name, modules] of Object.entries(DOCUMENTS)) {
        const links = linksFor(
          modules.map((file) => path.join(import.meta.dirname, file)),
          Object.values(bundle),
        )
        await writeFile(path.join(dir, name), String(source).replace('</head>', `${links}</head>`))
      }
    },
  }
}

/** @param {readonly string[]} modules @param {readonly (import('vite').Rolldown.OutputChunk | import('vite').Rolldown.OutputAsset)[]} bundle */
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
    ...[...names].map((name) => `  <link rel="modulepreload" crossorigin href="./${name}">\n`),
    ...[...styles].map((name) => `  <link rel="stylesheet" crossorigin href="./${name}">\n`),
  ].join('')
}

/** Set-up builds with it (`setup/console.mjs`); the server puts the nonce and the base of each response in. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), documents()],
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
