import pino, { type Logger } from 'pino'
import { RecentLines } from './recent-lines.ts'

export type { Logger }

/**
 * Values of `LOG`: a level (`debug`), or component names with `*` (`engine:*,core:guard`), which are then logged at
 * debug while the rest stays at info. `LOG=silent` turns the log off.
 */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

function levelFor(part: string, wanted: string): string {
  const words = wanted.split(/[\s,]+/).filter(Boolean)
  const level = words.find((word) => LEVELS.includes(word)) ?? 'info'
  const patterns = words.filter((word) => !LEVELS.includes(word))
  const named = patterns.some((pattern) => new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`).test(part))
  return named ? 'debug' : level
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What was logged last, for the console. Texts of UTF-16: at most 1 MB, less where all is ASCII. */
export const recentLog = new RecentLines({ linesMax: 2_000, charactersMax: 500_000 })

// Lines go to stderr: stdout is for the output of a command (`npm run chat`).
const stderr = process.stderr.isTTY ? readable() : pino.destination({ fd: 2, sync: true })
const output = {
  write(line: string) {
    recentLog.add(line)
    stderr.write(line)
  },
}

const root = pino(
  {
    level: 'trace',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // Errors keep name, code and message; other fields may hold a person's payload and are dropped.
    serializers: { error: (error: unknown) => errorLine(error) },
  },
  output,
)

function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, code } = withoutValues(error)
  // A message may hold lines that look like frames.
  const frames =
    error.stack
      ?.replace(error.message, '')
      .split('\n')
      .filter((line) => line.startsWith('    at ')) ?? []
  return { name, code, message, stack: frames.slice(0, 5).join('\n') }
}

/** An error that quotes the values of its statement (as drizzle's) holds texts of people; its cause does not. */
function withoutValues(error: Error): Error & { code?: unknown } {
  return 'params' in error && error.cause instanceof Error ? withoutValues(error.cause) : error
}

/** One logger a component, named `folder:component`: `core:guard`. Ids go into fields; texts of people never do. */
export function logFor(part: string): Logger {
  return root.child({ part }, { level: levelFor(part, process.env.LOG ?? '') })
}

/** The format for a terminal: `12:01:07 engine:embedded ready {"model":"tiny-scout"}`. */
function readable(): { write(line: string): void } {
  return {
    write(line) {
      const { time, level, part, msg, ...rest } = JSON.parse(line) as Record<string, unknown>
      const mark = level === 'info' || level === 'debug' ? '' : ` ${String(level).toUpperCase()}`
      const fields = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
      process.stderr.write(`${String(time).slice(11, 19)} ${String(part)}${mark} ${String(msg)}${fields}\n`)
    },
  }
}
