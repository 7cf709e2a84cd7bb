import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '#app/stores.ts'
import { readConfig } from '#app/config.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { createJudgedTexts } from '#core/guard/judged-texts.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { rollUp } from '#core/jobs/usage-rollup.ts'
import { openStore } from '#core/store/store.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { openDataFolder, secretKey } from '#machine/data-folder.ts'
import { markAsDemo } from '#machine/demo-mark.ts'
import { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { readPrograms } from '#machine/programs.ts'
import { fillWithDemo, hasPeople } from './seed/fill.ts'

const OPTIONS = { weeks: { type: 'string' }, config: { type: 'string' } } as const
const WEEKS = 4
const WEEKS_MAX = 52
const REPOSITORY = path.resolve(import.meta.dirname, '..')

/** `npm run seed`: fills an empty data folder with invented people, so that the console has something to show. */
async function seed(): Promise<number> {
  const { values } = usage(() => parseArgs({ options: OPTIONS, strict: true }), OPTIONS)
  const weeks = weeksIn(values.weeks)
  const config = await readConfig({ env: process.env, file: values.config })
  const opened = new Disposer()
  try {
    const dataFolder = await openDataFolder(config.dataFolder, { clock, log: logFor('machine:data-folder') })
    opened.defer('data folder', () => dataFolder[Symbol.asyncDispose]())
    const programs = await readPrograms(REPOSITORY)
    const connection = await openDatabase({ config, programs, dataFolder, clock, opened })
    const store = await openStore({ connection, clock, log: logFor('core:store') })
    opened.defer('store', () => store[Symbol.asyncDispose]())
    if (await hasPeople(store)) {
      process.stderr.write(
        `People have written to the service on ${dataFolder.path}, and invented ones are not mixed with them: set ` +
          'CHASQUI_DATA to an empty folder, for example CHASQUI_DATA=./demo npm run seed.\n',
      )
      return 1
    }
    await markAsDemo(dataFolder.path)
    const media = createMediaStore({ folder: path.join(dataFolder.path, 'media'), store, clock })
    const { people, turns, blocked, memories } = await fillWithDemo({
      store,
      media,
      seal: createJudgedTexts({ store, key: await secretKey(dataFolder) }).seal,
      days: weeks * 7,
      nowMs: clock.now(),
    })
    // Otherwise the plots of the console stay empty until the service has counted.
    await rollUp({ store, clock }, new AbortController().signal)
    process.stdout.write(
      `${dataFolder.path} holds ${people} invented people now, who asked ${turns} questions in ${weeks} weeks; ` +
        `${blocked} were blocked, and ${memories} things are remembered. Start the service on it: CHASQUI_DATA=${dataFolder.path} npm start\n`,
    )
    return 0
  } finally {
    await opened.dispose()
  }
}

function weeksIn(text: string | undefined): number {
  if (text === undefined) return WEEKS
  const weeks = Number(text)
  if (Number.isInteger(weeks) && weeks >= 1 && weeks <= WEEKS_MAX) return weeks
  throw new UsageError(`--weeks takes a number from 1 to ${WEEKS_MAX}.`)
}

runCommand(seed)
