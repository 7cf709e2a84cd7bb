import { chromium, type Browser } from 'playwright-core'
import { readPrograms } from '#machine/programs.ts'

export const NO_CHROMIUM =
  'no Chromium here: npm test fetches one on Debian; elsewhere install one or set CHASQUI_CHROMIUM'

/** The program that set-up found; `undefined` where there is none, which is a fault with `CI=true`. */
export async function findChromium() {
  const { chromium: program } = await readPrograms(process.cwd())
  if (!('missing' in program)) return program
  if (process.env.CI === 'true') throw new Error(`${NO_CHROMIUM} (${program.missing})`)
  return undefined
}

/** The browser that set-up found, or `undefined`. */
export async function launchChromium(): Promise<Browser | undefined> {
  const program = await findChromium()
  if (program === undefined) return undefined
  return chromium.launch({
    executablePath: program.path,
    // As root Chromium has no sandbox; without the others it would look for hosts of its maker.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    env: { ...process.env, ...program.env },
  })
}
