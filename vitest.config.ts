import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Tests start real servers; more files at once than cores would only make them wait for each other.
const WORKERS_MAX = Math.max(1, Math.min(4, availableParallelism()))

export default defineConfig({
  test: {
    environment: 'node',
    // What the service says of itself would bury what a test says; a test that reads it asks for it.
    env: { LOG: 'silent' },
    include: ['test/**/*.test.{ts,mjs}'],
    exclude: ['test/bench/**', 'node_modules/**'],
    pool: 'forks',
    execArgv: ['--import', fileURLToPath(new URL('setup/drizzle-imports.mjs', import.meta.url))],
    maxWorkers: WORKERS_MAX,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is polled comes as soon as it may: how long a loaded machine takes for it says nothing.
    expect: { poll: { timeout: 20_000 } },
    teardownTimeout: 10_000,
    restoreMocks: true,
  },
})
