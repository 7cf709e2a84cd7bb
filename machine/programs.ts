import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { jsonIn } from './json-in.ts'

/** A program that set-up found, or the sentence that says why it is missing and what to do. */
export type Program = { path: string; version: string; env?: Record<string, string> } | { missing: string }

/** Postgres is a folder of programs, libraries and shared files (`bin/`, `lib/`, `share/`). */
export type PostgresProgram = { folder: string; version: string } | { missing: string }

/** The console's pages, as Vite built them. */
export type ConsolePages = { folder: string } | { missing: string }

export type Programs = {
  redis: Program
  postgres: PostgresProgram
  llamaServer: Program
  chromium: Program
  console: ConsolePages
}

/** Thrown where a program is needed that set-up did not find; the message is set-up's own sentence. */
export class ProgramMissingError extends Error {
  override name = 'ProgramMissingError'
  readonly code = 'program-missing'
}

/**
 * The programs found by set-up, read from the file it writes last (`node_modules/.chasqui/setup.json`). An absent or
 * unreadable file is not an error: every program is then missing, with a sentence that says how to run set-up.
 */
export async function readPrograms(repositoryFolder: string): Promise<Programs> {
  const path = join(repositoryFolder, 'node_modules', '.chasqui', 'setup.json')
  const parsed = setupSchema.safeParse(jsonIn(await readFile(path, 'utf8').catch(() => '')))
  if (!parsed.success) return noPrograms('Set-up has not run here: run `npm start`, or `npm run doctor` to see why.')
  return parsed.data.programs
}

/** The program itself, or a `ProgramMissingError`. */
export function present<T extends object>(program: T | { missing: string }): T {
  if ('missing' in program) throw new ProgramMissingError(program.missing)
  return program
}

const missing = z.object({ missing: z.string() })

const program = z
  .union([
    missing,
    z.object({
      path: z.string(),
      version: z.string().default('unknown'),
      env: z.record(z.string(), z.string()).default({}),
    }),
  ])
  .default({ missing: 'Set-up did not look for this program: run `npm run doctor`.' })

const postgresProgram = z
  .union([missing, z.object({ folder: z.string(), version: z.string() })])
  .default({ missing: 'Set-up did not look for Postgres: run `npm run doctor`.' })

const consolePages = z
  .union([missing, z.object({ folder: z.string() })])
  .default({ missing: "Set-up did not build the console's pages: start the service with npm start." })

const setupSchema = z.object({
  version: z.literal(1),
  programs: z.object({
    redis: program,
    postgres: postgresProgram,
    llamaServer: program,
    chromium: program,
    console: consolePages,
  }),
})

function noPrograms(sentence: string): Programs {
  const none = { missing: sentence }
  return { redis: none, postgres: none, llamaServer: none, chromium: none, console: none }
}
