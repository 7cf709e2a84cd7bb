import type { PlatformPerson } from './platform.ts'

/** What only one platform's person at the terminal can do. */
export type DoubleCommand = {
  /** As it is written: `/scan FILE`. */
  readonly line: string
  readonly meaning: string
  /** Resolves with what is told to the person. */
  readonly run: (words: string, here: PlatformPerson) => Promise<string> | string
}
