import { registerHooks } from 'node:module'

// Node 22 parses the package.json of a package again for each of its modules. That of drizzle-orm has 179 kB, which is a
// quarter of a second of each start. Its modules import each other by the names of their files, and all are ESM.
const INSIDE = /\/node_modules\/drizzle-orm\/.*\.js$/

registerHooks({
  resolve(specifier, context, next) {
    const isOwn = specifier.startsWith('.') && specifier.endsWith('.js') && INSIDE.test(context.parentURL ?? '')
    if (!isOwn) return next(specifier, context)
    return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
  },
})
