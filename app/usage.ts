import { nearest } from '#machine/nearest.ts'
import { ConfigError } from './config-error.ts'

/** The exit status of a command line or a config that cannot be understood. */
const EXIT_USAGE = 2
const EXIT_FAILED = 1

/** Every command has it: set-up prints it before the command is started. */
const HELP = 'help'

/** A command line that cannot be understood; its message says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads a command line; for a word it does not know the error names the nearest right one. */
export function usage<T>(read: () => T, options: object): T {
  try {
    return read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!(error instanceof Error) || !code.startsWith('ERR_PARSE_ARGS')) throw error
    const words = [...Object.keys(options), HELP].map((name) => `--${name}`)
    throw new UsageError(withNearest(error.message, words), { cause: error })
  }
}

function withNearest(message: string, words: readonly string[]): string {
  const [first = message] = message.split(/\. |\.?\n/)
  const wrong = /'(?:--)?([^'\s]+)/.exec(first)?.[1] ?? ''
  if (words.includes(`--${wrong}`)) {
    return / argument (?:missing|is ambiguous)/.test(first) ? `--${wrong} needs a value after it.` : `${first}.`
  }
  const right = nearest(`--${wrong}`, words)
  return right === undefined ? `${first}. Known are ${words.join(', ')}.` : `${first}. Did you mean ${right}?`
}

/**
 * Runs a command; its number is the exit status. What an operator can fix (a wrong setting, a taken port, a full
 * disk) ends it with a sentence; only a fault of our own prints a stack.
 */
export function runCommand(main: () => Promise<number | void>): void {
  main().then(
    (status) => {
      if (typeof status === 'number') process.exitCode = status
    },
    (error: unknown) => {
      process.stderr.write(`${sentenceFor(error)}\n`)
      process.exit(error instanceof UsageError || error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILED)
    },
  )
}

function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isFixable = 'code' in error || error instanceof UsageError || error instanceof ConfigError
  return isFixable ? error.message : (error.stack ?? error.message)
}
