import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Tests start real servers, and for some of their time they wait for them: one file more at once than there are cores.
const WORKERS_MAX = Math.min(4, availableParallelism() + 1)

/** Long, and yet small: each runs a suite or a table that lies elsewhere. */
const LONG = /\/test\/(?:contract\/journeys\/|console\/(?:channel-guides-page|pages)\.)/
const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId)

/** Without times of an earlier run the largest files come first, so that no long one is left alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/**
 * To load the product's modules again takes half a second or more: the files of these folders share processes, in which
 * one runs after another.
 */
const SHARING = ['adapters', 'console', 'core', 'engine', 'eval', 'http'].join('|')
/** What these measure is their process. */
const MEASURING = ['adapters/meta/body', 'core/export/exporter', 'core/media/prepare', 'engine/embedders/english']
const measuring = MEASURING.map((name) => `test/${name}.test.ts`)
const alone = ['test/*.test.ts', `test/!(${SHARING})/**/*.test.{ts,mjs}`, ...measuring]
const sharing = [`test/@(${SHARING})/**/*.test.{ts,mjs}`]
const never = ['test/bench/**', 'node_modules/**']

export default defineConfig({
  test: {
    environment: 'node',
    // What the service says of itself would bury what a test says; a test that reads it asks for it.
    env: { LOG: 'silent' },
    globalSetup: ['test/kit/memory-folder.ts'],
    projects: [
      { extends: true, test: { name: 'alone', include: alone, exclude: never } },
      {
        extends: true,
        test: {
          name: 'sharing',
          include: sharing,
          exclude: [...never, ...measuring],
          isolate: false,
          setupFiles: ['test/kit/process-as-found.ts'],
        },
      },
    ],
    pool: 'forks',
    execArgv: ['--import', fileURLToPath(new URL('setup/drizzle-imports.mjs', import.meta.url))],
    maxWorkers: WORKERS_MAX,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is polled comes as soon as it may: how long a loaded machine takes for it says nothing.
    expect: { poll: { timeout: 20_000 } },
    teardownTimeout: 10_000,
    restoreMocks: true,
  },
})
