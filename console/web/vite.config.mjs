import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * What pages have in common is one file: many small ones are more requests, and more bytes. Parts of pages that others
 * use, and texts, are apart by who uses them, so that the overview does not load the guide of a channel.
 */
const GROUPS = [
  { name: 'shared', test: /node_modules|web.(?!pages|texts.en.(?!first))/, minShareCount: 2, priority: 2 },
  {
    name: 'of-pages',
    test: /web.(?:pages|texts)/,
    minShareCount: 2,
    priority: 1,
    entriesAware: true,
    entriesAwareMergeThreshold: 8_000,
  },
]

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
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  cacheDir: path.join(import.meta.dirname, '../../node_modules/.vite'),
})
