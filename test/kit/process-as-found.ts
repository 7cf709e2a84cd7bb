import { afterAll, expect, vi } from 'vitest'

/*
 * Vitest runs this before each file of those that share a process. What a file changes of its process it puts back, or it
 * fails: otherwise a file that comes later would, and only in some orders.
 */
const found = processNow()

// Registered before those of the file, and so the last.
afterAll(() => {
  // Vitest itself restores them at the next test, which is after the next file was set up.
  vi.restoreAllMocks()
  const { environment, ...now } = processNow()
  const names = new Set([...Object.keys(found.environment), ...Object.keys(environment)])
  const isChanged = (name: string) => environment[name] !== found.environment[name] && !BY_LIBRARIES.has(name)
  const changed = [...names].filter(isChanged)
  expect({ ...now, changed }, 'what this file has changed of its process').toEqual({
    folder: found.folder,
    handlers: found.handlers,
    hasFakeTimers: false,
    changed: [],
  })
})

/** libvips says where it lies, when it is loaded. */
const BY_LIBRARIES = new Set(['VIPSHOME'])

function processNow() {
  return {
    environment: { ...process.env },
    folder: process.cwd(),
    handlers: ['uncaughtException', 'unhandledRejection'].map((name) => process.listenerCount(name)),
    hasFakeTimers: vi.isFakeTimers(),
  }
}
