import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from '#machine/log.ts'
import { readPrograms, type Program } from '#machine/programs.ts'

/** Set-up may have to fetch and unpack packages. */
const LOOK_MS_MAX = 120_000

type Deps = { readonly repository: string; readonly log: Logger; readonly signal: AbortSignal }

/**
 * The browser that set-up has found. At the start of the service it looks for one only where the environment has WhatsApp
 * on; where the console switches WhatsApp on, it looks then. However many ask meanwhile, it looks once at a time.
 */
export function createBrowserFinder(found: Program, deps: Deps): () => Promise<Program> {
  let known = found
  let looking: Promise<Program> | undefined
  return async () => {
    if (!('missing' in known)) return known
    looking ??= look(deps).finally(() => (looking = undefined))
    known = await looking
    return known
  }
}

async function look({ repository, log, signal }: Deps): Promise<Program> {
  log.info({}, 'whatsapp: set-up looks for a browser')
  const env = { ...process.env, WHATSAPP_ENABLED: 'true', WHATSAPP_CHROMIUM: '' }
  const limits = { cwd: repository, env, signal, timeout: LOOK_MS_MAX }
  await promisify(execFile)(process.execPath, [path.join('setup', 'browser.mjs')], limits).catch((error: unknown) =>
    log.warn({ error }, 'whatsapp: set-up could not look for a browser'),
  )
  return (await readPrograms(repository)).chromium
}
