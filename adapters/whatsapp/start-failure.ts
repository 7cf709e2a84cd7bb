import { execFile } from 'node:child_process'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import { MARK, profileIn } from './profile.ts'
import { firstLine } from './session-end.ts'

const MS_MAX = 8_000
const BYTES_MAX = 64 * 1024

/** What Chromium says before it ends, among much else. */
const FAULTS = [
  { says: /No usable sandbox/, help: 'whatsapp.no-sandbox' },
  { says: /error while loading shared libraries: [^\s:]+/, help: 'whatsapp.no-library' },
  { says: /No space left on device/, help: 'whatsapp.no-disk' },
] as const

type Browser = { readonly path: string; readonly env: Readonly<Record<string, string | undefined>> }

/**
 * Why the browser did not start, and what helps. Puppeteer does not hear what a browser says whose pipe it holds, so it is
 * started once more, for its words alone.
 */
export async function startFailure(
  error: unknown,
  browser: Browser & { readonly folder: string; readonly flags: readonly string[] },
  signal: AbortSignal,
): Promise<Sentence> {
  const said = await lastWords(browser, signal)
  for (const { says, help } of FAULTS) {
    const found = says.exec(said)?.[0]
    if (found !== undefined) return say(help, { said: { quote: found } })
  }
  const text = /:FATAL:.*?\] *(.+)/.exec(said)?.[1] ?? (error instanceof Error ? error.message : String(error))
  return say('whatsapp.no-start', { said: { quote: firstLine(text) } })
}

function lastWords(
  { path, env, folder, flags }: Parameters<typeof startFailure>[1],
  signal: AbortSignal,
): Promise<string> {
  const args = [MARK, '--headless', ...flags, `--user-data-dir=${profileIn(folder)}`, '--dump-dom', 'about:blank']
  const limits = { env, signal, timeout: MS_MAX, maxBuffer: BYTES_MAX, killSignal: 'SIGKILL' } as const
  return new Promise((resolve) => {
    execFile(path, args, limits, (error, _stdout, stderr) => {
      const own = error !== null && 'code' in error && typeof error.code === 'string' ? error.message : ''
      resolve(`${stderr}\n${own}`)
    })
  })
}
