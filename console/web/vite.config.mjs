import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** What the first page of a visit needs, whether somebody is signed in or not. */
const FIRST = ['main.tsx', 'doors/sign-in.tsx', 'inside.tsx', 'pages/overview/page.tsx'].map((name) =>
  path.join(import.meta.dirname, name),
)

/**
 * Packages are: theirs come by way of an index, so it cannot be told who needs which part.
 * @param {string} id
 * @param {{ getModuleInfo(id: string): { importers: string[] } | null }} modules
 */
function isForFirst(id, modules) {
  const above = new Set([id])
  for (const module of above) {
    if (FIRST.includes(module) || !module.startsWith(import.meta.dirname)) return true
    for (const importer of modules.getModuleInfo(module)?.importers ?? []) above.add(importer)
  }
  return false
}

/** Set-up builds with it (`setup/console.mjs`); the server puts the nonce and the base of each response in. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: {
    emptyOutDir: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // What pages have in common is two files, for sign-in and the overview and for the rest: many small ones are more
    // requests, and more bytes.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: (id, context) => (isForFirst(id, context) ? 'first' : null),
              minShareCount: 2,
              priority: 1,
            },
            { name: 'inner', minShareCount: 2 },
          ],
        },
      },
    },
  },
  cacheDir: path.join(import.meta.dirname, '../../node_modules/.vite'),
})
