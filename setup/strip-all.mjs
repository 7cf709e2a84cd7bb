import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { keptText, strippedText } from './stripped-text.mjs'

// Strips every file of the service that was not stripped yet. In a process of its own: the compiler would stay in the
// memory of the caller.
const repository = path.join(import.meta.dirname, '..')
const ROOMS = ['adapters', 'app', 'cli', 'console', 'core', 'engine', 'http', 'machine']

/** @param {string} room */
const isThere = (room) => existsSync(path.join(repository, room))
/** The console's pages are built by Vite. @param {string} name */
const isOfService = (name) => name.endsWith('.ts') && !name.startsWith(path.join('console', 'web'))
/** @param {string} room */
const filesOf = (room) => readdirSync(path.join(repository, room), { recursive: true }).map(String)
const rooms = ROOMS.filter(isThere).flatMap((room) => filesOf(room).map((file) => path.join(room, file)))
for (const file of [...readdirSync(repository), ...rooms].filter(isOfService)) {
  const source = readFileSync(path.join(repository, file), 'utf8')
  if (keptText(source) === undefined) strippedText(source)
}
