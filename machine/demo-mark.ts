import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** In a data folder that holds invented people. */
const NAME = 'demo'
const WORDS = 'This data folder was filled by npm run seed: its people and their words are invented.\n'

export const markAsDemo = (dataFolder: string) => writeFile(path.join(dataFolder, NAME), WORDS, { mode: 0o600 })

export const isDemo = (dataFolder: string): Promise<boolean> =>
  readFile(path.join(dataFolder, NAME)).then(
    () => true,
    () => false,
  )
