import { nearest } from '#machine/nearest.ts'

/** The exit status of a command line or a config that cannot be understood. */
export const EXIT_USAGE = 2

/** Reads a command line; a word it does not know ends the program with exit 2, naming the nearest right one. */
export function usage<T>(read: () => T, options: object): T {
  try {
    return read()
  } catch (error) {
    if (!isUsageError(error)) throw error
    process.stderr.write(`${withNearest(error.message, Object.keys(options).map((name) => `--${name}`))}\n`)
    process.exit(EXIT_USAGE)
  }
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

function withNearest(message: string, words: readonly string[]): string {
  const wrong = /'(--?[^' ]+)'/.exec(message)?.[1]
  const right = wrong === undefined ? undefined : nearest(wrong, words)
  const first = message.split(/\. |\n/)[0]
  return right === undefined ? `${first}. The words are ${words.join(', ')}.` : `${first}. Did you mean ${right}?`
}
