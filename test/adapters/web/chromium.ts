import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

const SETUP = new URL('../../../node_modules/.chasqui/setup.json', import.meta.url)

/** The browser for tests of pages: the one that set-up found, else `CHASQUI_CHROMIUM`, else Debian's. */
export async function chromiumPath(): Promise<string | undefined> {
  const found = await readFile(SETUP, 'utf8').then(
    (text) => (JSON.parse(text) as { programs?: { chromium?: { path?: string } } }).programs?.chromium?.path,
    () => undefined,
  )
  const candidates = [found, process.env['CHASQUI_CHROMIUM'], '/usr/bin/chromium']
  return candidates.find((path) => path !== undefined && existsSync(path))
}
